"""The leases of a run, held and renewed for as long as it runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread

from ringwall.model.change import Change
from ringwall.model.errors import Locked, RingwallError, StorageFailed
from ringwall.store.database.leases import TERM, Leased, Leases

BEAT = TERM // 4
"""Milliseconds between two renewals."""


@dataclass
class Hold:
    """The leases that a run holds. `check` is called before each write."""

    leases: Leases
    run_id: str
    wanted: frozenset[Leased]
    _renewed: int = field(init=False)
    _lost: RingwallError | None = field(default=None, init=False)
    _turn: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        """Take the leases; Locked names who holds one."""
        self._renewed = self.leases.now()
        self.leases.take(self.run_id, self.wanted)

    def check(self) -> None:
        """Renew the leases where it is time; Locked where another run may have taken over.

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
                except Locked as error:
                    self._lost = error
                    raise
                self._renewed = at


@contextmanager
def holding(leases: Leases, run_id: str, changes: Iterable[Change]) -> Iterator[Hold]:
    """Hold the leases of what a run is to change; a thread renews them. Locked where one is held.

    They are given back at the end, and by a kill when they end.
    """
    wanted = frozenset(
        Leased(change.account_id, change.region, change.resource) for change in changes
    )
    hold, ended = Hold(leases, run_id, wanted), Event()

    def beat() -> None:
        while not ended.wait(BEAT / 1000):
            # A disk that is full for a while is for who writes next to tell.
            with suppress(StorageFailed, Locked):
                hold.check()

    thread = Thread(target=beat, name="leases", daemon=True)
    thread.start()
    try:
        yield hold
    finally:
        ended.set()
        thread.join()
        with suppress(StorageFailed):
            leases.release(run_id)
