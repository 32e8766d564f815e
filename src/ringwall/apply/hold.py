"""The leases of a run, held and renewed for as long as it runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from ringwall.model.change import Change
from ringwall.model.errors import RingwallError
from ringwall.model.journal import EntryGuard
from ringwall.model.lease import TERM, Leased, LeaseLost, RunLeases

BEAT = TERM // 4
"""Milliseconds between two renewals."""


@dataclass
class Hold:
    """The leases that a run holds. `check` is called before each write.

    `guard` is called with each entry of the journal.
    """

    leases: RunLeases
    run_id: str
    wanted: frozenset[Leased]
    guard: EntryGuard = field(init=False)
    _renewed: int = field(init=False)
    _lost: LeaseLost | None = field(default=None, init=False)
    _turn: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        """Take the leases; Locked names who holds one."""
        self._renewed = self.leases.now()
        self.leases.take(self.run_id, self.wanted)
        self.guard = self.leases.guard(self.run_id, len(self.wanted))

    def check(self) -> None:
        """Renew the leases where it is time; LeaseLost where somebody else may have taken over.

        INVARIANT: nothing is written under a lease that may have ended, however long this process
        stood still.
        """
        with self._turn:
            if self._lost:
                raise self._lost
            at = self.leases.now()
            if not 0 <= at - self._renewed < BEAT:
                try:
                    self.leases.renew(self.run_id, len(self.wanted))
                except LeaseLost as error:
                    self._lost = error
                    raise
                self._renewed = at


@contextmanager
def holding(
    leases: RunLeases, run_id: str, changes: Iterable[Change], *, beat_seconds: float = BEAT / 1000
) -> Iterator[Hold]:
    """Hold the leases of what a run is to change; a thread renews them. Locked where one is held.

    They are given back at the end, and by a kill when they end.
    """
    wanted = frozenset(
        Leased(change.account_id, change.region, change.resource) for change in changes
    )
    hold, ended = Hold(leases, run_id, wanted), Event()

    def beat() -> None:
        while not ended.wait(beat_seconds):
            # A disk that is full or a database that is damaged is for who writes next to tell.
            with suppress(RingwallError):
                hold.check()

    thread = Thread(target=beat, name="leases", daemon=True)
    thread.start()
    try:
        yield hold
    finally:
        ended.set()
        thread.join()
        # What cannot be given back ends by itself; how the run went is what matters.
        with suppress(RingwallError):
            leases.release(run_id)
