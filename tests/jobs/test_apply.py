"""A plan is saved, read again, and carried out where it was saved."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.apply import (
    apply_plan,
    choose_options,
    keep_plan,
    note_newer_snapshot,
    read_plan,
)
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.fix import FixRequest, plan_fix
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.undo import undo_run
from ringwall.model.change import Cause, Plan
from ringwall.model.errors import BadInput
from ringwall.model.run import OF_A_BLUEPRINT, ONE_BY_ONE

KEY = FixRequest(rules=("kms.key_rotates",))


@pytest.fixture
def planned(audited_home: Path, connection: AwsAccess) -> PlannedRun:
    """Return a plan that was saved as plan.json, beside the home."""
    found = plan_fix(audited_home, KEY, connection)
    assert found
    keep_plan(audited_home, found, audited_home.parent / "plan.json")
    return found


def test_a_saved_plan_is_carried_out_and_undone(
    audited_home: Path, connection: AwsAccess, account: Any, events: Any, planned: PlannedRun
) -> None:
    found = read_plan(audited_home, audited_home.parent / "plan.json")
    assert found == planned
    assert found.rules == ("kms.key_rotates",)
    assert not account.rotates()
    result = apply_plan(audited_home, found, connection, events, choose_options(found))
    assert (result.run.kind, result.outcome, result.run.snapshot) == (
        "apply",
        "clean",
        planned.snapshot,
    )
    assert account.rotates()
    again = apply_plan(audited_home, found, connection, events, choose_options(found))
    assert again.outcome == "clean"
    assert "already done" in events.notes[-1]
    undo_run(audited_home, result.run.id, connection, events)
    assert not account.rotates()


def test_another_home_does_not_carry_it_out(
    audited_home: Path, planned: PlannedRun, tmp_path: Path
) -> None:
    assert planned.plan.changes
    with pytest.raises(BadInput, match="it was made for another home folder"):
        read_plan(tmp_path / "other", audited_home.parent / "plan.json")


def test_a_home_without_a_journal_gets_one(
    connection: AwsAccess, account: Any, events: Any, planned: PlannedRun, tmp_path: Path
) -> None:
    home = tmp_path / "new"
    result = apply_plan(home, planned, connection, events, ONE_BY_ONE)
    assert result.outcome == "clean"
    assert account.rotates()


def test_a_newer_snapshot_than_the_plans_is_noted(
    audited_home: Path, planned: PlannedRun, events: Any, tmp_path: Path
) -> None:
    note_newer_snapshot(audited_home, planned, events)
    note_newer_snapshot(audited_home, replace(planned, snapshot=""), events)
    note_newer_snapshot(tmp_path / "pruned", planned, events)
    assert events.notes == []
    note_newer_snapshot(audited_home, replace(planned, snapshot="2019"), events)
    (note,) = events.notes
    assert f"of snapshot 2019, and {planned.snapshot} is newer" in note


def test_a_blueprint_is_made_several_at_a_time(planned: PlannedRun) -> None:
    assert choose_options(PlannedRun(Plan(()), blueprint="bank")) == OF_A_BLUEPRINT
    assert choose_options(planned) == ONE_BY_ONE
    # So is what is left of it, or undoes it: a plan that no blueprint's name comes with.
    (change,) = planned.plan.changes
    section = replace(change, cause=Cause("section", "accounts.units"))
    assert choose_options(PlannedRun(Plan((section,)))) == OF_A_BLUEPRINT
    assert (OF_A_BLUEPRINT.parallel, OF_A_BLUEPRINT.keep_going) == (8, True)
