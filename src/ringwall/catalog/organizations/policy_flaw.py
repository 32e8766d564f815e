"""What is wrong with the settings of policies."""

from ringwall.model.errors import BadInput


class PolicyFlaw(BadInput):
    """A setting of policies that cannot be used; `keys` lead to it in the blueprint."""

    def __init__(self, keys: tuple[str, ...], message: str) -> None:
        super().__init__(f"{'.'.join(keys)}: {message}")
        self.keys = keys
        self.message = message
