"""CloudTrail: trails as each account of the organization sees them, and the event history."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.cloudtrail.models import Trail

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState
from ringwall.emulator.trail.delivery import TrailDelivery, find_trails
from ringwall.emulator.trail.history import look_up

EVERYTHING = (
    {
        "ReadWriteType": "All",
        "IncludeManagementEvents": True,
        "DataResources": [],
        "ExcludeManagementEventSources": [],
    },
)
"""What a trail records by default."""
STATUS = (
    "IsLogging", "StartLoggingTime", "StopLoggingTime", "TimeLoggingStarted", "TimeLoggingStopped",
)  # fmt: skip
"""What moto knows of a trail's status; the rest it makes up."""
VALID = timedelta(days=365)
"""How long a public key is valid, before and after now."""


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
        for account_id, trail in find_trails()
        if account_id == call.account_id or trail.is_org_trail
    )
    return {"Trails": [trail.short() for trail in found]}


@emulates("cloudtrail", "GetTrail")
def get_trail(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return one trail."""
    return {"Trail": _find(call, call.parameters["Name"]).description(include_region=True)}


@emulates("cloudtrail", "GetTrailStatus")
def get_trail_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether a trail is logging, and when it delivered; shadow trails answer too."""
    trail = _find(call, call.parameters["Name"])
    found = trail.status.description()
    status = {name: found[name] for name in STATUS if found.get(name) not in ("", None)}
    return status | _describe_delivery(state.log.delivery.trails.get(trail.arn, TrailDelivery()))


def _describe_delivery(done: TrailDelivery) -> dict[str, Any]:
    """Return what GetTrailStatus says of deliveries: each only where there was one."""
    texts = {
        "LatestDeliveryAttemptTime": done.attempted,
        "LatestDeliveryAttemptSucceeded": done.delivered,
        "LatestNotificationAttemptSucceeded": done.notified,
    }
    found: dict[str, Any] = {
        "LatestDeliveryTime": done.delivered,
        "LatestDeliveryError": done.error,
        "LatestDigestDeliveryTime": done.digested,
        "LatestCloudWatchLogsDeliveryTime": done.group_delivered,
        "LatestCloudWatchLogsDeliveryError": done.group_error,
        "LatestNotificationTime": done.notified,
        "LatestNotificationError": done.topic_error,
    } | {name: f"{at:%Y-%m-%dT%H:%M:%SZ}" for name, at in texts.items() if at}
    return {name: value for name, value in found.items() if value}


@emulates("cloudtrail", "DeleteTrail")
def delete_trail(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a trail by its name or ARN; moto knows it by its name alone, and says nothing."""
    found = _find(call, call.parameters["Name"])
    owner = moto_backend("cloudtrail", found.account_id, found.region_name)
    owner.delete_trail(found.trail_name)
    return {}


@emulates("cloudtrail", "PutEventSelectors")
def put_event_selectors(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let basic selectors replace the advanced ones; moto keeps both."""
    answer = state.ask_moto(call)
    if call.parameters.get("EventSelectors"):
        _find(call, call.parameters["TrailName"]).advanced_event_selectors = []
    return answer


@emulates("cloudtrail", "LookupEvents")
def lookup_events(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the management events of the account in the Region."""
    return look_up(state.log.events, call.account_id, call.region, call.parameters)


@emulates("cloudtrail", "ListPublicKeys")
def list_public_keys(state: EmulatorState, _call: EmulatedCall) -> Mapping[str, Any]:
    """Return the key that digest files are signed with."""
    signer, now = state.log.delivery.signer, datetime.now(UTC)
    key = {
        "Value": signer.public_key,
        "ValidityStartTime": now - VALID,
        "ValidityEndTime": now + VALID,
        "Fingerprint": signer.fingerprint,
    }
    return {"PublicKeyList": [key]}


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
    for account_id, trail in find_trails():
        here = trail.region_name == call.region
        if account_id == call.account_id:
            if here or (shadows and trail.is_multi_region):
                yield trail
        elif shadows and trail.is_org_trail and (here or trail.is_multi_region):
            yield trail


def _find(call: EmulatedCall, name: str) -> Trail:
    for trail in _visible(call, shadows=True):
        if name in (trail.trail_name, trail.arn):
            return trail
    raise Fault("TrailNotFoundException", f"Unknown trail: {name}", 404)
