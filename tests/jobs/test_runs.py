"""Runs that changed AWS."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.history import open_journal
from ringwall.jobs.run_report import RunResult
from ringwall.jobs.runs import (
    list_runs,
    open_environment,
    plan_resume,
    resume_run,
    show_run,
    verify_journal,
)
from ringwall.model.errors import BadInput, Locked, NotCollected
from ringwall.model.lease import Leased
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home


@pytest.fixture
def stopped(audited_home: Path, connection: AwsAccess, account: Any, events: Any) -> RunResult:
    """Return a run that a refused call has stopped."""
    planned = plan_fix(audited_home, FixRequest(rules=("kms.key_rotates",)), connection)
    assert planned
    account.app.deny("kms:EnableKeyRotation")
    result = carry_out(audited_home, planned, connection, events)
    account.app.allow()
    events.notes.clear()
    return result


def test_a_run_is_listed_and_shown(audited_home: Path, stopped: RunResult) -> None:
    (run,) = list_runs(audited_home)
    assert run == stopped.run
    assert run.status == "stopped"
    shown = show_run(audited_home, run.id[:-1])
    assert shown == stopped
    assert (shown.planned, shown.done, shown.outcome) == (1, 0, "unknown")
    lines = list(shown.lines())
    assert lines[0].startswith("1. kms.enable_key_rotation")
    assert lines[-1].startswith("   ended  1. failed  ")
    document = shown.describe()
    assert (document["id"], document["steps"][0]["outcome"]) == (run.id, "failed")


def test_a_stopped_run_goes_on(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, stopped: RunResult
) -> None:
    result = resume_run(audited_home, stopped.run.id, connection, events)
    assert (result.run.id, result.done, result.outcome) == (stopped.run.id, 1, "clean")
    assert events.notes[0].startswith("1. verified  ")
    assert account.rotates()
    again = resume_run(audited_home, stopped.run.id, connection, events)
    assert again.outcome == "clean"
    assert (
        account.app.calls["kms:EnableKeyRotation"] == 2
    )  # the refused one, and the one that was not


def test_what_is_left_of_a_run_is_planned(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, stopped: RunResult
) -> None:
    left = plan_resume(audited_home, stopped.run.id)
    assert [change.write.operation for change in left.plan.changes] == ["kms.enable_key_rotation"]
    assert not account.rotates()
    resume_run(audited_home, stopped.run.id, connection, events)
    assert plan_resume(audited_home, stopped.run.id).plan.changes == ()


def test_a_run_that_runs_is_not_resumed_beside_it(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, stopped: RunResult
) -> None:
    (step,) = stopped.report.steps
    where = Leased(step.change.account_id, step.change.region, step.change.resource)
    for holder in ("other", stopped.run.id):
        leases = Leases(open_journal(Home(audited_home)).engine)
        leases.take(holder, [where])
        with pytest.raises(Locked, match="is changing it"):
            resume_run(audited_home, stopped.run.id, connection, events)
        leases.release(holder)
    assert not account.rotates()


def test_a_changed_journal_is_noticed_and_not_acted_upon(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, stopped: RunResult
) -> None:
    verify_journal(audited_home)
    with sqlite3.connect(audited_home / "hub.sqlite") as database:
        database.execute("update run_event set body = replace(body, 'us-east-1', 'eu-west-1')")
    with pytest.raises(BadInput, match="the journal does not hold: event "):
        verify_journal(audited_home)
    with pytest.raises(BadInput, match="does not hold"):
        resume_run(audited_home, stopped.run.id, connection, events)
    assert not account.rotates()


def test_a_run_that_there_is_not(audited_home: Path, connection: AwsAccess, events: Any) -> None:
    assert list_runs(audited_home) == ()
    with pytest.raises(BadInput, match="no run '1999'"):
        show_run(audited_home, "1999")
    with pytest.raises(BadInput, match="no run '1999'"):
        resume_run(audited_home, "1999", connection, events)


def test_without_an_audit_there_are_no_runs(tmp_path: Path) -> None:
    for look in (list_runs, verify_journal):
        with pytest.raises(NotCollected):
            look(tmp_path)


def test_a_wrong_region_is_an_error_before_the_journal_is_opened(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no region 'moon'"):
        open_environment(Home(tmp_path), AwsAccess(region="moon"))
