"""Events that services publish about what calls have done: instances, disks, images, alarms.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event.html
"""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.events.buses import find_bus
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.published_events import publish
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.wire.response import Response, read_answer

INSTANCE = "EC2 Instance State-change Notification"
STATES = {
    "RunInstances": ("Instances", ("pending", "running")),
    "StartInstances": ("StartingInstances", ("pending", "running")),
    "StopInstances": ("StoppingInstances", ("stopping", "stopped")),
    "TerminateInstances": ("TerminatingInstances", ("shutting-down", "terminated")),
}
"""The states that instances go through, by the call, which take no time here."""
Published = tuple[str, str, Mapping[str, Any], str]
"""Source, detail type, detail and resource of an event."""


def publish_after(state: EmulatorState, call: EmulatedCall, response: Response) -> None:
    """Publish what a call that succeeded has brought about, where a rule may be for it."""
    writer = _WRITERS.get((call.service, call.operation))
    if writer is None:
        return
    bus = find_bus(call.account_id, call.region, "default")
    if bus is None or not bus.rules:
        return
    answer = read_answer(call, response)
    for source, kind, detail, resource in writer(call, answer):
        resources = (resource,) if resource else ()
        publish(state, call.account_id, call.region, source, kind, detail, resources)


def _place(call: EmulatedCall, service: str = "ec2") -> str:
    return f"arn:{call.partition}:{service}:{call.region}:{call.account_id}"


def _change_instances(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    member, states = STATES[call.operation]
    for instance in answer.get(member, ()):
        instance_id = instance["InstanceId"]
        for name in states:
            if instance.get("PreviousState", {}).get("Name") == states[-1]:
                continue  # it was stopped, or gone, before
            detail = {"instance-id": instance_id, "state": name}
            yield "aws.ec2", INSTANCE, detail, f"{_place(call)}:instance/{instance_id}"


def _create_volume(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    yield _tell_of_volume(call, answer["VolumeId"], "createVolume", "available")


def _delete_volume(call: EmulatedCall, _answer: Mapping[str, Any]) -> Iterator[Published]:
    yield _tell_of_volume(call, call.parameters["VolumeId"], "deleteVolume", "deleted")


def _tell_of_volume(call: EmulatedCall, volume_id: str, event: str, result: str) -> Published:
    detail = {"result": result, "cause": "", "event": event, "request-id": _new_id()}
    arn = f"{_place(call)}:volume/{volume_id}"
    return "aws.ec2", "EBS Volume Notification", detail, arn


def _new_id() -> str:
    return str(mock_random.uuid4())


def _create_snapshot(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    volume = f"{_place(call)}:volume/{answer['VolumeId']}"
    yield _tell_of_snapshot(call, answer["SnapshotId"], "createSnapshot", volume)


def _copy_snapshot(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    origin = call.parameters.get("SourceRegion", call.region)
    source = f"arn:{call.partition}:ec2:{origin}::snapshot/{call.parameters['SourceSnapshotId']}"
    yield _tell_of_snapshot(call, answer["SnapshotId"], "copySnapshot", source)


def _tell_of_snapshot(call: EmulatedCall, snapshot_id: str, event: str, source: str) -> Published:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    arn = f"arn:{call.partition}:ec2:{call.region}::snapshot/{snapshot_id}"
    detail = {
        "event": event,
        "result": "succeeded",
        "cause": "",
        "request-id": _new_id(),
        "snapshot_id": arn,
        "source": source,
        "startTime": now,
        "endTime": now,
    }
    return "aws.ec2", "EBS Snapshot Notification", detail, arn


def _push_image(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    image = answer["image"]
    yield _tell_of_image(call, image["repositoryName"], image["imageId"], "PUSH")


def _delete_images(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    for image in answer.get("imageIds", ()):
        yield _tell_of_image(call, call.parameters["repositoryName"], image, "DELETE")


def _tell_of_image(
    call: EmulatedCall, repository: str, image: Mapping[str, str], action: str
) -> Published:
    detail = {
        "result": "SUCCESS",
        "repository-name": repository,
        "image-digest": image.get("imageDigest", ""),
        "action-type": action,
        "image-tag": image.get("imageTag", ""),
    }
    arn = f"{_place(call, 'ecr')}:repository/{repository}"
    return "aws.ecr", "ECR Image Action", detail, arn


def _set_alarm(call: EmulatedCall, _answer: Mapping[str, Any]) -> Iterator[Published]:
    name = call.parameters["AlarmName"]
    alarm = moto_backend("cloudwatch", call.account_id, call.region).alarms[name]
    _, reason, data, value, at = alarm.history[-1]
    if value == alarm.state_value:
        return
    detail = {
        "alarmName": name,
        "configuration": {"description": alarm.description or ""},
        "previousState": _write_alarm_state(value, reason, data, at),
        "state": _write_alarm_state(
            alarm.state_value,
            alarm.state_reason,
            alarm.state_reason_data,
            alarm.state_updated_timestamp,
        ),
    }
    arn = f"{_place(call, 'cloudwatch')}:alarm:{name}"
    yield "aws.cloudwatch", "CloudWatch Alarm State Change", detail, arn


def _write_alarm_state(value: str, reason: str, data: str | None, at: Any) -> dict[str, Any]:
    found = {"value": value, "reason": reason or "", "timestamp": _write_alarm_time(at)}
    return found | ({"reasonData": data} if data and data != json.dumps({}) else {})


def _write_alarm_time(at: Any) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000+0000") if isinstance(at, datetime) else str(at)


def _rotate_key(call: EmulatedCall, answer: Mapping[str, Any]) -> Iterator[Published]:
    """https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html."""
    key = answer["KeyId"]
    yield "aws.kms", "KMS CMK Rotation", {"key-id": key}, f"{_place(call, 'kms')}:key/{key}"


_WRITERS: Mapping[
    tuple[str, str], Callable[[EmulatedCall, Mapping[str, Any]], Iterator[Published]]
] = {
    **{("ec2", operation): _change_instances for operation in STATES},
    ("ec2", "CreateVolume"): _create_volume,
    ("ec2", "DeleteVolume"): _delete_volume,
    ("ec2", "CreateSnapshot"): _create_snapshot,
    ("ec2", "CopySnapshot"): _copy_snapshot,
    ("ecr", "PutImage"): _push_image,
    ("ecr", "BatchDeleteImage"): _delete_images,
    ("cloudwatch", "SetAlarmState"): _set_alarm,
    ("kms", "RotateKeyOnDemand"): _rotate_key,
}
