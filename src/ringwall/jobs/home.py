"""Whether a home folder that nobody named may be used: it must not have come with a repository."""

from pathlib import Path

from ringwall.model.errors import BadInput
from ringwall.store.home import is_made_here


def check_default_home(path: Path) -> None:
    """Raise BadInput where the folder is there, and this user did not make it at this place."""
    if not is_made_here(path):
        raise BadInput(
            f"{path}: you did not make this home folder here (it may have come with a repository, "
            f"or was moved); to use it all the same, name it: --home {path}"
        )
