"""Leases: which run alone may change a resource now."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol

from ringwall.model.errors import Locked
from ringwall.model.journal import EntryGuard, name_run

TERM = 120_000
"""Milliseconds for which a lease is taken, and renewed."""
FARTHEST = 2 * TERM
"""A lease that is to last longer than this was not written by us, or by a wrong clock."""


class LeaseLost(Locked):
    """What this process held is no longer its own: it changes and writes down nothing more."""


class Leased(NamedTuple):
    """What a lease is for: a resource of an account and region, as a plan names it."""

    account_id: str
    region: str
    resource: str


class RunLeases(Protocol):
    """The leases in a store, for one process that takes them. Thread-safe.

    Each taking has a fencing token, a number that is higher than that of any taking before it. What
    is renewed or guarded is so only while the leases have this process's own token.
    """

    @property
    def process(self) -> str:
        """What tells this process, and this use of it, from all others that may hold leases."""
        ...

    def now(self) -> int:
        """Return the time by which leases end: milliseconds since 1970, UTC."""
        ...

    def take(self, run_id: str, wanted: Iterable[Leased]) -> int:
        """Take all leases for a run, or none, and return the token; Locked names who holds one."""
        ...

    def renew(self, run_id: str, count: int) -> None:
        """Let the leases of a run last; LeaseLost where not all are this process's any more."""
        ...

    def guard(self, run_id: str, count: int) -> EntryGuard:
        """Return what raises LeaseLost in a transaction unless all leases are this process's."""
        ...

    def release(self, run_id: str) -> None:
        """Give back what this process holds for a run."""
        ...

    def find_running(self, but: str = "") -> set[str]:
        """Return the ids of the runs that hold leases now, but of the process that is named."""
        ...


def tell_lost(run_id: str) -> LeaseLost:
    """Return the error of a run whose leases somebody else may hold."""
    return LeaseLost(
        f"{name_run(run_id)} stood still for too long, and another run may change what it "
        "changes; `ringwall runs resume` goes on with it"
    )
