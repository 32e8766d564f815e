"""Restoring AWS Config: it records again, as it did, to where it did."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from response_world import REGION, ResponseWorld, list_operations

ID = "config.restore_recorder"
TABLES = (
    "config_configuration_recorder",
    "config_configuration_recorder_status",
    "config_delivery_channel",
)
NAME = {"ConfigurationRecorderName": "default"}
GROUP = {"allSupported": True, "includeGlobalResourceTypes": True}


@pytest.fixture
def config(response_world: ResponseWorld) -> Any:
    """Return a client of Config, which was set up an hour ago."""
    client, iam = response_world.client("config"), response_world.client("iam")
    hour = datetime.now(UTC) - timedelta(hours=1)
    response_world.world.emulator.set_trail_time(hour)
    for name in ("config-logs", "other-logs"):
        make_bucket(response_world.client("s3"), name)
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Arn"]
    put_recorder(client, role, GROUP)
    client.put_delivery_channel(
        DeliveryChannel={"name": "default", "s3BucketName": "config-logs", "s3KeyPrefix": "a"}
    )
    client.start_configuration_recorder(**NAME)
    response_world.world.emulator.set_trail_time(None)
    return client


def put_recorder(client: Any, role: str, group: dict[str, Any]) -> None:
    recorder = {"name": "default", "roleARN": role, "recordingGroup": group}
    client.put_configuration_recorder(ConfigurationRecorder=recorder)


def make_bucket(s3: Any, name: str) -> None:
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "config.amazonaws.com"},
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket=name, Policy=policy)


def make_threat(world: ResponseWorld, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": world.account_id, "region": REGION, "first_at": first}
    return world.threat("detector", "default", **{**facts, **more})


def look(world: ResponseWorld) -> Any:
    times = ("last_start_time", "last_stop_time", "last_status", "last_status_change_time")
    return world.look(*TABLES, without=times)


def test_a_recorder_is_started(response_world: ResponseWorld, config: Any) -> None:
    config.stop_configuration_recorder(**NAME)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    status = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status[0]["recording"]
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def narrow(config: Any) -> None:
    role = config.describe_configuration_recorders()["ConfigurationRecorders"][0]["roleARN"]
    put_recorder(config, role, {"allSupported": False, "resourceTypes": ["AWS::S3::Bucket"]})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "other-logs"})


def test_what_is_recorded_is_as_it_was(response_world: ResponseWorld, config: Any) -> None:
    good = look(response_world)
    narrow(config)
    before = look(response_world)
    assert before != good
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    assert response_world.plan(ID, threat).changes == ()
    response_world.undo(report.run.id)
    assert look(response_world) == before


def delete(config: Any) -> None:
    config.stop_configuration_recorder(**NAME)
    config.delete_delivery_channel(DeliveryChannelName="default")
    config.delete_configuration_recorder(**NAME)


def test_what_was_deleted_is_made_again(response_world: ResponseWorld, config: Any) -> None:
    good = look(response_world)
    delete(config)
    before = look(response_world)
    threat = make_threat(response_world)
    report = response_world.respond(ID, threat)
    assert look(response_world) == good
    response_world.undo(report.run.id)
    assert look(response_world) == before


def test_what_nothing_tells_is_left_to_a_person(response_world: ResponseWorld) -> None:
    planned = response_world.plan(ID, make_threat(response_world, first_at=0))
    assert list_operations(planned) == []
    assert len(planned.steps) == 3


def test_rules_that_were_deleted_are_told(response_world: ResponseWorld, config: Any) -> None:
    source = {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_PUBLIC_READ_PROHIBITED"}
    config.put_config_rule(ConfigRule={"ConfigRuleName": "buckets", "Source": source})
    config.delete_config_rule(ConfigRuleName="buckets")
    planned = response_world.plan(ID, make_threat(response_world))
    assert [step.what for step in planned.steps] == ["Create these rules again: buckets"]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["narrowed", "deleted"])
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, config: Any, how: str
) -> None:
    if how == "deleted":
        delete(config)
    else:
        narrow(config)
        config.stop_configuration_recorder(**NAME)
    threat = make_threat(response_world)
    response_world.die_everywhere(ID, threat, lambda: look(response_world))
