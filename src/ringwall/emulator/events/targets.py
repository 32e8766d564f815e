"""The targets of rules: what EventBridge sends to each, by itself or with the target's role.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError
from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.service_access import IssuedCredentials, ServiceRequest
from ringwall.emulator.events.failures import TargetFailure, find_failure
from ringwall.emulator.events.queues import put_into_queue
from ringwall.emulator.events.topics import publish_text
from ringwall.emulator.functions.asynchronous import queue_invocation
from ringwall.emulator.inner_client import make_inner_client
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.running import RunningEmulator

PRINCIPAL = "events.amazonaws.com"
FORWARDED = "ringwall.forwarded_event"
"""The event that one bus sends to another, in the WSGI environment of its PutEvents."""
MAX_SESSION_NAME = 64
ACTIONS: Mapping[str, str] = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
    "logs": "logs:PutLogEvents",
    "events": "events:PutEvents",
}
"""What the target's own policy has to allow where the target names no role."""


@dataclass(frozen=True)
class TargetRequest:
    """One event for one target."""

    rule_arn: str
    account_id: str
    """The rule's, as is the Region."""
    region: str
    target: Mapping[str, Any]
    text: str
    """What the target gets."""
    event: Mapping[str, Any]
    """The event itself."""
    was_forwarded: bool = False
    """Whether another bus has sent it to the one of the rule."""

    @property
    def arn(self) -> str:
        """The target's ARN."""
        return str(self.target["Arn"])

    @property
    def service(self) -> str:
        """The target's service, as ARNs write it."""
        return self.arn.split(":")[2]


Parameters = dict[str, Any]


def send_to_target(emulator: RunningEmulator, request: TargetRequest) -> None:
    """Give a target its event; TargetFailure if it does not get it."""
    role_arn = request.target.get("RoleArn")
    if role_arn:
        _send_as_role(emulator, request, role_arn)
    else:
        _send_as_service(emulator, request)


def may_use(emulator: RunningEmulator, request: TargetRequest, action: str, arn: str) -> bool:
    """Whether a resource's own policy lets EventBridge use it for a rule."""
    asked = ServiceRequest(
        PRINCIPAL, action, arn, request.rule_arn, request.account_id, request.region
    )
    return emulator.service_access.decide(emulator.state, asked).verdict == "allowed"


def _send_as_service(emulator: RunningEmulator, request: TargetRequest) -> None:
    sender = _BY_ITSELF.get(request.service)
    if sender is None:
        raise _cannot(request)
    with emulator.mounted():
        action = ACTIONS[request.service]
        resource = _find_resource(request)
        if not may_use(emulator, request, action, resource):
            message = f"{PRINCIPAL} is not authorized to perform: {action} on resource: {resource}"
            raise TargetFailure("NO_PERMISSIONS", message)
        sender(emulator, request)


def _cannot(request: TargetRequest) -> TargetFailure:
    if request.service in _AS_ROLE:
        return TargetFailure("FAILED_TO_ASSUME_ROLE", "the target has no RoleArn")
    what = f"the emulator does not deliver events to {request.service}"
    return TargetFailure("UNKNOWN", what)


def _find_resource(request: TargetRequest) -> str:
    if request.service != "logs":
        return request.arn
    return f"{request.arn.removesuffix(':*')}:log-stream:{request.event['id']}"


def _put_message(_emulator: RunningEmulator, request: TargetRequest) -> None:
    group = request.target.get("SqsParameters", {}).get("MessageGroupId")
    put_into_queue(request.arn, request.text, group_id=group)


def _write_log(_emulator: RunningEmulator, request: TargetRequest) -> None:
    _, _, _, region, account_id, rest = request.arn.removesuffix(":*").split(":", 5)
    name = rest.removeprefix("log-group:")
    backend = moto_backend("logs", account_id, region)
    if name not in backend.groups:
        raise TargetFailure("NO_RESOURCE", "The specified log group does not exist.")
    stream = str(mock_random.uuid4())
    backend.create_log_stream(name, stream)
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    event = {"timestamp": milliseconds, "message": request.text}
    backend.put_log_events(name, stream, [event])


def _queue(emulator: RunningEmulator, request: TargetRequest) -> None:
    """Invoke a function: EventBridge does not wait for it."""
    queue_invocation(emulator.state, request.arn, request.text)


def _publish(emulator: RunningEmulator, request: TargetRequest) -> None:
    publish_text(emulator.state, request.arn, request.text)


_BY_ITSELF: Mapping[str, Callable[[RunningEmulator, TargetRequest], None]] = {
    "sns": _publish,
    "lambda": _queue,
    "sqs": _put_message,
    "logs": _write_log,
}


