"""A run undone."""

from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.history import open_journal
from ringwall.jobs.runs import list_runs
from ringwall.jobs.undo import plan_undo, undo_run
from ringwall.model.errors import BadInput, Locked
from ringwall.model.lease import Leased
from ringwall.model.run import RunOptions
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home


@pytest.fixture
def run(audited_home: Path, connection: AwsAccess, events: Any) -> str:
    """Return the id of a run that made the key rotate."""
    planned = plan_fix(audited_home, FixRequest(rules=("kms.key_rotates",)), connection)
    assert planned
    result = carry_out(audited_home, planned, connection, events)
    events.notes.clear()
    return result.run.id


def test_planning_writes_nothing(
    audited_home: Path, connection: AwsAccess, account: Any, run: str
) -> None:
    planned = plan_undo(audited_home, run[:-1], connection)
    (change,) = planned.plan.changes
    assert change.write.operation == "kms.disable_key_rotation"
    assert (change.before, change.after) == (True, False)
    assert account.rotates()
    assert len(list_runs(audited_home)) == 1


def test_a_run_is_undone_once(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, run: str
) -> None:
    result = undo_run(audited_home, run, connection, events)
    assert result
    assert (result.done, result.outcome, result.run.undo_of) == (1, "clean", run)
    assert events.notes[0].startswith("1. verified  kms.disable_key_rotation")
    assert not account.rotates()
    assert plan_undo(audited_home, run, connection).plan.changes == ()
    assert undo_run(audited_home, run, connection, events) is None


def test_what_somebody_changed_since_then_is_refused(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, run: str
) -> None:
    key = account.client("kms").list_keys()["Keys"][0]["KeyId"]
    account.client("kms").disable_key_rotation(KeyId=key)
    before = account.app.calls["kms:DisableKeyRotation"]
    result = undo_run(audited_home, run, connection, events)
    assert result
    assert result.outcome == "clean"  # it is as it was before the run
    assert "already done" in events.notes[0]
    assert account.app.calls["kms:DisableKeyRotation"] == before


def test_a_refused_call_leaves_an_undo_to_resume(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, run: str
) -> None:
    account.app.deny("kms:DisableKeyRotation")
    result = undo_run(audited_home, run, connection, events, RunOptions(keep_going=True))
    assert result
    assert (result.done, result.outcome) == (0, "unknown")
    account.app.allow()
    again = undo_run(audited_home, run, connection, events)
    assert again
    assert (again.run.id, again.outcome) == (result.run.id, "clean")
    assert not account.rotates()


def test_a_run_that_there_is_not(audited_home: Path, connection: AwsAccess, events: Any) -> None:
    with pytest.raises(BadInput, match="no run '1999'"):
        plan_undo(audited_home, "1999", connection)
    with pytest.raises(BadInput, match="no run '1999'"):
        undo_run(audited_home, "1999", connection, events)


def test_what_runs_or_is_changed_by_another_run_is_not_undone(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, run: str
) -> None:
    (change,) = plan_undo(audited_home, run, connection).plan.changes
    leases = Leases(open_journal(Home(audited_home)).engine)
    for holder, told in (("other", "is changing it"), (run, "still runs")):
        leases.take(holder, [Leased(change.account_id, change.region, change.resource)])
        with pytest.raises(Locked, match=told):
            undo_run(audited_home, run, connection, events)
        leases.release(holder)
    assert account.rotates()
