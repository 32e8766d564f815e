"""The journal keeps what it returned from, in order, and shows when someone changed it."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from journal_contract import JournalContract, KeptWorld

from ringwall.model.errors import BadInput, Locked, StorageFailed
from ringwall.model.journal import Run
from ringwall.model.sealing import FIRST_SEAL
from ringwall.store.database.connection import open_database, writing
from ringwall.store.database.journal import Journal
from ringwall.store.database.schema import RUN, RUN_EVENT
from ringwall.store.seal_key import SealKey

PLAN = ({"write": "one"}, {"write": "two"})


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    yield Journal(engine, SealKey(tmp_path / "seal.key"))
    engine.dispose()


def start(journal: Journal, undo_of: str = "") -> Run:
    return journal.start("fix", "arn:aws:iam::111111111111:user/ann", "snap", PLAN, undo_of)


def test_a_run_is_written_down_whole_before_it_begins(journal: Journal) -> None:
    run = start(journal)
    assert journal.run(run.id) == run
    assert run.status == "open"
    events = [(event.step, event.kind, event.body) for event in journal.events(run.id)]
    assert events[1:] == [(0, "planned", PLAN[0]), (1, "planned", PLAN[1])]
    assert events[0][:2] == (-1, "started")


def test_events_come_back_in_order_and_only_those_of_the_run(journal: Journal) -> None:
    first, second = start(journal), start(journal)
    journal.append(first.id, 0, "intent", {"n": 1})
    journal.append(second.id, 0, "intent", {"n": 2})
    journal.append(first.id, 0, "result", {"n": 3})
    assert [event.body.get("n") for event in journal.events(first.id)][3:] == [1, 3]


def test_threads_do_not_wait_one_after_the_other_for_a_database_that_is_busy(
    journal: Journal,
) -> None:
    journal = replace(journal, patience=0.01)
    run, is_writing, may_end = start(journal), Event(), Event()

    def stay(_: sa.Connection) -> None:
        is_writing.set()
        may_end.wait()

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(journal.append, run.id, 0, "intent", {}, stay)
        is_writing.wait()
        try:
            with pytest.raises(Locked, match="another process is writing"):
                journal.append(run.id, 1, "intent", {})
        finally:
            may_end.set()
        first.result()
    assert [event.kind for event in journal.events(run.id)][3:] == ["intent"]


def test_what_may_not_be_written_any_more_is_not(journal: Journal) -> None:
    def refuse(_: sa.Connection) -> None:
        raise Locked("another process took over")

    run = start(journal)
    with pytest.raises(Locked):
        journal.append(run.id, 0, "intent", {}, refuse)
    with pytest.raises(Locked):
        journal.end(run.id, "done", refuse)
    assert journal.run(run.id) == run
    assert len(journal.events(run.id)) == 3


def test_a_run_that_was_removed_shows(journal: Journal) -> None:
    first, second = start(journal), start(journal)
    with sqlite3.connect(journal.engine.url.database or "") as database:
        database.execute("delete from run where id = ?", [first.id])
    told = [f"run {first.id} is missing, its events are there"]
    assert journal.verify_chain() == told
    assert journal.doubt_run(second.id) == told


def test_a_run_ends_and_may_go_on(journal: Journal) -> None:
    run = start(journal)
    ended = journal.end(run.id, "stopped")
    assert ended.status == "stopped"
    assert ended.ended_at >= run.created_at
    again = journal.reopen(run.id, "arn:aws:iam::111111111111:user/bob")
    assert (again.status, again.ended_at) == ("open", 0)
    assert journal.verify_chain() == []


def test_a_run_is_found_by_the_beginning_of_its_id(journal: Journal) -> None:
    run = start(journal)
    assert journal.run(run.id[:-2]).id == run.id
    with pytest.raises(BadInput, match="no run 'nope'"):
        journal.run("nope")
    with pytest.raises(BadInput, match="no run ''"):
        journal.run("")


def test_a_beginning_that_fits_two_runs_is_refused(journal: Journal) -> None:
    run = start(journal)
    start(journal)
    with pytest.raises(BadInput, match="2 runs begin with"):
        journal.run(run.id[:2])


def test_undos_are_found_by_what_they_take_back(journal: Journal) -> None:
    run = start(journal)
    undo = start(journal, undo_of=run.id)
    assert journal.undos(run.id) == [undo]
    assert journal.undos(undo.id) == []


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("update run_event set body = '{}' where kind = 'intent'", "event 4 of run .* was changed"),
        ("update run_event set at = 5 where kind = 'intent'", "event 4 of run .* was changed"),
        ("delete from run_event where number = 3", "event 3 is missing"),
        ("update run set actor = 'someone else'", "the start of run .* was changed"),
        ("update run set status = 'done'", "status of run .* was changed"),
        ("delete from run_event", "the start of run .* was changed"),
    ],
)
def test_tampering_shows(journal: Journal, tampering: str, told: str) -> None:
    run = start(journal)
    journal.append(run.id, 0, "intent", {"n": 1})
    assert journal.verify_chain() == []
    with writing(journal.engine) as connection:
        connection.execute(sa.text(tampering))
    assert re.search(told, "; ".join(journal.verify_chain()))


def test_the_seal_stands_for_the_whole_journal(journal: Journal) -> None:
    before = journal.seal()
    start(journal)
    assert journal.seal() != before


def test_a_full_disk_is_a_clear_error_and_the_run_is_not_there(journal: Journal) -> None:
    start(journal)
    with journal.engine.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar_one()
    sa.event.listen(
        journal.engine,
        "begin",
        lambda connection: connection.exec_driver_sql(f"pragma max_page_count = {pages}"),
    )
    plan = [{"padding": "x" * 100_000}]
    with pytest.raises(StorageFailed, match="cannot write"):
        journal.start("fix", "arn", "snap", plan)
    assert len(journal.runs()) == 1
    assert journal.verify_chain() == []


def test_what_is_written_down_comes_back_the_same(journal: Journal) -> None:
    run = start(journal)
    journal.append(run.id, 0, "result", {"answer": {"tags": ["é", 1, None, True]}})
    assert journal.events(run.id)[-1].body == {"answer": {"tags": ["é", 1, None, True]}}


def forge(journal: Journal, seal: Callable[[str, Mapping[str, Any]], str]) -> Run:
    """Append a run as who can write to the database, without the key, would do it."""
    header = {"actor": "ann", "created_at": 1, "kind": "fix", "snapshot": "", "undo_of": ""}
    run = Run("20990101T000000Z-ffffff", "fix", 1, "ann", "")
    with writing(journal.engine) as connection:
        connection.execute(sa.insert(RUN).values(**vars(run)))
        last = connection.execute(
            sa.select(RUN_EVENT.c.number, RUN_EVENT.c.hash).order_by(RUN_EVENT.c.number.desc())
        ).first()
        number, previous = last or (0, FIRST_SEAL)
        for step, kind, body in ((-1, "started", header), (0, "planned", {"write": "evil"})):
            number += 1
            row = {"number": number, "run": run.id, "step": step, "kind": kind, "at": 1}
            row["body"] = json.dumps(body, sort_keys=True, separators=(",", ":"))
            previous = seal(previous, row)
            connection.execute(sa.insert(RUN_EVENT).values(**row, hash=previous))
    return run


def hash_as_before(previous: str, row: Mapping[str, Any]) -> str:
    """Return the seal of an event as it was before there was a key: anyone can compute it."""
    parts = [previous, *(row[name] for name in ("number", "run", "step", "kind", "at", "body"))]
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def test_a_forged_run_shows_although_its_hashes_are_right(journal: Journal) -> None:
    start(journal)
    forged = forge(journal, hash_as_before)
    told = f"event 4 of run {forged.id}: it has no seal by a key"
    assert journal.verify_chain()[0].startswith(told)
    assert journal.doubt_run(forged.id)[0].startswith(told)


def test_a_run_that_is_forged_with_another_key_shows(journal: Journal, tmp_path: Path) -> None:
    mine = start(journal)
    other = SealKey(tmp_path / "other.key")
    names = ("number", "run", "step", "kind", "at", "body")
    forged = forge(
        journal,
        lambda previous, row: other.seal(
            "journal",
            json.dumps([previous, *(row[name] for name in names)], separators=(",", ":")),
        ),
    )
    assert "sealed with another key than" in journal.verify_chain()[0]
    assert journal.doubt_run(forged.id) == journal.doubt_run(mine.id) != []


def test_older_runs_are_doubted_and_do_not_stop_newer_ones(journal: Journal) -> None:
    older = forge(journal, hash_as_before)
    newer = start(journal)
    assert journal.doubt_run(newer.id) == []
    assert journal.doubt_run(older.id) == [
        f"run {older.id} has no seal by a key: an older Ringwall wrote it, or a stranger"
    ]
    assert len(journal.verify_chain()) == 2


def test_an_older_run_cannot_be_added_to_afterwards(journal: Journal) -> None:
    older = forge(journal, hash_as_before)
    newer = start(journal)
    with writing(journal.engine) as connection:
        connection.execute(
            sa.text(f"update run_event set body = '{{}}' where run = '{older.id}' and step = 0")
        )
        connection.execute(sa.text("update run_event set hash = 'f' where number = 2"))
    assert journal.doubt_run(newer.id) == [f"event 3 of run {newer.id} was changed"]


def test_without_the_key_nothing_is_vouched_for(journal: Journal, tmp_path: Path) -> None:
    run = start(journal)
    elsewhere = replace(journal, key=SealKey(tmp_path / "none.key"))
    assert "there is no key to check it with" in elsewhere.verify_chain()[0]
    assert elsewhere.doubt_run(run.id)
    assert not (tmp_path / "none.key").exists()


class TestSqlJournal(JournalContract):
    """What holds for every store."""

    @pytest.fixture
    def kept(self, sqlite_kept: KeptWorld) -> KeptWorld:
        return sqlite_kept
