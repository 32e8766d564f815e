"""Security Hub: the aggregation Region, to which findings of linked Regions are replicated.

https://docs.aws.amazon.com/securityhub/latest/userguide/finding-aggregation.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.hub_findings import (
    FindingAggregator,
    find_aggregator,
    make_identifier,
)
from ringwall.emulator.security.hub_policies import find_central
from ringwall.emulator.security.hub_settling import require_hub
from ringwall.emulator.security.hubs import (
    SECURITY_HUB,
    refuse_access,
    refuse_conflict,
    refuse_input,
    refuse_missing,
)
from ringwall.emulator.state import EmulatorState

WITH_REGIONS = frozenset({"SPECIFIED_REGIONS", "ALL_REGIONS_EXCEPT_SPECIFIED"})
MODES = WITH_REGIONS | {"ALL_REGIONS", "NO_REGIONS"}


@emulates("securityhub", "CreateFindingAggregator")
def create_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make the Region the home of all findings; an account has one such Region."""
    require_hub(state, call)
    if SECURITY_HUB.find_administrator(state, call.account_id, call.region):
        raise refuse_access(f"Account {call.account_id} is a member account")
    if find_aggregator(state, call.account_id) is not None:
        message = "An account can have one finding aggregator"
        raise Fault("LimitExceededException", message, 429)
    mode, regions = _read(call)
    arn = f"arn:{call.partition}:securityhub:{call.region}:{call.account_id}:finding-aggregator/"
    made = FindingAggregator(arn + make_identifier(), call.region, mode, regions)
    state.settings[call.account_id, "", "securityhub.aggregator"] = made
    return _show(made)


def _read(call: EmulatedCall) -> tuple[str, tuple[str, ...]]:
    mode, regions = call.parameters["RegionLinkingMode"], call.parameters.get("Regions") or ()
    if mode not in MODES or bool(regions) != (mode in WITH_REGIONS):
        raise refuse_input(f"Regions do not fit the RegionLinkingMode {mode}")
    if call.region in regions:
        raise refuse_input(f"The aggregation Region {call.region} cannot be linked to itself")
    return mode, tuple(regions)


def _show(aggregator: FindingAggregator) -> dict[str, Any]:
    return {
        "FindingAggregatorArn": aggregator.arn,
        "FindingAggregationRegion": aggregator.region,
        "RegionLinkingMode": aggregator.mode,
    } | ({"Regions": list(aggregator.regions)} if aggregator.regions else {})


def _require(state: EmulatorState, call: EmulatedCall) -> FindingAggregator:
    require_hub(state, call)
    found = find_aggregator(state, call.account_id)
    if found is None or found.arn != call.parameters["FindingAggregatorArn"]:
        raise refuse_missing("The finding aggregator")
    return found


@emulates("securityhub", "GetFindingAggregator")
def get_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the aggregator, from whichever Region."""
    return _show(_require(state, call))


@emulates("securityhub", "ListFindingAggregators")
def list_aggregators(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the aggregator, if there is one."""
    require_hub(state, call)
    found = find_aggregator(state, call.account_id)
    arns = [{"FindingAggregatorArn": found.arn}] if found is not None else []
    page, more = cut_page(call, arns, 50)
    return {"FindingAggregators": page} | more


@emulates("securityhub", "UpdateFindingAggregator")
def update_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Link other Regions; the home Region alone can do that."""
    found = _require(state, call)
    if found.region != call.region:
        raise refuse_access(f"The finding aggregator can be changed in {found.region} alone")
    found.mode, found.regions = _read(call)
    return _show(found)


@emulates("securityhub", "DeleteFindingAggregator")
def delete_aggregator(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Stop the aggregation; central configuration has to end before."""
    found = _require(state, call)
    if found.region != call.region:
        raise refuse_access(f"The finding aggregator can be deleted in {found.region} alone")
    if find_central(state, call.account_id).is_central and SECURITY_HUB.find_own(state, call):
        raise refuse_conflict("Central configuration needs the finding aggregator")
    del state.settings[call.account_id, "", "securityhub.aggregator"]
    return {}
