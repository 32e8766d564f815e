"""Runs that did not end."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.history import open_journal
from ringwall.jobs.open_runs import naming_run, note_open_runs
from ringwall.jobs.runs import resume_run
from ringwall.jobs.undo import undo_run
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


def interrupt(home: Path, connection: AwsAccess, events: Any) -> str:
    """Interrupt a fix of two changes after the first one, and return its run."""
    request = FixRequest(rules=("kms.key_rotates", "ec2.ssh_is_not_open"))
    planned = plan_fix(home, request, connection)
    assert planned
    with pytest.raises(KeyboardInterrupt):
        carry_out(home, planned, connection, Interrupting(events))  # type: ignore[arg-type] # notes alone
    (run,) = open_journal(Home(home)).runs()
    assert run.status == "open"
    return run.id


def test_an_interrupted_fix_is_named_with_the_ways_on(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    run = interrupt(audited_home, connection, events)
    assert not account.rotates()
    assert events.notes[-1] == (
        f"run {run} (fix) did not end: `ringwall runs resume {run}` goes on with it, "
        f"`ringwall undo {run}` undoes what it did"
    )


def test_the_next_one_mentions_it_until_it_ends(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    note_open_runs(audited_home, events)
    assert events.notes == []
    run = interrupt(audited_home, connection, events)
    events.notes.clear()
    note_open_runs(audited_home, events)
    (note,) = events.notes
    assert note.startswith(f"run {run} (fix) did not end")
    assert resume_run(audited_home, run, connection, events).outcome == "clean"
    assert account.rotates()
    events.notes.clear()
    note_open_runs(audited_home, events)
    assert events.notes == []


def test_what_may_be_running_now_is_not_mentioned(
    audited_home: Path, connection: AwsAccess, events: Any
) -> None:
    interrupt(audited_home, connection, events)
    events.notes.clear()
    with Home(audited_home).lock("fix"):
        note_open_runs(audited_home, events)
    assert events.notes == []


def test_an_interrupted_undo_goes_on_and_has_no_undo(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any
) -> None:
    run = interrupt(audited_home, connection, events)
    resume_run(audited_home, run, connection, events)
    with pytest.raises(KeyboardInterrupt):
        undo_run(audited_home, run, connection, Interrupting(events))  # type: ignore[arg-type] # notes alone
    undo = open_journal(Home(audited_home)).runs()[-1]
    assert events.notes[-1] == (
        f"run {undo.id} (undo) did not end: `ringwall runs resume {undo.id}` goes on with it"
    )
    assert not account.rotates()


def test_a_run_that_ends_is_not_named(audited_home: Path, events: Any) -> None:
    with naming_run(open_journal(Home(audited_home)), events):
        pass
    assert events.notes == []
