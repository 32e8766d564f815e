"""What a run is to change is its own for as long as it runs, and not a moment longer."""

import threading
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Event

import pytest
from made_up_world import ACCOUNT, REGION, make

from ringwall.apply.hold import BEAT, Hold, holding
from ringwall.model.errors import BadInput, Locked, RingwallError, StorageFailed
from ringwall.model.lease import TERM, Leased
from ringwall.store.database.journal import Journal
from ringwall.store.database.leases import Leases, name_process

RUN, OTHER = "20261123T101500Z-aaaaaa", "20261123T101500Z-bbbbbb"
THING = Leased(ACCOUNT, REGION, "thing a")


def test_leases_are_held_inside_of_the_block(journal: Journal) -> None:
    leases = Leases(journal.engine)
    with holding(leases, RUN, [make("a"), make("a", id="again")]) as hold:
        hold.check()
        with pytest.raises(Locked), holding(leases, OTHER, [make("a")]):
            pytest.fail("two runs hold one thing")
        with holding(leases, OTHER, [make("b")]):
            assert leases.find_running() == {RUN, OTHER}
    assert leases.find_running() == set()


def test_an_error_gives_them_back(journal: Journal) -> None:
    leases = Leases(journal.engine)
    with pytest.raises(KeyError), holding(leases, RUN, [make("a")]):
        raise KeyError
    assert leases.find_running() == set()


def test_a_check_renews_what_would_end(journal: Journal) -> None:
    at = [1_000_000]
    leases = Leases(journal.engine, now=lambda: at[0])
    other = replace(leases, process=name_process())
    hold = Hold(leases, RUN, frozenset({THING}))
    for _ in range(2 * TERM // BEAT):
        at[0] += BEAT
        hold.check()
    with pytest.raises(Locked):
        other.take(OTHER, [THING])


@pytest.mark.parametrize("is_taken", [False, True])
def test_who_stood_still_for_too_long_writes_no_more(journal: Journal, *, is_taken: bool) -> None:
    at = [1_000_000]
    leases = Leases(journal.engine, now=lambda: at[0])
    hold = Hold(leases, RUN, frozenset({THING}))
    at[0] += 2 * TERM
    other = replace(leases, process=name_process())
    if not is_taken:
        hold.check()  # nobody took over: it is still its own
        return
    other.take(OTHER, [THING])
    other.release(OTHER)
    for _ in range(2):
        with pytest.raises(Locked, match="stood still for too long"):
            hold.check()


def test_a_clock_that_goes_back_renews_too(journal: Journal) -> None:
    at = [1_000_000]
    leases = Leases(journal.engine, now=lambda: at[0])
    hold = Hold(leases, RUN, frozenset({THING}))
    at[0] -= TERM
    hold.check()
    assert leases.find_running() == {RUN}


def test_a_database_that_is_busy_is_no_lost_lease(journal: Journal) -> None:
    at = [1_000_000]
    leases = Busy(journal.engine, now=lambda: at[0])
    hold = Hold(leases, RUN, frozenset({THING}))
    at[0] += BEAT
    leases.errors.append(Locked("another process is writing"))
    with pytest.raises(Locked, match="is writing"):
        hold.check()
    hold.check()


@pytest.mark.parametrize("error", [StorageFailed("full"), Locked("busy"), BadInput("damaged")])
def test_what_cannot_be_given_back_hides_nothing(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, error: RingwallError
) -> None:
    beats = Event()
    died: list[object] = []
    monkeypatch.setattr(threading, "excepthook", died.append)
    clock = count(1_000_000, BEAT)
    leases = Busy(journal.engine, now=lambda: next(clock), errors=[error] * 1000, asked=beats)
    with holding(leases, RUN, [make("a")], beat_seconds=0.001):
        assert beats.wait(60)
    assert died == []


@dataclass(frozen=True)
class Busy(Leases):
    """Leases in a database that fails some times."""

    errors: list[RingwallError] = field(default_factory=list)
    asked: Event = field(default_factory=Event)

    def renew(self, run_id: str, count: int) -> None:
        self.fail()
        super().renew(run_id, count)

    def release(self, run_id: str) -> None:
        self.fail()
        super().release(run_id)

    def fail(self) -> None:
        self.asked.set()
        if self.errors:
            raise self.errors.pop(0)
