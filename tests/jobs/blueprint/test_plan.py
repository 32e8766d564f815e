"""The plan of a blueprint against a snapshot: outcome, age, what is saved."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ringwall.jobs.apply import keep_plan, read_plan
from ringwall.jobs.blueprint.plan import PlanRequest, plan_blueprint
from ringwall.model.errors import BadInput, NotCollected
from ringwall.plan.reconciliation.outcome import Reconciliation, Skip

PART = ("organizations",)


def test_a_plan_is_of_a_blueprint_and_a_snapshot(firm: Path, blueprint_home: Path) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=PART))
    assert planned.outcome == "findings"
    assert planned.name == "firm"
    operations = [change.write.operation for change in planned.run.plan.changes]
    assert operations[0] == "organizations.create_organization"
    assert operations.count("organizations.create_account") == 3
    keep_plan(blueprint_home, planned.run, blueprint_home.parent / "plan.json")
    saved = read_plan(blueprint_home, blueprint_home.parent / "plan.json")
    assert saved == planned.run
    assert (saved.blueprint, saved.snapshot) == ("firm", planned.snapshot)


def test_a_layer_brings_what_it_needs_of_others(firm: Path, blueprint_home: Path) -> None:
    request = PlanRequest(firm, layer="identity", services=PART)
    planned = plan_blueprint(blueprint_home, request)
    layers = {change.layer for change in planned.plan.changes}
    assert layers == {"accounts", "identity"}
    whole = plan_blueprint(blueprint_home, PlanRequest(firm, services=PART))
    assert len(planned.plan.changes) < len(whole.plan.changes)


def test_a_snapshot_of_an_hour_is_fresh_and_an_older_one_is_told(
    firm: Path, blueprint_home: Path
) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=PART))
    then = planned.collected_at
    assert planned.tell_age(then + timedelta(hours=1)) == ""
    old = planned.tell_age(then + timedelta(hours=1, seconds=1))
    assert old.startswith(f"snapshot {planned.snapshot} is more than an hour old")
    assert "more than 49 hours old" in planned.tell_age(then + timedelta(days=2, hours=1.5))


def test_what_could_not_be_told_is_unknown(firm: Path, blueprint_home: Path) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=PART))
    key = planned.reconciliation.differences[0].key
    for is_open, outcome in ((True, "unknown"), (False, "clean")):
        skipped = Reconciliation(skipped=(Skip(key, "accounts", "denied", is_open),))
        left = replace(planned, reconciliation=skipped)
        assert (left.outcome, left.is_unknown) == (outcome, is_open)
        assert left.plan.skipped == ((str(key), "denied"),)


def test_changes_without_a_line_are_something_to_do(firm: Path, blueprint_home: Path) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=PART))
    settled = replace(planned.reconciliation, differences=())
    left = replace(planned, reconciliation=settled)
    assert left.outcome == "findings"
    assert "and what they bring with them:" in list(left.lines(verbose=True))


def test_without_a_snapshot_there_is_no_plan(firm: Path, tmp_path: Path) -> None:
    with pytest.raises(NotCollected, match="ringwall collect"):
        plan_blueprint(tmp_path / "none", PlanRequest(firm))


def test_an_unknown_account_is_bad_input(firm: Path, blueprint_home: Path) -> None:
    with pytest.raises(BadInput, match="--account x: the blueprint has none"):
        plan_blueprint(blueprint_home, PlanRequest(firm, accounts=("x",)))


def test_what_is_erased_is_in_no_layer(firm: Path, blueprint_home: Path) -> None:
    with pytest.raises(BadInput, match="--prune with --layer: what is erased is in no layer"):
        plan_blueprint(blueprint_home, PlanRequest(firm, layer="data", prune=True))


def test_an_account_is_chosen_by_its_id_too(firm: Path, blueprint_home: Path) -> None:
    by_name = PlanRequest(firm, accounts=("management",))
    by_id = PlanRequest(firm, accounts=("123456789012",))
    named, numbered = (plan_blueprint(blueprint_home, each) for each in (by_name, by_id))
    assert named.reconciliation.differences
    assert numbered.reconciliation == named.reconciliation
