"""A blueprint's plan on the terminal: what was made from an old snapshot is said to be."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ringwall.cli.blueprint_output import print_blueprint_plan, summarize
from ringwall.jobs.blueprint.plan import PlannedBlueprint, PlanRequest, plan_blueprint
from ringwall.plan.reconciliation.outcome import Reconciliation, Skip


@pytest.fixture
def planned(firm: Path, blueprint_home: Path) -> PlannedBlueprint:
    return plan_blueprint(blueprint_home, PlanRequest(firm, services=("organizations",)))


def test_an_old_snapshot_is_noted(
    planned: PlannedBlueprint, capsys: pytest.CaptureFixture[str]
) -> None:
    print_blueprint_plan(planned, "table")
    assert capsys.readouterr().err == ""
    old = replace(planned, collected_at=planned.collected_at - timedelta(hours=5))
    print_blueprint_plan(old, "table")
    printed = capsys.readouterr()
    assert printed.out.startswith("accounts:\n")
    assert f"note: snapshot {planned.snapshot} is more than 5 hours old" in printed.err


def test_before_it_is_carried_out_json_is_for_what_was_done(
    planned: PlannedBlueprint, capsys: pytest.CaptureFixture[str]
) -> None:
    print_blueprint_plan(planned, "json", yes=True)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("accounts:\n")


def test_the_summary_counts(planned: PlannedBlueprint) -> None:
    found = planned.reconciliation
    count = f"{len(found.differences)} differences, {len(found.changes)} changes"
    assert summarize(planned) == f"firm wants {found.rows} rows: {count}"
    skip = Skip(found.differences[0].key, "accounts", "denied", is_open=True)
    left = replace(planned, reconciliation=Reconciliation(skipped=(skip,), rows=1))
    assert summarize(left) == "firm wants 1 row; 1 row not planned; nothing else is to be done"
