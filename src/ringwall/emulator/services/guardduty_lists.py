"""GuardDuty: filters, lists of addresses, and where findings are exported to.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.detectors import GUARDDUTY, Detector, refuse, require_detector
from ringwall.emulator.state import EmulatorState

NO_RESOURCE = "The request is rejected since no such resource found."
OF_MEMBER = (
    "The request is rejected because the current account is a member account and cannot manage "
    "this resource."
)
TAKEN = "The request is rejected because the resource with the name already exists."


@dataclass(frozen=True)
class ListKind:
    """A kind of list: the noun of its operations, its part of an ARN, the member of its id."""

    noun: str
    path: str
    id_member: str
    ids_member: str
    most: int


KINDS = (
    ListKind("IPSet", "ipset", "IpSetId", "IpSetIds", 1),
    ListKind("ThreatIntelSet", "threatintelset", "ThreatIntelSetId", "ThreatIntelSetIds", 6),
    ListKind("ThreatEntitySet", "threatentityset", "ThreatEntitySetId", "ThreatEntitySetIds", 6),
    ListKind(
        "TrustedEntitySet", "trustedentityset", "TrustedEntitySetId", "TrustedEntitySetIds", 1
    ),
)
NAMED = tuple(
    f"{verb}{kind.noun}{'s' if verb == 'List' else ''}"
    for kind in KINDS
    for verb in ("Create", "Get", "List", "Update", "Delete")
)


def show_list_status(kept: Mapping[str, Any]) -> str:
    """Return the status of a list: it is active as soon as it is activated."""
    return "ACTIVE" if kept["Activate"] else "INACTIVE"


@emulates("guardduty", *NAMED)
def keep_lists(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Create, read, change and delete lists of addresses and domains."""
    kind = next(k for k in KINDS if call.operation.removesuffix("s").endswith(k.noun))
    detector = require_detector(state, call)
    held = detector.lists.setdefault(kind.path, {})
    verb = call.operation.partition(kind.noun)[0]
    if verb == "List":
        page, more = cut_page(call, list(held), 50, fault="BadRequestException")
        return {kind.ids_member: page} | more
    if verb != "Get":
        _refuse_members(state, call)
    if verb == "Create":
        return _create_list(call, kind, held)
    kept = held.get(call.parameters[kind.id_member])
    if kept is None:
        raise refuse(NO_RESOURCE)
    if verb == "Delete":
        del held[call.parameters[kind.id_member]]
    elif verb == "Update":
        names = ("Name", "Location", "Activate", "ExpectedBucketOwner")
        given = {n: call.parameters[n] for n in names if call.parameters.get(n) is not None}
        kept.update(given, UpdatedAt=datetime.now(UTC))
    else:
        return _show_list(call, kept)
    return {}


def _create_list(
    call: EmulatedCall, kind: ListKind, held: dict[str, dict[str, Any]]
) -> Mapping[str, Any]:
    if any(kept["Name"] == call.parameters["Name"] for kept in held.values()):
        raise refuse(TAKEN)
    if len(held) >= kind.most:
        raise refuse("The request is rejected because the resource limit is reached.")
    made, now = mock_random.get_random_hex(32), datetime.now(UTC)
    names = ("Name", "Format", "Location", "Activate", "ExpectedBucketOwner")
    given = {n: call.parameters[n] for n in names if call.parameters.get(n) is not None}
    tags = dict(call.parameters.get("Tags") or {})
    held[made] = {**given, "Tags": tags, "CreatedAt": now, "UpdatedAt": now}
    return {kind.id_member: made}


def _show_list(call: EmulatedCall, kept: Mapping[str, Any]) -> dict[str, Any]:
    output: Any = call.model.output_shape
    shown = {**kept, "Status": show_list_status(kept)}
    return {name: value for name, value in shown.items() if name in output.members}


def _refuse_members(state: EmulatorState, call: EmulatedCall) -> None:
    if GUARDDUTY.find_administrator(state, call.account_id, call.region):
        raise refuse(OF_MEMBER)