def _send_as_role(emulator: RunningEmulator, request: TargetRequest, role_arn: str) -> None:
    maker = _AS_ROLE.get(request.service)
    if maker is None:
        raise _cannot(request)
    service, operation, parameters = maker(request)
    credentials = _assume(emulator, request, role_arn)
    region = request.arn.split(":")[3] or request.region
    more = {FORWARDED: json.dumps(request.event)} if service == "events" else {}
    client = make_inner_client(emulator, service, region, credentials, PRINCIPAL, **more)
    try:
        answer = getattr(client, operation)(**parameters)
    except ParamValidationError as error:
        raise TargetFailure("INVALID_PARAMETER", str(error)) from error
    except ClientError as error:
        found: Any = error.response
        raise find_failure(
            found["Error"]["Code"],
            found["Error"]["Message"],
            found["ResponseMetadata"]["HTTPStatusCode"],
        ) from error
    failed = [entry for entry in answer.get("Entries", ()) if entry.get("ErrorCode")]
    if failed:
        raise find_failure(failed[0]["ErrorCode"], failed[0].get("ErrorMessage", ""), 400)


def _assume(emulator: RunningEmulator, request: TargetRequest, role_arn: str) -> IssuedCredentials:
    asked = ServiceRequest(
        PRINCIPAL, "sts:AssumeRole", role_arn, request.rule_arn, request.account_id, request.region
    )
    name = request.rule_arn.rpartition("/")[2][:MAX_SESSION_NAME]
    with emulator.mounted():
        found = emulator.service_access.assume(emulator.state, asked, name)
    if found is None:
        message = f"{PRINCIPAL} is not authorized to assume the role {role_arn}"
        raise TargetFailure("FAILED_TO_ASSUME_ROLE", message)
    return found


def _send_message(request: TargetRequest) -> tuple[str, str, Parameters]:
    group = request.target.get("SqsParameters", {}).get("MessageGroupId")
    more = {"MessageGroupId": group} if group else {}
    _, _, _, _, account_id, name = request.arn.split(":", 5)
    url = f"https://sqs.amazonaws.com/{account_id}/{name}"
    return "sqs", "send_message", {"QueueUrl": url, **more, "MessageBody": request.text}


def _publish_message(request: TargetRequest) -> tuple[str, str, Parameters]:
    return "sns", "publish", {"TopicArn": request.arn, "Message": request.text}


def _invoke(request: TargetRequest) -> tuple[str, str, Parameters]:
    parameters = {
        "FunctionName": request.arn,
        "InvocationType": "Event",
        "Payload": request.text.encode(),
    }
    return "lambda", "invoke", parameters


def _forward(request: TargetRequest) -> tuple[str, str, Parameters]:
    """Send an event to another bus: once, wherever that bus is. So none goes round in circles."""
    event = request.event
    if request.was_forwarded:
        raise TargetFailure(
            "THIRD_ACCOUNT_HOP_DETECTED",
            f"Event ingestion rejected for event {event['id']} because an event can be sent to an "
            "event bus target only once. This event was previously delivered to an event bus "
            "target.",
        )
    entry = {
        "EventBusName": request.arn,
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
    }
    return "events", "put_events", {"Entries": [entry]}


def _start_in_ssm(request: TargetRequest) -> tuple[str, str, Parameters]:
    """Start an Automation of the target's document, or run its command."""
    kind, _, name = request.arn.split(":", 5)[5].partition("/")
    given = _read_parameters(request.text)
    if kind == "automation-definition":
        document, _, version = name.partition(":")
        numbered = {"DocumentVersion": version} if version else {}
        parameters = {"DocumentName": document, **numbered, "Parameters": given}
        return "ssm", "start_automation_execution", parameters
    chosen = request.target.get("RunCommandParameters", {}).get("RunCommandTargets", ())
    targets = [{"Key": target["Key"], "Values": target["Values"]} for target in chosen]
    command: Parameters = {"DocumentName": name, "Targets": targets, "Parameters": given}
    return "ssm", "send_command", command


def _read_parameters(text: str) -> dict[str, list[str]]:
    given = json.loads(text)
    if not isinstance(given, dict):
        raise TargetFailure("INVALID_PARAMETER", "the input of a document is an object")
    return {
        name: [_write(item) for item in (value if isinstance(value, list) else [value])]
        for name, value in given.items()
    }


def _write(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _put_kinesis_record(request: TargetRequest) -> tuple[str, str, Parameters]:
    parameters = {
        "StreamName": request.arn.rpartition("/")[2],
        "Data": request.text.encode(),
        "PartitionKey": request.event["id"],
    }
    return "kinesis", "put_record", parameters


def _put_firehose_record(request: TargetRequest) -> tuple[str, str, Parameters]:
    record = {"Data": request.text.encode()}
    name = request.arn.rpartition("/")[2]
    return "firehose", "put_record", {"DeliveryStreamName": name, "Record": record}


_AS_ROLE: Mapping[str, Callable[[TargetRequest], tuple[str, str, Parameters]]] = {
    "sqs": _send_message,
    "sns": _publish_message,
    "lambda": _invoke,
    "events": _forward,
    "ssm": _start_in_ssm,
    "kinesis": _put_kinesis_record,
    "firehose": _put_firehose_record,
}
