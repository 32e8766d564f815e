"""Drift among the findings: opened by a plan, resolved by a later one, left alone by doubt."""

from dataclasses import replace
from pathlib import Path

from recorded_events import RecordedEvents

from ringwall.jobs.blueprint.drift import record_drift
from ringwall.jobs.blueprint.plan import PlannedBlueprint, PlanRequest, plan_blueprint
from ringwall.jobs.history import open_findings
from ringwall.plan.reconciliation.drift import DRIFT
from ringwall.plan.reconciliation.outcome import Skip
from ringwall.store.database.ledger import Filter
from ringwall.store.home import Home


def read_open(home: Path) -> list[str]:
    ledger = open_findings(Home(home))
    return sorted(found.reason for found in ledger.findings(Filter()) if found.rule == DRIFT.id)


def without(planned: PlannedBlueprint, lines: int) -> PlannedBlueprint:
    whole = planned.whole
    return replace(planned, whole=replace(whole, differences=whole.differences[lines:]))


def test_lines_are_findings_until_they_are_gone(firm: Path, blueprint_home: Path) -> None:
    request = PlanRequest(firm, services=("organizations",))
    planned, events = plan_blueprint(blueprint_home, request), RecordedEvents()
    lines = planned.whole.differences
    assert len(lines) > len(planned.reconciliation.differences) > 0
    # The whole plan is kept, whatever part of it was asked for.
    assert record_drift(blueprint_home, planned, events).new == len(lines)
    assert len(read_open(blueprint_home)) == len(lines)
    assert record_drift(blueprint_home, planned, events).unchanged == len(lines)

    first, second = lines[:2]
    skip = Skip(second.key, second.layer, "denied", is_open=True)
    left = without(planned, 2)
    left = replace(left, whole=replace(left.whole, skipped=(skip,)))
    of_both = sum(str(line.key) in (str(first.key), str(second.key)) for line in lines)
    assert of_both == 2
    assert record_drift(blueprint_home, left, events).resolved == 1
    assert len(read_open(blueprint_home)) == len(lines) - 1
    assert record_drift(blueprint_home, planned, events).reopened == 1


def test_what_another_blueprint_wants_is_its_own(firm: Path, blueprint_home: Path) -> None:
    planned, events = plan_blueprint(blueprint_home, PlanRequest(firm)), RecordedEvents()
    record_drift(blueprint_home, planned, events)
    other = replace(without(planned, len(planned.whole.differences)), name="other")
    assert record_drift(blueprint_home, other, events).resolved == 0
    assert record_drift(blueprint_home, replace(other, name=planned.name), events).resolved
    assert read_open(blueprint_home) == []


def test_an_older_plan_keeps_nothing(firm: Path, blueprint_home: Path) -> None:
    planned, events = plan_blueprint(blueprint_home, PlanRequest(firm)), RecordedEvents()
    record_drift(blueprint_home, planned, events)
    known = read_open(blueprint_home)
    home = Home(blueprint_home)
    ledger = open_findings(home)
    with ledger.writer() as writer:
        writer.add_recording("9999", 1)
    well = without(planned, len(planned.whole.differences))
    record_drift(blueprint_home, well, events)
    assert read_open(blueprint_home) == known
    assert "nothing is recorded" in " ".join(map(str, events.notes))
