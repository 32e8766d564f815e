"""GuardDuty: detectors, which belong to an account or to its administrator as well."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.detectors import (
    GUARDDUTY,
    check_features,
    delete_detector_of,
    find_detector,
    make_detector,
    read_features,
    refuse,
    require_detector,
    set_features,
    settle_members,
    show_detector,
)
from ringwall.emulator.state import EmulatorState

OF_MEMBER = (
    "The request is rejected because the current account is a member account: its administrator "
    "manages this setting."
)


@emulates("guardduty", "CreateDetector")
def create_detector(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn GuardDuty on; there is one detector in an account and Region."""
    settle_members(state, call.account_id, call.region)
    if find_detector(state, call.account_id, call.region) is not None:
        raise refuse(
            "The request is rejected because a detector already exists for the current account."
        )
    features = read_features(call.parameters)
    check_features(features)
    detector = make_detector(state, call.account_id, call.region)
    set_features(detector, features)
    detector.enabled = bool(call.parameters["Enable"])
    detector.frequency = call.parameters.get("FindingPublishingFrequency") or detector.frequency
    detector.tags = dict(call.parameters.get("Tags") or {})
    return {"DetectorId": detector.detector_id}


@emulates("guardduty", "ListDetectors")
def list_detectors(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the id of the detector, if there is one."""
    settle_members(state, call.account_id, call.region)
    found = find_detector(state, call.account_id, call.region)
    ids, more = cut_page(
        call, [found.detector_id] if found else [], 50, fault="BadRequestException"
    )
    return {"DetectorIds": ids} | more


@emulates("guardduty", "GetDetector")
def get_detector(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a detector of the caller's."""
    return show_detector(require_detector(state, call))


@emulates("guardduty", "UpdateDetector")
def update_detector(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a detector; a member cannot change its own.

    https://docs.aws.amazon.com/guardduty/latest/ug/administrator_member_relationships.html
    """
    detector = require_detector(state, call)
    if GUARDDUTY.find_administrator(state, call.account_id, call.region):
        raise refuse(OF_MEMBER)
    set_features(detector, read_features(call.parameters))
    if call.parameters.get("Enable") is not None:
        detector.enabled = bool(call.parameters["Enable"])
    detector.frequency = call.parameters.get("FindingPublishingFrequency") or detector.frequency
    detector.updated = datetime.now(UTC)
    return {}


@emulates("guardduty", "DeleteDetector")
def delete_detector(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn GuardDuty off, unless an organization depends on it or manages it."""
    require_detector(state, call)
    if GUARDDUTY.find_administrator(state, call.account_id, call.region):
        raise refuse(
            "The request is rejected because the current account cannot delete detector while it "
            "is associated with an administrator account."
        )
    own = GUARDDUTY.find_own(state, call)
    if own is not None and own.members:
        raise refuse(
            "The request is rejected because the current account cannot delete detector while it "
            "has invited or associated members."
        )
    delete_detector_of(state, call.account_id, call.region)
    return {}


@emulates("guardduty", "TagResource", "UntagResource", "ListTagsForResource")
def tag_detector(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a detector, a filter, a list or a destination."""
    tags = _find_tags(state, call)
    if call.operation == "TagResource":
        tags.update(call.parameters["Tags"])
    elif call.operation == "UntagResource":
        for key in call.parameters["TagKeys"]:
            tags.pop(key, None)
    else:
        return {"Tags": dict(tags)}
    return {}


def _find_tags(state: EmulatorState, call: EmulatedCall) -> dict[str, str]:
    """Return the tags of the resource that an ARN names; Fault where there is none such."""
    settle_members(state, call.account_id, call.region)
    found = find_detector(state, call.account_id, call.region)
    arn = str(call.parameters["ResourceArn"])
    if found is None or not (arn == found.arn or arn.startswith(f"{found.arn}/")):
        raise refuse("The request is rejected because the input resource ARN is invalid.")
    if arn == found.arn:
        return found.tags
    kind, _, name = arn.removeprefix(f"{found.arn}/").partition("/")
    holders = {"filter": found.filters, "publishingDestination": found.destinations}
    held = holders.get(kind, found.lists.get(kind, {})).get(name)
    if held is None:
        raise refuse("The request is rejected because the input resource ARN is invalid.")
    tags: dict[str, str] = held.setdefault("Tags", {})
    return tags
