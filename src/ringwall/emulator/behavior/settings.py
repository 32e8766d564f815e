"""How much of AWS's inconvenience an emulator has: all of it counted in calls, never in seconds."""

from dataclasses import dataclass

from ringwall.emulator.arguments import check_count


@dataclass(frozen=True)
class Behavior:
    """What an emulator does like AWS beside answering right; nothing of it by default.

    Two emulators with equal seeds answer the same calls alike.
    """

    seed: int = 1
    burst: int = 0
    """How many calls of an account to a service in a Region are answered without a pause between
    them; then about every second one is throttled. 0: none is."""
    page_size: int = 0
    """The most items of a page, whatever the client asks for. 0: as many as it asks for."""
    lag: int = 0
    """The most reads after a write that may answer from before it. 0: none does."""
    delay: int = 0
    """The most reads for which a thing stays in a state on the way. 0: it is ready at once."""

    def __post_init__(self) -> None:
        """Refuse what is no number of calls or items."""
        for name in ("burst", "page_size", "lag", "delay"):
            check_count(getattr(self, name), name)


REALISTIC = Behavior(burst=50, page_size=20, lag=2, delay=3)
"""What a program that was written for AWS must stand."""


def check_behavior(behavior: object) -> None:
    """ValueError for what is no Behavior."""
    if not isinstance(behavior, Behavior):
        raise ValueError(f"{behavior!r} is no Behavior")  # noqa: TRY004 - one kind of error for all
