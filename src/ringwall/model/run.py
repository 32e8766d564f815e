"""How a run that writes to AWS goes: how much at a time, and how far after a failure."""

from dataclasses import dataclass

from ringwall.model.errors import BadInput

MOST_PARALLEL = 64
BLUEPRINT_PARALLEL = 8
"""Changes of a blueprint at a time, where nobody says otherwise."""


@dataclass(frozen=True)
class RunOptions:
    """How a run goes; BadInput for a number of Changes that nobody can make at a time."""

    parallel: int = 1
    """How many Changes are made at a time."""
    keep_going: bool = False
    """Whether what does not depend on a failed Change goes on."""
    accept_irreversible: bool = False
    """Whether Changes that cannot be undone are made."""

    def __post_init__(self) -> None:
        """Refuse a number of Changes that nobody can make at a time."""
        if not 1 <= self.parallel <= MOST_PARALLEL:
            raise BadInput(f"{self.parallel} changes at a time: between 1 and {MOST_PARALLEL}")


ONE_BY_ONE = RunOptions()
OF_A_BLUEPRINT = RunOptions(BLUEPRINT_PARALLEL, keep_going=True)