@emulates("guardduty", "CreateFilter")
def create_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Keep criteria under a name; those that archive are suppression rules."""
    detector, name = require_detector(state, call), str(call.parameters["Name"])
    _refuse_members(state, call)
    if name in detector.filters:
        raise refuse(TAKEN)
    rank = call.parameters.get("Rank") or 1
    detector.filters[name] = {
        "Name": name,
        "Description": call.parameters.get("Description") or "",
        "Action": call.parameters.get("Action") or "NOOP",
        "Rank": rank,
        "FindingCriteria": call.parameters["FindingCriteria"],
        "Tags": dict(call.parameters.get("Tags") or {}),
    }
    return {"Name": name}


@emulates("guardduty", "GetFilter")
def get_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a filter."""
    return _find_filter(require_detector(state, call), call)


@emulates("guardduty", "ListFilters")
def list_filters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the names of filters."""
    found = list(require_detector(state, call).filters)
    page, more = cut_page(call, found, 50, fault="BadRequestException")
    return {"FilterNames": page} | more


@emulates("guardduty", "UpdateFilter")
def update_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a filter."""
    kept = _find_filter(require_detector(state, call), call)
    _refuse_members(state, call)
    names = ("Description", "Action", "Rank", "FindingCriteria")
    kept.update({n: call.parameters[n] for n in names if call.parameters.get(n) is not None})
    return {"Name": kept["Name"]}


@emulates("guardduty", "DeleteFilter")
def delete_filter(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a filter."""
    detector = require_detector(state, call)
    kept = _find_filter(detector, call)
    _refuse_members(state, call)
    del detector.filters[kept["Name"]]
    return {}


def _find_filter(detector: Detector, call: EmulatedCall) -> dict[str, Any]:
    kept = detector.filters.get(call.parameters["FilterName"])
    if kept is None:
        raise refuse(NO_RESOURCE)
    return kept


def show_destination_status(_kept: Mapping[str, Any]) -> str:
    """Return the status of a destination: it was verified when it was made."""
    return "PUBLISHING"


@emulates("guardduty", "CreatePublishingDestination")
def create_destination(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Export findings to a bucket, encrypted with a key: `preconditions` look at both first."""
    detector = require_detector(state, call)
    properties = call.parameters["DestinationProperties"]
    if detector.destinations:
        raise refuse(
            "The request failed because a publishing destination of this type already exists."
        )
    made = mock_random.get_random_hex(32)
    detector.destinations[made] = {
        "DestinationId": made,
        "DestinationType": call.parameters["DestinationType"],
        "DestinationProperties": dict(properties),
        "Tags": dict(call.parameters.get("Tags") or {}),
    }
    return {"DestinationId": made}


@emulates("guardduty", "ListPublishingDestinations")
def list_destinations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the destinations."""
    held = require_detector(state, call).destinations.values()
    names = ("DestinationId", "DestinationType")
    found = [{n: d[n] for n in names} | {"Status": show_destination_status(d)} for d in held]
    page, more = cut_page(call, found, 50, fault="BadRequestException")
    return {"Destinations": page} | more


@emulates("guardduty", "DescribePublishingDestination")
def describe_destination(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a destination."""
    kept = _find_destination(require_detector(state, call), call)
    return {**kept, "Status": show_destination_status(kept), "PublishingFailureStartTimestamp": 0}


@emulates("guardduty", "UpdatePublishingDestination")
def update_destination(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change where findings go."""
    kept = _find_destination(require_detector(state, call), call)
    given = kept["DestinationProperties"] | dict(call.parameters.get("DestinationProperties") or {})
    kept["DestinationProperties"] = given
    return {}


@emulates("guardduty", "DeletePublishingDestination")
def delete_destination(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Stop exporting."""
    detector = require_detector(state, call)
    kept = _find_destination(detector, call)
    del detector.destinations[kept["DestinationId"]]
    return {}


def _find_destination(detector: Detector, call: EmulatedCall) -> dict[str, Any]:
    kept = detector.destinations.get(call.parameters["DestinationId"])
    if kept is None:
        raise refuse(NO_RESOURCE)
    return kept
