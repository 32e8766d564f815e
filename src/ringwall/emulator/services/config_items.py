"""Config: what a recorder has recorded of an account's resources, and queries over it."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.configuration.expressions import read_expression
from ringwall.emulator.configuration.items import ConfigurationItem, find_recorder, list_items
from ringwall.emulator.handlers import emulates
from ringwall.emulator.inner_call import write_plain
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

BASE = frozenset({"relationships", "relatedEvents", "tags"})
"""What the answers of batches leave out of an item."""
TOKEN_FAULT = "InvalidNextTokenException"  # noqa: S105  # the name of an error


def _recorded(state: EmulatorState, call: EmulatedCall) -> Iterator[ConfigurationItem]:
    if find_recorder(call.account_id, call.region) is None:
        message = "There are no configuration recorders available to record your resources."
        raise Fault("NoAvailableConfigurationRecorderException", message)
    yield from list_items(state, call.account_id, call.region)


@emulates("config", "ListDiscoveredResources")
def list_discovered(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the identifiers of the resources of a type."""
    given = call.parameters
    if given.get("resourceIds") and given.get("resourceName"):
        message = "You can specify either resource IDs or a resource name, but not both."
        raise Fault("ValidationException", message)
    found = [
        {"resourceType": i.resource_type, "resourceId": i.resource_id}
        | ({"resourceName": i.resource_name} if i.resource_name else {})
        for i in _recorded(state, call)
        if i.resource_type == given["resourceType"]
        and (not given.get("resourceIds") or i.resource_id in given["resourceIds"])
        and given.get("resourceName") in {None, i.resource_name}
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"resourceIdentifiers": page, **more}


@emulates("config", "GetDiscoveredResourceCounts")
def count_discovered(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how many resources of each type there are, the most frequent first."""
    wanted = call.parameters.get("resourceTypes")
    counts: dict[str, int] = {}
    for item in list_items(state, call.account_id, call.region):
        if not wanted or item.resource_type in wanted:
            counts[item.resource_type] = counts.get(item.resource_type, 0) + 1
    found = [
        {"resourceType": name, "count": count}
        for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    page, more = cut_page(call, found, fault=TOKEN_FAULT)
    return {"totalDiscoveredResources": sum(counts.values()), "resourceCounts": page, **more}


@emulates("config", "GetResourceConfigHistory")
def get_history(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a resource's present item: earlier ones are not kept."""
    given = call.parameters
    for item in _recorded(state, call):
        if (item.resource_type, item.resource_id) == (given["resourceType"], given["resourceId"]):
            return {"configurationItems": [item.answer()]}
    kind, identifier = given["resourceType"], given["resourceId"]
    message = f"Resource {identifier} of resourceType:{kind} is unknown or has not been discovered"
    raise Fault("ResourceNotDiscoveredException", message)


@emulates("config", "BatchGetResourceConfig")
def get_batch(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the items of some resources; those that are not recorded are unprocessed."""
    held = {(item.resource_type, item.resource_id): item for item in _recorded(state, call)}
    found, missing = [], []
    for key in call.parameters["resourceKeys"]:
        item = held.get((key["resourceType"], key["resourceId"]))
        if item is None:
            missing.append(key)
        else:
            found.append(shorten(item.answer()))
    return {"baseConfigurationItems": found, "unprocessedResourceKeys": missing}


def shorten(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item as batches have it."""
    return {name: value for name, value in item.items() if name not in BASE}


@emulates("config", "SelectResourceConfig")
def select(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Answer a query over the account's resources in the Region."""
    return run_query(call, list_items(state, call.account_id, call.region))


def run_query(call: EmulatedCall, items: Iterator[ConfigurationItem]) -> Mapping[str, Any]:
    """Return the answer to a query over items."""
    query = read_expression(call.parameters["Expression"])
    rows = query.run([item.describe() for item in items])
    page, more = cut_page(call, [write_plain(row) for row in rows], fault=TOKEN_FAULT)
    fields = [{"Name": column.name} for column in query.columns]
    return {"Results": page, "QueryInfo": {"SelectFields": fields}, **more}
