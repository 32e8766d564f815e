"""Security Hub, the newer one: its hub, and its aggregator.

Of its features, findings, rules and connectors nothing is emulated here.
https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_EnableSecurityHubV2.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.hub_findings import FindingAggregator, make_identifier
from ringwall.emulator.security.hub_v2 import (
    FEATURES,
    AggregatorV2,
    HubV2,
    find_aggregator_v2,
    find_v2,
    make_v2,
    refuse_managed,
    refuse_value,
)
from ringwall.emulator.security.hubs import refuse_missing
from ringwall.emulator.security.wire import write_moment
from ringwall.emulator.state import EmulatorState

MODES = ("ALL_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED", "SPECIFIED_REGIONS")


@emulates("securityhub", "EnableSecurityHubV2")
def enable(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn it on; what is on already stays as it is."""
    refuse_managed(call.account_id, call.region, wanted=True)
    found = find_v2(state, call.account_id, call.region)
    if found is None:
        tags = call.parameters.get("Tags") or {}
        found = make_v2(state, call.account_id, call.region, tags)
    return {"HubV2Arn": found.arn}


@emulates("securityhub", "DescribeSecurityHubV2")
def describe(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the hub; its features are off."""
    found = _require(state, call)
    off = {"FeatureStatus": "DISABLED", "UpdatedAt": found.subscribed}
    return {
        "HubV2Arn": found.arn,
        "SubscribedAt": write_moment(found.subscribed),
        "Features": dict.fromkeys(FEATURES, off),
    }


def _require(state: EmulatorState, call: EmulatedCall) -> HubV2:
    found = find_v2(state, call.account_id, call.region)
    if found is None:
        raise refuse_missing("Security Hub V2 of the account and Region")
    return found


@emulates("securityhub", "DisableSecurityHubV2")
def disable(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn it off."""
    if find_v2(state, call.account_id, call.region) is None:
        raise refuse_value("Security Hub V2 is not enabled in the account and Region.")
    refuse_managed(call.account_id, call.region, wanted=False)
    del state.settings[call.account_id, call.region, "securityhub.hub_v2"]
    return {}


def _read_regions(call: EmulatedCall) -> tuple[str, tuple[str, ...]]:
    mode = str(call.parameters["RegionLinkingMode"])
    regions = tuple(call.parameters.get("LinkedRegions") or ())
    if mode not in MODES or bool(regions) != (mode != MODES[0]):
        raise refuse_value(f"LinkedRegions do not fit the RegionLinkingMode {mode}.")
    if call.region in regions:
        raise refuse_value(f"The aggregation Region {call.region} cannot be linked to itself.")
    return mode, regions


@emulates("securityhub", "CreateAggregatorV2")
def create_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make the Region the one where findings come together; an account has one such Region."""
    _require(state, call)
    if find_aggregator_v2(state, call.account_id) is not None:
        message = "The account has an aggregator already."
        raise Fault("ConflictException", message, 409)
    mode, regions = _read_regions(call)
    place = f"arn:{call.partition}:securityhub:{call.region}:{call.account_id}"
    arn = f"{place}:aggregatorv2/{make_identifier()}"
    made = AggregatorV2(
        FindingAggregator(arn, call.region, mode, regions), dict(call.parameters.get("Tags") or {})
    )
    state.settings[call.account_id, "", "securityhub.aggregator_v2"] = made
    return _show(made)


def _show(found: AggregatorV2) -> dict[str, Any]:
    return {
        "AggregatorV2Arn": found.regions.arn,
        "AggregationRegion": found.regions.region,
        "RegionLinkingMode": found.regions.mode,
        "LinkedRegions": list(found.regions.regions),
    }


def _require_aggregator(state: EmulatorState, call: EmulatedCall) -> AggregatorV2:
    found = find_aggregator_v2(state, call.account_id)
    if found is None or found.regions.arn != call.parameters["AggregatorV2Arn"]:
        raise refuse_missing("The aggregator")
    return found


@emulates("securityhub", "GetAggregatorV2")
def get_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the aggregator."""
    return _show(_require_aggregator(state, call))


@emulates("securityhub", "ListAggregatorsV2")
def list_aggregators(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the ARN of the aggregator, if there is one."""
    found = find_aggregator_v2(state, call.account_id)
    shown = [{"AggregatorV2Arn": found.regions.arn}] if found is not None else []
    page, more = cut_page(call, shown, fault="ValidationException")
    return {"AggregatorsV2": page, **more}


@emulates("securityhub", "UpdateAggregatorV2")
def update_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the linked Regions, in the aggregation Region."""
    found = _require_aggregator(state, call)
    if found.regions.region != call.region:
        raise refuse_value("The aggregator can be changed in its aggregation Region alone.")
    found.regions.mode, found.regions.regions = _read_regions(call)
    return _show(found)


@emulates("securityhub", "DeleteAggregatorV2")
def delete_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete the aggregator."""
    _require_aggregator(state, call)
    del state.settings[call.account_id, "", "securityhub.aggregator_v2"]
    return {}
