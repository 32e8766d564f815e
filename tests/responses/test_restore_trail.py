"""Restoring a trail: started, put back as records tell it was, created anew, and undone."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from response_world import REGION, ResponseWorld, list_operations

ID = "cloudtrail.restore_trail"
TABLES = ("cloudtrail_trail", "s3_bucket", "kms_key")
ARN = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main"
DATA = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]
BASIC = [
    {
        "ReadWriteType": "All",
        "IncludeManagementEvents": True,
        "DataResources": DATA,
        "ExcludeManagementEventSources": [],
    }
]
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]},
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::trail-logs", "arn:aws:s3:::trail-logs/*"],
        }
    ],
}
TIMES = ("stop_logging_time", "latest_delivery_time")


@pytest.fixture
def trail(response_world: ResponseWorld) -> Any:
    """Return a client of CloudTrail, where a trail was set up an hour ago."""
    hour = datetime.now(UTC) - timedelta(hours=1)
    response_world.world.emulator.set_trail_time(hour)
    s3, client = response_world.client("s3"), response_world.client("cloudtrail")
    place = {"LocationConstraint": REGION}
    for name in ("trail-logs", "other-logs"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
        policy = json.dumps(POLICY).replace("trail-logs", name)
        s3.put_bucket_policy(Bucket=name, Policy=policy)
    client.create_trail(Name="main", S3BucketName="trail-logs", IsMultiRegionTrail=True)
    client.update_trail(Name="main", EnableLogFileValidation=True, S3KeyPrefix="main")
    client.put_event_selectors(TrailName="main", EventSelectors=BASIC)
    client.start_logging(Name="main")
    response_world.world.emulator.set_trail_time(None)
    return client


def look(world: ResponseWorld) -> dict[str, Any]:
    return world.look(*TABLES, without=TIMES)


def make_threat(world: ResponseWorld, resource: str = ARN, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    return world.threat("trail", resource, **{"first_at": first, **more})


def weaken(world: ResponseWorld, client: Any) -> None:
    s3 = world.client("s3")
    fields = [{"Field": "eventCategory", "Equals": ["Management"]}]
    fields += [{"Field": "readOnly", "Equals": ["true"]}]
    chosen = [{"Name": "few", "FieldSelectors": fields}]
    client.put_event_selectors(TrailName="main", AdvancedEventSelectors=chosen)
    client.update_trail(
        Name="main", S3BucketName="other-logs", IsMultiRegionTrail=False, S3KeyPrefix=""
    )
    client.stop_logging(Name="main")
    s3.delete_bucket_policy(Bucket="trail-logs")


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


def test_config_tells_what_no_record_does(response_world: ResponseWorld, trail: Any) -> None:
    """The calls that set the trail up are older than CloudTrail's event history."""
    record_configuration(response_world)
    first = int(datetime.now(UTC).timestamp() * 1000) + 1
    time.sleep(0.01)
    response_world.world.emulator.state.log.events.clear()
    trail.update_trail(Name="main", S3BucketName="other-logs", EnableLogFileValidation=False)
    threat = make_threat(response_world, first_at=first)
    assert list_operations(response_world.plan(ID, threat)) == ["cloudtrail.update_trail"]
    response_world.respond(ID, threat)
    found = trail.get_trail(Name="main")["Trail"]
    assert (found["S3BucketName"], found["LogFileValidationEnabled"]) == ("trail-logs", True)


def record_configuration(world: ResponseWorld) -> None:
    config, iam = world.client("config"), world.client("iam")
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Arn"]
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": role})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "other-logs"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")


def test_a_key_that_was_disabled_is_enabled(response_world: ResponseWorld, trail: Any) -> None:
    kms = response_world.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    allowed = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    service = {**allowed, "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed, service]})
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
    hour = datetime.now(UTC) - timedelta(minutes=30)
    response_world.world.emulator.set_trail_time(hour)
    trail.update_trail(Name="main", KmsKeyId=key)
    response_world.world.emulator.set_trail_time(None)
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
