"""EventBridge: event buses of one's own, their policies, and tags by the whole ARN.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus.html
"""

import json
from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.events.buses import find_bus
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState


def _require(call: EmulatedCall, name: str) -> Any:
    buses = moto_backend("events", call.account_id, call.region).event_buses
    found = buses.get(name.rpartition("/")[2])
    if found is None:
        raise _missing(f"Event bus {name} does not exist.")
    return found


def _missing(message: str) -> Fault:
    return Fault("ResourceNotFoundException", message)


@emulates("events", "UpdateEventBus")
def update_bus(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Describe a bus otherwise."""
    bus = _require(call, call.parameters.get("Name", "default"))
    if "Description" in call.parameters:
        bus.description = call.parameters["Description"]
    return {"Arn": bus.arn, "Name": bus.name, "Description": bus.description}


@emulates("events", "ListEventBuses")
def list_buses(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List buses with their descriptions, which moto leaves out."""
    answer = state.ask_moto(call)
    held = moto_backend("events", call.account_id, call.region).event_buses
    for each in answer["EventBuses"]:
        if description := held[each["Name"]].description:
            each["Description"] = description
    return answer


@emulates("events", "PutPermission")
def put_permission(_state: EmulatorState, call: EmulatedCall) -> None:
    """Let a whole policy replace the one that is there; moto keeps statements of it."""
    if text := call.parameters.get("Policy"):
        bus = _require(call, call.parameters.get("EventBusName", "default"))
        try:
            statements = json.loads(text)["Statement"]
        except (ValueError, LookupError, TypeError) as error:
            raise Fault("ValidationException", "This policy contains invalid Json") from error
        if isinstance(statements, list):
            bus.remove_statements()


@emulates("events", "DeleteEventBus")
def delete_bus(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a bus that has rules."""
    bus = find_bus(call.account_id, call.region, call.parameters["Name"])
    if bus is not None and bus.rules and bus.name != "default":
        message = f"Event bus {bus.name} has rules. Delete them first."
        raise Fault("ValidationException", message)


@emulates("events", "ListTagsForResource", "TagResource", "UntagResource")
def change_tags(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Read or change tags; moto takes a bus and a rule of the same name for one another."""
    arn = call.parameters["ResourceARN"]
    backend = moto_backend("events", call.account_id, call.region)
    kind, _, name = arn.split(":", 5)[-1].partition("/")
    if kind not in {"event-bus", "rule"}:
        return None
    bus = backend.event_buses.get(name.rpartition("/")[0] or "default")
    if (
        name not in backend.event_buses
        if kind == "event-bus"
        else bus is None or (name.rpartition("/")[2] not in bus.rules)
    ):
        raise _missing(f"{kind} {name} does not exist.")
    if call.operation == "ListTagsForResource":
        tags: Mapping[str, Any] = backend.tagger.list_tags_for_resource(arn)
        return tags
    if call.operation == "TagResource":
        backend.tagger.tag_resource(arn, call.parameters["Tags"])
    else:
        backend.tagger.untag_resource_using_names(arn, call.parameters["TagKeys"])
    return {}
