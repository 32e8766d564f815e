"""Cases in the database: append-only, sealed, and each number once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from ringwall.model.case import SWITCH
from ringwall.model.errors import BadInput, CaseMoved
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.connection import open_database
from ringwall.store.database.schema import CASE_EVENT
from ringwall.store.seal_key import SealKey

ID, OTHER = "CASE-20261201-abcdef", "CASE-20261201-zzzzzz"


@dataclass
class Clock:
    at: int = 1_000_000

    def __call__(self) -> int:
        return self.at


@pytest.fixture
def engine(tmp_path: Path, migrated_database: Path) -> Iterator[sa.Engine]:
    (tmp_path / "hub.sqlite").write_bytes(migrated_database.read_bytes())
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: sa.Engine, tmp_path: Path) -> CaseStore:
    return CaseStore(engine, SealKey(tmp_path / "seal.key"), Clock())


def fill(store: CaseStore) -> None:
    store.append(ID, "opened", "ann", {"title": "t"}, 0)
    store.append(ID, "noted", "bob", {"text": "x"}, 1)
    store.append(OTHER, "opened", "ann", {"title": "u"}, 0)
    store.append(SWITCH, "halted", "ann", {"reason": "r"}, 0)
    store.append(ID, "closed", "bob", {"reason": "r"}, 2)


def test_what_was_added_is_read_in_its_order(store: CaseStore) -> None:
    fill(store)
    events = store.events(ID)
    assert [(event.number, event.kind, event.author) for event in events] == [
        (1, "opened", "ann"),
        (2, "noted", "bob"),
        (3, "closed", "bob"),
    ]
    assert events[1].body == {"text": "x"}
    assert store.events("CASE-none") == ()
    assert store.case_ids() == (ID, OTHER)
    assert store.doubt(ID) == store.doubt(OTHER) == store.doubt(SWITCH) == []


def test_what_was_added_to_of_late_is_told_apart(store: CaseStore, engine: sa.Engine) -> None:
    fill(store)
    later = CaseStore(engine, store.key, Clock(2_000_000))
    assert store.moved_since(2_000_000) == ()
    later.append(OTHER, "noted", "ann", {}, 1)
    later.append(SWITCH, "allowed", "ann", {"reason": "r"}, 1)
    assert store.moved_since(2_000_000) == (OTHER,)
    assert store.moved_since(0) == (ID, OTHER)


@pytest.mark.parametrize("after", [0, 1, 3, -1])
def test_who_has_not_seen_the_last_event_adds_nothing(store: CaseStore, after: int) -> None:
    fill(store)
    count = len(store.events(OTHER))
    store.append(OTHER, "noted", "ann", {}, count)
    with pytest.raises(CaseMoved, match=OTHER):
        store.append(OTHER, "noted", "bob", {}, after)
    assert len(store.events(OTHER)) == 2


def test_of_many_that_add_at_once_one_wins(store: CaseStore) -> None:
    store.append(ID, "opened", "ann", {}, 0)
    start, won, lost = Barrier(8), [], []

    def add(number: int) -> None:
        start.wait()
        try:
            won.append(store.append(ID, "started", f"p{number}", {}, 1))
        except CaseMoved:
            lost.append(number)

    threads = [Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 7)
    assert [event.kind for event in store.events(ID)] == ["opened", "started"]
    assert store.doubt(ID) == []


def test_a_clock_that_was_set_back_does_not_turn_the_order_round(
    engine: sa.Engine, tmp_path: Path
) -> None:
    clock = Clock()
    store = CaseStore(engine, SealKey(tmp_path / "seal.key"), clock)
    first = store.append(ID, "opened", "ann", {}, 0)
    clock.at = 5
    assert store.append(ID, "noted", "ann", {}, 1).at == first.at


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("author", "eve"),
        ("body", '{"text":"y"}'),
        ("kind", "approved"),
        ("at", 1),
        ("hash", "0" * 64),
    ],
)
def test_what_was_changed_without_the_key_shows(
    store: CaseStore, column: str, value: object
) -> None:
    fill(store)
    change = sa.update(CASE_EVENT).where(CASE_EVENT.c.case == ID, CASE_EVENT.c.number == 2)
    with store.engine.begin() as connection:
        connection.execute(change.values(**{column: value}))
    assert store.doubt(ID) != []
    assert store.doubt(OTHER) == []


@pytest.mark.parametrize("number", [1, 2])
def test_what_was_taken_away_shows(store: CaseStore, number: int) -> None:
    fill(store)
    gone = sa.delete(CASE_EVENT).where(CASE_EVENT.c.case == ID, CASE_EVENT.c.number == number)
    with store.engine.begin() as connection:
        connection.execute(gone)
    assert store.doubt(ID)[0].startswith("an event before event ")


def test_events_of_another_case_do_not_hold(store: CaseStore) -> None:
    fill(store)
    moved = sa.update(CASE_EVENT).where(CASE_EVENT.c.case == ID).values(case="CASE-20261201-moved2")
    with store.engine.begin() as connection:
        connection.execute(moved)
    assert len(store.doubt("CASE-20261201-moved2")) == 3


def test_what_is_no_document_is_damage(store: CaseStore) -> None:
    fill(store)
    change = sa.update(CASE_EVENT).where(CASE_EVENT.c.case == ID).values(body="[1]")
    with store.engine.begin() as connection:
        connection.execute(change)
    with pytest.raises(BadInput, match=f"event 1 of case {ID}: damaged"):
        store.events(ID)
