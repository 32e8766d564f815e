"""Account Management: regions of an account."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.regions import OPT_IN
from ringwall.emulator.state import EmulatorState


def _status(state: EmulatorState, account_id: str, region: str) -> str:
    if not state.regions.is_enabled(account_id, region):
        return "DISABLED"
    return "ENABLED" if region in OPT_IN else "ENABLED_BY_DEFAULT"


@emulates("account", "ListRegions")
def list_regions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the regions and whether the account can use them."""
    account_id = call.parameters.get("AccountId") or call.account_id
    statuses = {region: _status(state, account_id, region) for region in state.regions.every}
    wanted = call.parameters.get("RegionOptStatusContains") or set(statuses.values())
    return {
        "Regions": [
            {"RegionName": region, "RegionOptStatus": status}
            for region, status in statuses.items()
            if status in wanted
        ]
    }


@emulates("account", "GetRegionOptStatus")
def get_region_status(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether the account can use a region."""
    account_id = call.parameters.get("AccountId") or call.account_id
    region = call.parameters["RegionName"]
    return {"RegionName": region, "RegionOptStatus": _status(state, account_id, region)}


@emulates("account", "EnableRegion", "DisableRegion")
def choose_region(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Opt in to or out of a region; AWS takes minutes, the emulator no time."""
    account_id = call.parameters.get("AccountId") or call.account_id
    enabled = call.operation == "EnableRegion"
    state.regions.choices[account_id, call.parameters["RegionName"]] = enabled
    return {}
