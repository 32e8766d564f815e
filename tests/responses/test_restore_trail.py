"""Restoring a trail: started, put back as records tell it was, created anew, and undone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from response_world import REGION, ResponseWorld, list_operations
from weakened_trail import DATA, encrypt, make_main_trail, make_threat, record_configuration, weaken

ID = "cloudtrail.restore_trail"
TABLES = ("cloudtrail_trail", "s3_bucket", "kms_key")
TIMES = ("stop_logging_time", "latest_delivery_time")


@pytest.fixture
def trail(response_world: ResponseWorld) -> Any:
    """Return a client of CloudTrail, where a trail was set up an hour ago."""
    return make_main_trail(response_world)


def look(world: ResponseWorld) -> dict[str, Any]:
    return world.look(*TABLES, without=TIMES)


def test_a_trail_is_started_and_stopped_again(response_world: ResponseWorld, trail: Any) -> None:
    trail.stop_logging(Name="main")
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert trail.get_trail_status(Name="main")["IsLogging"]
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_a_trail_is_as_records_tell_that_it_was(response_world: ResponseWorld, trail: Any) -> None:
    good = look(response_world)
    weaken(response_world, trail)
    before = look(response_world)
    threat = make_threat(response_world)
    planned = response_world.plan(ID, threat)
    assert list_operations(planned) == [
        "cloudtrail.start_logging",
        "s3.put_bucket_policy",
        "cloudtrail.update_trail",
        "cloudtrail.put_event_selectors",
    ]
    report = response_world.respond(ID, threat)
    assert trail.get_event_selectors(TrailName="main")["EventSelectors"][0]["DataResources"] == DATA
    found = trail.get_trail(Name="main")["Trail"]
    assert (found["S3BucketName"], found["S3KeyPrefix"]) == ("trail-logs", "main")
    assert look(response_world) == good
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_a_trail_that_was_deleted_is_created_again(
    response_world: ResponseWorld, trail: Any
) -> None:
    good = look(response_world)
    trail.delete_trail(Name="main")
    before = look(response_world)
    threat = make_threat(response_world, "main", region=REGION)  # as a detection names it
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_no_record_tells_is_left_to_a_person(
    response_world: ResponseWorld, trail: Any
) -> None:
    """The calls that set the trail up are older than the event history; Config knows now alone."""
    record_configuration(response_world)
    # Records tell the second alone: what is done now is after a moment ago for certain.
    first = int((datetime.now(UTC).timestamp() - 10) * 1000)
    response_world.world.emulator.state.log.records.clear()
    trail.update_trail(Name="main", S3BucketName="other-logs")
    chosen = [{"ReadWriteType": "ReadOnly", "IncludeManagementEvents": True}]
    trail.put_event_selectors(TrailName="main", EventSelectors=chosen)
    planned = response_world.plan(ID, make_threat(response_world, first_at=first))
    assert planned.changes == ()
    told = [step.what for step in planned.steps]
    assert any("settings back" in what for what in told)
    assert any("selectors back" in what for what in told)


def test_a_key_that_was_disabled_is_enabled(response_world: ResponseWorld, trail: Any) -> None:
    kms, key = response_world.client("kms"), encrypt(response_world, trail)
    kms.disable_key(KeyId=key)
    before = look(response_world)
    report = response_world.respond(ID, make_threat(response_world))
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Enabled"
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_without_a_time_only_logging_starts(response_world: ResponseWorld, trail: Any) -> None:
    weaken(response_world, trail)
    planned = response_world.plan(ID, make_threat(response_world, first_at=0))
    assert list_operations(planned) == ["cloudtrail.start_logging"]
    assert "Compare" in planned.steps[-1].what


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:cloudtrail:eu-west-1:999999999999:trail/main", "owns the trail"),
        ("arn:aws:cloudtrail:eu-west-1:123456789012:trail/none", "is gone"),
        ("none\nmain", "is no trail"),
        ("x; rm -rf /", "is no trail"),
        ("arn:aws:cloudtrail:eu-west-1:123456789012:eventdatastore/ab-1", "restore-event-data"),
    ],
)
def test_what_is_no_trail_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    planned = response_world.plan(
        ID, make_threat(response_world, resource, account_id="123456789012", region=REGION)
    )
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
@pytest.mark.parametrize("how", ["weakened", "deleted"])
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, trail: Any, how: str
) -> None:
    if how == "deleted":
        trail.delete_trail(Name="main")
    else:
        weaken(response_world, trail)
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world))
