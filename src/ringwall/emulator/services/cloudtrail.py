"""CloudTrail: trails as each account of the organization sees them."""

from collections.abc import Iterator, Mapping
from typing import Any

from moto.cloudtrail.models import Trail

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backends
from ringwall.emulator.state import EmulatorState

EVERYTHING = (
    {
        "ReadWriteType": "All",
        "IncludeManagementEvents": True,
        "DataResources": [],
        "ExcludeManagementEventSources": [],
    },
)
"""What a trail records by default."""


@emulates("cloudtrail", "DescribeTrails")
def describe_trails(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the trails that record here: the account's own, and those of the organization."""
    shadows = call.parameters.get("includeShadowTrails") is not False
    wanted = set(call.parameters.get("trailNameList") or ())
    found = [
        trail.description(include_region=True)
        for trail in _visible(call, shadows=shadows)
        if not wanted or wanted & {trail.trail_name, trail.arn}
    ]
    return {"trailList": found}


@emulates("cloudtrail", "ListTrails")
def list_trails(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the names of the account's trails and of those that it sees, wherever they are."""
    found = (
        trail
        for account_id, trail in _all_trails()
        if account_id == call.account_id or trail.is_org_trail
    )
    return {"Trails": [trail.short() for trail in found]}


@emulates("cloudtrail", "GetTrail")
def get_trail(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return one trail."""
    return {"Trail": _find(call, call.parameters["Name"]).description(include_region=True)}


@emulates("cloudtrail", "GetTrailStatus")
def get_trail_status(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether a trail is logging; shadow trails answer too."""
    status = _find(call, call.parameters["Name"]).status.description()
    return {name: value for name, value in status.items() if value not in ("", None)}


@emulates("cloudtrail", "GetEventSelectors")
def get_event_selectors(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what a trail records: all management events by default."""
    trail = _find(call, call.parameters["TrailName"])
    if trail.advanced_event_selectors:
        chosen = {"AdvancedEventSelectors": trail.advanced_event_selectors}
    else:
        chosen = {"EventSelectors": trail.event_selectors or [*EVERYTHING]}
    return {"TrailARN": trail.arn} | chosen


def _visible(call: EmulatedCall, *, shadows: bool) -> Iterator[Trail]:
    """Yield the trails of the account and region; shadows belong to another region or account."""
    for account_id, trail in _all_trails():
        here = trail.region_name == call.region
        if account_id == call.account_id:
            if here or (shadows and trail.is_multi_region):
                yield trail
        elif shadows and trail.is_org_trail and (here or trail.is_multi_region):
            yield trail


def _all_trails() -> Iterator[tuple[str, Trail]]:
    for account_id, _, backend in moto_backends("cloudtrail").iter_backends():
        for trail in backend.trails.values():
            yield account_id, trail


def _find(call: EmulatedCall, name: str) -> Trail:
    for trail in _visible(call, shadows=True):
        if name in (trail.trail_name, trail.arn):
            return trail
    raise Fault("TrailNotFoundException", f"Unknown trail: {name}", 404)
