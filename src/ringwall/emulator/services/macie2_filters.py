"""Macie: filters of findings, which are kept and shown; none archives a finding here.

https://docs.aws.amazon.com/macie/latest/APIReference/findingsfilters.html
"""

from collections.abc import Mapping
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.macie import require_macie
from ringwall.emulator.services.macie2 import refuse_conflict
from ringwall.emulator.state import EmulatorState

FindingsFilters = dict[str, dict[str, Any]]
"""Filters by id, as GetFindingsFilter tells them."""
SUMMARY = ("action", "arn", "id", "name", "tags")
CHANGED = ("action", "description", "findingCriteria", "name", "position")


def find_filters(state: EmulatorState, call: EmulatedCall) -> FindingsFilters:
    """Return the account's filters of a Region: a change to them stays."""
    require_macie(state, call)
    key = (call.account_id, call.region, "macie2.findings_filters")
    found: FindingsFilters = state.settings.setdefault(key, {})
    return found


def _require(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    found = find_filters(state, call).get(str(call.parameters["id"]))
    if found is None:
        message = "The request failed because the specified resource doesn't exist."
        raise Fault("ResourceNotFoundException", message, 404)
    return found


def _refuse_name(held: FindingsFilters, name: Any, own: str = "") -> None:
    if any(known["name"] == name and known["id"] != own for known in held.values()):
        raise refuse_conflict(f"A findings filter with the name {name} already exists.")


@emulates("macie2", "CreateFindingsFilter")
def create(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a filter; without a position it is the last one."""
    held, given = find_filters(state, call), call.parameters
    _refuse_name(held, given["name"])
    own = str(mock_random.uuid4())
    place = f"arn:{call.partition}:macie2:{call.region}:{call.account_id}"
    held[own] = {
        "id": own,
        "arn": f"{place}:findings-filter/{own}",
        "position": given.get("position") or len(held) + 1,
        "tags": dict(given.get("tags") or {}),
        **{n: given[n] for n in CHANGED if given.get(n) is not None},
    }
    return {"arn": held[own]["arn"], "id": own}


@emulates("macie2", "GetFindingsFilter")
def get(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a filter."""
    return _require(state, call)


@emulates("macie2", "ListFindingsFilters")
def list_filters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the filters in their order."""
    held = sorted(find_filters(state, call).values(), key=lambda known: int(known["position"]))
    shown = [{name: known[name] for name in SUMMARY} for known in held]
    page, more = cut_page(call, shown, 25, fault="ValidationException")
    return {"findingsFilterListItems": page, **more}


@emulates("macie2", "UpdateFindingsFilter")
def update(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what is given of a filter."""
    found, given = _require(state, call), call.parameters
    _refuse_name(find_filters(state, call), given.get("name"), found["id"])
    found |= {n: given[n] for n in CHANGED if given.get(n) is not None}
    return {"arn": found["arn"], "id": found["id"]}


@emulates("macie2", "DeleteFindingsFilter")
def delete(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a filter."""
    del find_filters(state, call)[_require(state, call)["id"]]
    return {}
