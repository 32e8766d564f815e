"""Runs that did not end."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.history import open_journal
from ringwall.jobs.open_runs import note_newer_runs, note_open_runs
from ringwall.jobs.runs import resume_run
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
    run = interrupt(audited_home, connection, events)
    events.notes.clear()
    leases = Leases(open_journal(Home(audited_home)).engine)
    leases.take(run, [Leased("1", "eu-west-1", "arn:a")])
    note_open_runs(audited_home, events)
    assert events.notes == []


def test_where_nothing_ran_yet_nothing_is_mentioned(tmp_path: Path, events: Any) -> None:
    note_open_runs(tmp_path, events)
    assert (events.notes, list(tmp_path.iterdir())) == ([], [])


def test_a_run_after_the_snapshot_is_told(
    audited_home: Path, connection: AwsAccess, events: Any
) -> None:
    now = datetime.now(UTC)
    note_newer_runs(audited_home, now, events)
    planned = plan_fix(audited_home, FixRequest(rules=("kms.key_rotates",)), connection)
    assert planned
    run = carry_out(audited_home, planned, connection, events).run
    events.notes.clear()
    note_newer_runs(audited_home, now - timedelta(hours=1), events)
    (note,) = events.notes
    assert note == (
        f"run {run.id} ended after the snapshot, which does not show what it did: run "
        "`ringwall collect` again, then plan"
    )
    note_newer_runs(audited_home, now + timedelta(hours=1), events)
    assert len(events.notes) == 1
