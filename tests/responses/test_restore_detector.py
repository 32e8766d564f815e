"""Restoring GuardDuty: the detector, its features and its members, and what hides findings told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from response_world import ResponseWorld, list_operations
from watching_detector import administer, detector_of, make_detector, make_threat

ID = "guardduty.restore_detector"
TABLES = ("guardduty_detector", "guardduty_detector_feature", "guardduty_member")


@pytest.fixture
def guardduty(response_world: ResponseWorld) -> Any:
    return make_detector(response_world)


def test_a_detector_is_enabled_with_what_was_taken_off(
    response_world: ResponseWorld, guardduty: Any
) -> None:
    detector = detector_of(guardduty)
    off = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
    guardduty.update_detector(DetectorId=detector, Features=off)
    guardduty.update_detector(DetectorId=detector, Enable=False)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    found = guardduty.get_detector(DetectorId=detector)
    status = {one["Name"]: one["Status"] for one in found["Features"]}
    assert (found["Status"], status["S3_DATA_EVENTS"]) == ("ENABLED", "ENABLED")
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_features_that_were_off_before_stay_off(
    response_world: ResponseWorld, guardduty: Any
) -> None:
    off = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
    hour = datetime.now(UTC) - timedelta(hours=1)
    response_world.world.emulator.set_trail_time(hour)
    guardduty.update_detector(DetectorId=detector_of(guardduty), Features=off)
    response_world.world.emulator.set_trail_time(None)
    assert response_world.plan(ID, make_threat(response_world)).changes == ()


def test_a_detector_that_was_deleted_is_created(
    response_world: ResponseWorld, guardduty: Any
) -> None:
    guardduty.delete_detector(DetectorId=detector_of(guardduty))
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    found = guardduty.get_detector(DetectorId=detector_of(guardduty))
    assert found["Status"] == "ENABLED"
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_hides_findings_is_told(response_world: ResponseWorld, guardduty: Any) -> None:
    guardduty.create_filter(
        DetectorId=detector_of(guardduty),
        Name="quiet",
        Action="ARCHIVE",
        FindingCriteria={"Criterion": {"severity": {"GreaterThanOrEqual": 1}}},
    )
    told = [step.what for step in response_world.plan(ID, make_threat(response_world)).steps]
    assert told == ["Delete the new suppression rules: quiet"]
    told = [step.why for step in response_world.plan(ID, make_threat(response_world, first_at=0))
            .steps]  # fmt: skip
    assert told == ["it is not known when it began"]


def test_members_that_were_let_go_are_back(response_world: ResponseWorld, guardduty: Any) -> None:
    member = administer(response_world, guardduty)
    detector = detector_of(guardduty)
    guardduty.disassociate_members(DetectorId=detector, AccountIds=[member])
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    asked = {"DetectorId": detector, "AccountIds": [member]}
    status = guardduty.get_members(**asked)["Members"][0]["RelationshipStatus"]
    assert status == "Enabled"
    assert list_operations(response_world.plan(ID, threat)) == []
    response_world.undo(report.run.id)
    status = guardduty.get_members(**asked)["Members"][0]["RelationshipStatus"]
    assert status == "Removed"


def test_members_that_were_suspended_are_watched_again(
    response_world: ResponseWorld, guardduty: Any
) -> None:
    member = administer(response_world, guardduty)
    detector = detector_of(guardduty)
    guardduty.stop_monitoring_members(DetectorId=detector, AccountIds=[member])
    report = response_world.respond(ID, make_threat(response_world))
    asked = {"DetectorId": detector, "AccountIds": [member]}
    status = guardduty.get_members(**asked)["Members"][0]["RelationshipStatus"]
    assert status == "Enabled"
    response_world.undo(report.run.id)
    status = guardduty.get_members(**asked)["Members"][0]["RelationshipStatus"]
    assert status == "Disabled"


@pytest.mark.slow
@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, guardduty: Any, how: str
) -> None:
    detector = detector_of(guardduty)
    if how == "deleted":
        guardduty.delete_detector(DetectorId=detector)
    else:
        off = [{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
        guardduty.update_detector(DetectorId=detector, Features=off, Enable=False)
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world))


def look(world: ResponseWorld) -> Any:
    """Return the estate without what a new detector has of its own."""
    own = ("arn", "resource_id", "detector_id", "features", "created_at", "updated_at")
    return world.look(*TABLES[:2], without=own)
