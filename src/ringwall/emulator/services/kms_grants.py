"""KMS: grants with the times at which they were made, and who made them, which moto leaves out.

https://docs.aws.amazon.com/kms/latest/APIReference/API_GrantListEntry.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.services.kms import find_kms_key
from ringwall.emulator.services.kms_states import check_key_state
from ringwall.emulator.state import EmulatorState

LONG_AGO = datetime.fromtimestamp(0, UTC)


@emulates("kms", "CreateGrant")
def create_grant(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a grant; one with the same name and the same content is there already."""
    key = find_kms_key(call)
    check_key_state(key, needs_enabled=True)
    if name := call.parameters.get("Name"):
        for held in key.grants.values():
            if held.name == name and _describe(held) == _read_asked(call):
                return {"GrantId": held.id, "GrantToken": held.token}
    answer = state.ask_moto(call)
    grant = key.grants[answer["GrantId"]]
    grant.created = datetime.now(UTC).replace(microsecond=0)
    grant.issuer = call.account_id
    return answer


def _describe(grant: Any) -> dict[str, Any]:
    found = {
        "Name": grant.name,
        "GranteePrincipal": grant.grantee_principal,
        "RetiringPrincipal": grant.retiring_principal,
        "Operations": grant.operations,
        "Constraints": grant.constraints,
    }
    return {name: value for name, value in found.items() if value}


def _read_asked(call: EmulatedCall) -> dict[str, Any]:
    names = ("Name", "GranteePrincipal", "RetiringPrincipal", "Operations", "Constraints")
    return {name: call.parameters[name] for name in names if call.parameters.get(name)}


@emulates("kms", "ListGrants")
def list_grants(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the grants of a key, those of one grantee or the one of an id if that is asked."""
    key, given = find_kms_key(call), call.parameters
    found = [
        {
            "KeyId": key.arn,
            "GrantId": grant.id,
            "CreationDate": getattr(grant, "created", LONG_AGO),
            "IssuingAccount": (
                f"arn:{call.partition}:iam::{getattr(grant, 'issuer', key.account_id)}:root"
            ),
            **_describe(grant),
        }
        for grant in key.grants.values()
        if given.get("GrantId") in {None, grant.id}
        if given.get("GranteePrincipal") in {None, grant.grantee_principal}
    ]
    start = int(given["Marker"]) if given.get("Marker") else 0
    end = start + (given.get("Limit") or 50)
    more = {"NextMarker": str(end)} if end < len(found) else {}
    return {"Grants": found[start:end], "Truncated": end < len(found), **more}
