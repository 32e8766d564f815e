"""EventBridge: rules with the whole pattern language, targets, and events that reach them."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.iam.models import get_account_id_from
from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.events.buses import ALL_STATES, find_bus
from ringwall.emulator.events.field_test import InvalidPattern
from ringwall.emulator.events.pattern import MAX_EVENT_DEPTH, compile_pattern, read_json
from ringwall.emulator.events.routing import send_to_bus, write_event_time
from ringwall.emulator.events.schedule import BadSchedule, check_schedule
from ringwall.emulator.events.targets import FORWARDED
from ringwall.emulator.events.transform import find_input_error
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

MAX_RULES = 300
MAX_TARGETS = 5
MAX_ENTRIES = 10
MAX_BYTES = 1024 * 1024
RULE_NAME = re.compile(r"[.\-_A-Za-z0-9]{1,64}")
ARN = re.compile(r"arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:.+")
ROLE_NEEDED = frozenset({"ssm", "kinesis", "firehose", "states", "ecs", "batch", "codebuild"})
"""Services that EventBridge uses with a role alone."""
QUOTA = "The requested resource exceeds the maximum number allowed."
EventAnswer = Mapping[str, Any]


@emulates("events", "TestEventPattern")
def try_pattern(_state: EmulatorState, call: EmulatedCall) -> EventAnswer:
    """Return whether a pattern matches an event; the event needs all members but resources."""
    pattern = _compile(call.parameters["EventPattern"])
    try:
        event = read_json(call.parameters["Event"])
    except InvalidPattern as error:
        raise Fault("ValidationException", "Parameter Event is not valid.") from error
    needed = ("id", "account", "source", "time", "region", "detail-type")
    if not isinstance(event, dict) or not all(name in event for name in needed):
        raise Fault("ValidationException", "Parameter Event is not valid.")
    try:
        return {"Result": pattern.matches(event)}
    except InvalidPattern as error:
        raise Fault("ValidationException", f"Parameter Event is not valid: {error}") from error


@emulates("events", "PutRule")
def put_rule(_state: EmulatorState, call: EmulatedCall) -> EventAnswer | None:
    """Check a rule before moto keeps it."""
    asked = call.parameters
    if not RULE_NAME.fullmatch(asked["Name"]):
        raise _invalid(
            f"Parameter Name is not valid. Reason: {asked['Name']} is no name of a rule."
        )
    if asked.get("State") not in {None, *ALL_STATES}:
        raise _invalid(f"Parameter State is not valid: {asked['State']}")
    if text := asked.get("EventPattern"):
        _compile(text)
    if expression := asked.get("ScheduleExpression"):
        try:
            check_schedule(expression)
        except BadSchedule as error:
            raise _invalid("Parameter ScheduleExpression is not valid.") from error
    bus = _find_bus(call)
    if bus is not None and asked["Name"] not in bus.rules and len(bus.rules) >= MAX_RULES:
        raise Fault("LimitExceededException", QUOTA)
    return None


def _compile(text: str) -> Any:
    try:
        return compile_pattern(text)
    except InvalidPattern as error:
        reason = f"Event pattern is not valid. Reason: {error}"
        raise Fault("InvalidEventPatternException", reason) from error


def _invalid(message: str) -> Fault:
    return Fault("ValidationException", message)


def _find_bus(call: EmulatedCall) -> Any:
    name = str(call.parameters.get("EventBusName") or "default").rpartition("/")[2]
    return find_bus(call.account_id, call.region, name)


@emulates("events", "PutTargets")
def put_targets(state: EmulatorState, call: EmulatedCall) -> EventAnswer:
    """Check targets, and let moto keep those that can be added."""
    targets = call.parameters["Targets"]
    for target in targets:
        _check_target(target)
    answer = state.ask_moto(call)
    bus = _find_bus(call)
    rule = bus.rules[call.parameters["Rule"]]
    extra = rule.targets[MAX_TARGETS:]
    if extra:
        rule.targets = rule.targets[:MAX_TARGETS]
        raise Fault("LimitExceededException", QUOTA)
    return answer


def _check_target(target: Mapping[str, Any]) -> None:
    arn = target["Arn"]
    if not ARN.fullmatch(arn):
        reason = "Provided Arn is not in correct format."
        raise _invalid(f"Parameter {arn} is not valid. Reason: {reason}")
    if error := find_input_error(target):
        raise _invalid(f"{error}.")
    if arn.split(":")[2] in ROLE_NEEDED and not target.get("RoleArn"):
        raise _invalid(f"RoleArn is required for target {arn}.")
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue and (queue.split(":")[2:3] != ["sqs"] or queue.endswith(".fifo")):
        raise _invalid(f"Parameter DeadLetterConfig.Arn is not valid: {queue}")


@emulates("events", "RemoveTargets")
def remove_targets(state: EmulatorState, call: EmulatedCall) -> EventAnswer:
    """Remove targets; those that are not there are told as failed."""
    bus = _find_bus(call)
    rule = bus.rules.get(call.parameters["Rule"]) if bus else None
    known = {target["Id"] for target in rule.targets} if rule else set()
    answer = state.ask_moto(call)
    failed = [
        {
            "TargetId": target_id,
            "ErrorCode": "ResourceNotFoundException",
            "ErrorMessage": f"Rule {call.parameters['Rule']} does not have target {target_id}.",
        }
        for target_id in call.parameters["Ids"]
        if target_id not in known
    ]
    return {**answer, "FailedEntryCount": len(failed), "FailedEntries": failed}


@emulates("events", "PutEvents")
def put_events(state: EmulatorState, call: EmulatedCall) -> EventAnswer:
    """Send events to buses; one that another bus forwards stays what it was."""
    entries = call.parameters["Entries"]
    if len(entries) > MAX_ENTRIES:
        raise _invalid(
            "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
            f"Member must have length less than or equal to {MAX_ENTRIES}"
        )
    if sum(_measure(entry) for entry in entries) > MAX_BYTES:
        raise _invalid("Total size of the entries in the request is over the limit.")
    if forwarded := call.environ.get(FORWARDED):
        event = json.loads(str(forwarded))
        send_to_bus(state, _find_named(call, entries[0]), event, was_forwarded=True)
        return {"FailedEntryCount": 0, "Entries": [{"EventId": event["id"]}]}
    found = [_put(state, call, entry) for entry in entries]
    failed = sum("ErrorCode" in entry for entry in found)
    return {"FailedEntryCount": failed, "Entries": found}


def _measure(entry: Mapping[str, Any]) -> int:
    """Return the size of an entry.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
    """
    texts = [str(entry.get(name) or "") for name in ("Source", "DetailType", "Detail")]
    size = 14 if entry.get("Time") else 0
    return size + sum(len(text.encode()) for text in [*texts, *(entry.get("Resources") or ())])


def _put(state: EmulatorState, call: EmulatedCall, entry: Mapping[str, Any]) -> dict[str, Any]:
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": reason}
    if entry["Source"].startswith("aws."):
        reason = "Not authorized for the source."
        return {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": reason}
    try:
        detail = json.loads(entry["Detail"])
        json.dumps(detail, allow_nan=False)  # Python reads NaN, and 1e400 as infinite
    except (ValueError, RecursionError):
        detail = None
    if not isinstance(detail, dict) or _is_deep(detail):
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    event = {
        "version": "0",
        "id": str(mock_random.uuid4()),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": get_account_id_from(call.access_key),
        "time": write_event_time(entry.get("Time") or datetime.now(UTC)),
        "region": call.region,
        "resources": list(entry.get("Resources") or ()),
        "detail": detail,
    }
    send_to_bus(state, _find_named(call, entry), event)
    return {"EventId": event["id"]}


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_EVENT_DEPTH):
        level = [inner for outer in level for inner in _members(outer)]
        if not level:
            return False
    return True


def _members(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _find_named(call: EmulatedCall, entry: Mapping[str, Any]) -> Any:
    """Return the bus of an entry: by name it is the caller's, by ARN anybody's."""
    name = str(entry.get("EventBusName") or "default")
    account_id, region = get_account_id_from(call.access_key), call.region
    if name.startswith("arn:"):
        _, _, _, region, account_id, rest = name.split(":", 5)
        name = rest.partition("/")[2]
    bus = find_bus(account_id, region, name)
    if bus is None and name == "default":
        bus = moto_backend("events", account_id, region).event_buses[name]
    if bus is None:
        raise Fault("ResourceNotFoundException", f"Event bus {name} does not exist.")
    return bus


@emulates("events", "StartReplay")
def start_replay(state: EmulatorState, call: EmulatedCall) -> EventAnswer:
    """Send the events of an archive to the rules of its bus again."""
    answer = state.ask_moto(call)
    asked = call.parameters
    backend = moto_backend("events", call.account_id, call.region)
    archive = backend.archives[asked["EventSourceArn"].rpartition("/")[2]]
    bus = backend.event_buses[archive.event_bus_name]
    start, end = (write_event_time(asked[name]) for name in ("EventStartTime", "EventEndTime"))
    for event in list(archive.events):
        if start <= event["time"] < end:
            send_to_bus(state, bus, {**event, "replay-name": asked["ReplayName"]})
    return answer
