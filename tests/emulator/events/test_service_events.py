"""What services publish about calls, in the shape that AWS documents."""

import json
from typing import Any

import pytest

World = Any
"""plugins/event_world.py declares it."""
OWNER = "123456789012"
PLACE = f"us-east-1:{OWNER}"


@pytest.fixture
def seen(world: World) -> Any:
    """Return a function that returns the events since the last time."""
    url = world.queue("seen", f"arn:aws:events:{PLACE}:rule/all")
    world.rule("all", {"account": [OWNER]}, f"arn:aws:sqs:{PLACE}:seen")
    return lambda: world.bodies(url)


def test_instances_change_their_states(world: World, seen: Any) -> None:
    ec2 = world.client("ec2")
    made = ec2.run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)
    instance = made["Instances"][0]["InstanceId"]
    first, second = seen()
    assert first["detail-type"] == "EC2 Instance State-change Notification"
    assert first["source"] == "aws.ec2"
    assert first["resources"] == [f"arn:aws:ec2:{PLACE}:instance/{instance}"]
    assert first["detail"] == {"instance-id": instance, "state": "pending"}
    assert second["detail"]["state"] == "running"
    ec2.stop_instances(InstanceIds=[instance])
    ec2.terminate_instances(InstanceIds=[instance])
    states = [event["detail"]["state"] for event in seen()]
    assert states == ["stopping", "stopped", "shutting-down", "terminated"]


def test_disks_and_their_snapshots(world: World, seen: Any) -> None:
    ec2 = world.client("ec2")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    copy = ec2.copy_snapshot(SourceSnapshotId=snapshot, SourceRegion="us-east-1")["SnapshotId"]
    ec2.delete_volume(VolumeId=volume)
    created, snapped, copied, deleted = seen()
    assert created["detail"].pop("request-id")
    assert created["detail"] == {"result": "available", "cause": "", "event": "createVolume"}
    assert snapped["detail-type"] == "EBS Snapshot Notification"
    assert snapped["detail"]["source"] == f"arn:aws:ec2:{PLACE}:volume/{volume}"
    assert snapped["detail"]["snapshot_id"] == f"arn:aws:ec2:us-east-1::snapshot/{snapshot}"
    assert (copied["detail"]["event"], copied["resources"][0][-len(copy) :]) == (
        "copySnapshot",
        copy,
    )
    assert deleted["detail"]["event"] == "deleteVolume"


def test_images_are_pushed_and_deleted(world: World, seen: Any) -> None:
    ecr = world.client("ecr")
    ecr.create_repository(repositoryName="shop")
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = json.dumps(
        {"schemaVersion": 2, "mediaType": kind, "config": {"digest": "sha256:a"}, "layers": []}
    )
    ecr.put_image(repositoryName="shop", imageManifest=manifest, imageTag="v1")
    ecr.batch_delete_image(repositoryName="shop", imageIds=[{"imageTag": "v1"}])
    pushed, deleted = (event["detail"] for event in seen())
    assert (pushed["action-type"], pushed["repository-name"]) == ("PUSH", "shop")
    assert (pushed["image-tag"], pushed["image-digest"][:7]) == ("v1", "sha256:")
    assert deleted["action-type"] == "DELETE"


def test_an_alarm_changes_its_state(world: World, seen: Any) -> None:
    cloudwatch = world.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="cpu",
        Namespace="AWS/EC2",
        MetricName="CPUUtilization",
        Statistic="Average",
        Period=60,
        EvaluationPeriods=1,
        Threshold=80,
        ComparisonOperator="GreaterThanThreshold",
    )
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="hot")
    cloudwatch.set_alarm_state(AlarmName="cpu", StateValue="ALARM", StateReason="hot")
    (event,) = seen()
    assert event["detail-type"] == "CloudWatch Alarm State Change"
    assert event["detail"]["state"]["value"] == "ALARM"
    assert event["detail"]["state"]["reason"] == "hot"
    assert event["detail"]["previousState"]["value"] == "OK"


def test_a_key_is_rotated(world: World, seen: Any) -> None:
    kms = world.client("kms")
    key = kms.create_key()["KeyMetadata"]
    kms.rotate_key_on_demand(KeyId=key["Arn"])
    (event,) = seen()
    assert (event["source"], event["detail-type"]) == ("aws.kms", "KMS CMK Rotation")
    assert (event["detail"], event["resources"]) == ({"key-id": key["KeyId"]}, [key["Arn"]])


def test_nothing_is_published_where_no_rule_is(world: World) -> None:
    world.client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1)
    assert world.app.state.published == []
