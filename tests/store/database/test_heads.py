"""What is cut off at the end of a chain shows, whatever else is done to hide it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ringwall.jobs.runs import verify_journal
from ringwall.model.case import SWITCH
from ringwall.model.errors import BadInput
from ringwall.respond.switch import read_switch, turn_switch
from ringwall.store.database.cases import CaseStore
from ringwall.store.database.connection import copy_database, open_database
from ringwall.store.database.journal import JOURNAL, Journal
from ringwall.store.database.schema import CASE_EVENT, LOG_HEAD, RUN_EVENT
from ringwall.store.home import Home
from ringwall.store.seal_key import SealKey, find_key

CASE, OTHER = "CASE-20261201-aaaaaa", "CASE-20261201-bbbbbb"


@pytest.fixture
def engine(tmp_path: Path, migrated_database: Path) -> Iterator[sa.Engine]:
    """Yield a database with two cases and a run, all of which go on by turns."""
    made = open_database(f"sqlite:///{shutil.copy(migrated_database, tmp_path / 'hub.sqlite')}")
    key = SealKey(tmp_path / "seal.key")
    cases, journal = CaseStore(made, key), Journal(made, key)
    run = journal.start("fix", "ann", "", [{"write": "x"}])
    for number in range(3):
        cases.append(CASE, "opened" if not number else "noted", "ann", {}, number)
        cases.append(OTHER, "opened" if not number else "noted", "ann", {}, number)
    journal.append(run.id, 0, "intent", {})
    cases.append(OTHER, "noted", "ann", {}, 3)
    yield made
    made.dispose()


def open_stores(engine: sa.Engine) -> tuple[CaseStore, Journal]:
    key = SealKey(Path(str(engine.url.database)).parent / "seal.key")
    return CaseStore(engine, key), Journal(engine, key)


def cut_case(connection: sa.Connection) -> None:
    where = CASE_EVENT.c.case == CASE, CASE_EVENT.c.number == 3
    connection.execute(sa.delete(CASE_EVENT).where(*where))


def drop_head(connection: sa.Connection) -> None:
    cut_case(connection)
    where = LOG_HEAD.c.log == CASE, LOG_HEAD.c.event == 3
    connection.execute(sa.delete(LOG_HEAD).where(*where))


def close_the_gap(connection: sa.Connection) -> None:
    where = LOG_HEAD.c.log == CASE, LOG_HEAD.c.event == 3
    gap = connection.execute(sa.select(LOG_HEAD.c.number).where(*where)).scalar_one()
    drop_head(connection)
    later = sa.select(LOG_HEAD.c.number).where(LOG_HEAD.c.number > gap)
    for number in connection.execute(later.order_by(LOG_HEAD.c.number)).scalars().all():
        one = sa.update(LOG_HEAD).where(LOG_HEAD.c.number == number)
        connection.execute(one.values(number=number - 1))


def drop_all_heads(connection: sa.Connection) -> None:
    cut_case(connection)
    connection.execute(sa.delete(LOG_HEAD))


def drop_the_case(connection: sa.Connection) -> None:
    connection.execute(sa.delete(CASE_EVENT).where(CASE_EVENT.c.case == CASE))


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        (cut_case, "the last 1 event of it is missing"),
        (drop_head, "an end was cut off"),
        (close_the_gap, "it was changed"),
        (drop_all_heads, "what says how it ends is missing"),
        (drop_the_case, "the last 3 events of it are missing"),
    ],
)
def test_a_case_that_was_cut_off_is_doubted(
    engine: sa.Engine, attack: Callable[[sa.Connection], None], told: str
) -> None:
    cases, journal = open_stores(engine)
    assert cases.doubt(CASE) == journal.verify_chain() == []
    with engine.begin() as connection:
        attack(connection)
    for store in (cases, open_stores(engine)[0]):
        assert any(told in one for one in store.doubt(CASE))
        assert CASE in store.case_ids()


def test_what_is_added_after_a_cut_does_not_hide_it(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        cut_case(connection)
    cases, journal = open_stores(engine)
    cases.append(CASE, "noted", "ann", {}, 2)
    told = f"case {CASE}: something was cut off after event 2"
    assert cases.doubt(CASE) == [told]
    assert journal.verify_chain() == [told.removeprefix("case ")]
    assert cases.doubt(OTHER) == []


def test_the_end_of_the_journal_shows(engine: sa.Engine) -> None:
    _, journal = open_stores(engine)
    (run,) = journal.runs()
    assert journal.doubt_run(run.id) == []
    with engine.begin() as connection:
        newest = sa.select(sa.func.max(RUN_EVENT.c.number)).scalar_subquery()
        connection.execute(sa.delete(RUN_EVENT).where(RUN_EVENT.c.number == newest))
    told = ["the journal: the last 1 event of it is missing"]
    assert journal.doubt_run(run.id) == journal.verify_chain() == told
    assert JOURNAL not in open_stores(engine)[0].case_ids()


def test_a_halt_that_was_removed_lets_nothing_act(engine: sa.Engine) -> None:
    cases, _ = open_stores(engine)
    turn_switch(cases, "ann", "a bad rule", halt=True)
    with engine.begin() as connection:
        connection.execute(sa.delete(CASE_EVENT).where(CASE_EVENT.c.case == SWITCH))
    with pytest.raises(BadInput, match="the switch of responses does not hold"):
        read_switch(cases)


def test_what_an_older_ringwall_wrote_has_no_head_and_holds(engine: sa.Engine) -> None:
    cases, journal = open_stores(engine)
    old: Any = "case"
    with engine.begin() as connection:
        connection.execute(sa.delete(LOG_HEAD))
        connection.execute(sa.delete(CASE_EVENT))
        connection.execute(sa.delete(RUN_EVENT))
    row = {"case": CASE, "number": 1, "kind": "opened", "at": 1, "author": "ann", "body": "{}"}
    text = '["' + "0" * 64 + f'","{CASE}",1,"opened",1,"ann","{{}}"]'
    with engine.begin() as connection:
        hash_ = cases.key.seal(old, text)
        connection.execute(sa.insert(CASE_EVENT).values(**row, hash=hash_))
    assert cases.doubt(CASE) == []
    cases.append(CASE, "noted", "ann", {}, 1)
    assert cases.doubt(CASE) == []
    assert journal.head() != "0" * 64


def test_a_database_that_was_put_back_shows_by_a_head_that_was_kept(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.make()
    engine, key = open_database(home.database_url), find_key(home.path)
    cases, journal = CaseStore(engine, key), Journal(engine, key)
    journal.start("fix", "ann", "", [{"write": "x"}])
    first = verify_journal(home.path)
    backup = tmp_path / "backup" / "hub.sqlite"
    kept = open_database(f"sqlite:///{backup}")
    copy_database(engine, kept)
    kept.dispose()
    cases.append(CASE, "opened", "ann", {}, 0)
    second = verify_journal(home.path, first)
    assert second != first
    engine.dispose()
    for left in home.path.glob("hub.sqlite*"):
        left.unlink()
    shutil.copy(backup, home.path / "hub.sqlite")
    assert verify_journal(home.path, first) == first
    with pytest.raises(BadInput, match="does not go on from that head"):
        verify_journal(home.path, second)
