"""Systems Manager: tags of documents and executions, which are not moto's."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.automation.execution import executions_of
from ringwall.emulator.automation.stored_documents import documents_of
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

MAX_TAGS = 50


@emulates("ssm", "AddTagsToResource")
def add_tags(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Give a document or an execution tags; moto has the rest."""
    tags = _find_tags(state, call)
    if tags is None:
        return None
    added = {tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]}
    if len(tags.keys() | added.keys()) > MAX_TAGS:
        raise Fault("TooManyTagsError", "The Targets parameter includes too many tags.")
    tags.update(added)
    return {}


@emulates("ssm", "RemoveTagsFromResource")
def remove_tags(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Remove tags of a document or an execution; moto has the rest."""
    tags = _find_tags(state, call)
    if tags is None:
        return None
    for key in call.parameters["TagKeys"]:
        tags.pop(key, None)
    return {}


@emulates("ssm", "ListTagsForResource")
def list_tags(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Return the tags of a document or an execution; moto has the rest."""
    tags = _find_tags(state, call)
    if tags is None:
        return None
    return {"TagList": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _find_tags(state: EmulatorState, call: EmulatedCall) -> dict[str, str] | None:
    kind, name = call.parameters["ResourceType"], str(call.parameters["ResourceId"])
    place = (call.account_id, call.region)
    if kind == "Document":
        found: Any = documents_of(state, *place).get(name)
    elif kind == "Automation":
        found = executions_of(state, *place).get(name)
    else:
        return None
    if found is None:
        raise Fault("InvalidResourceId", "The resource ID isn't valid.")
    tags: dict[str, str] = found.tags
    return tags
