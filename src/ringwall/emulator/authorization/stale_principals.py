"""Principals of trust policies that were deleted since: one of the same name is another one.

AWS keeps the unique id of a user or role that a policy names, and shows the id once it is deleted:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles
"""

import json
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

TRUST_WRITERS = frozenset({"iam:CreateRole", "iam:UpdateAssumeRolePolicy"})
SETTING = "iam.TrustWritten"
_FIELDS = 6


def note_trust(state: EmulatorState, call: EmulatedCall) -> None:
    """Take down when a trust policy was written, after a call that wrote one."""
    if call.name in TRUST_WRITERS:
        times = state.settings.setdefault((call.account_id, "", SETTING), {})
        times[call.parameters["RoleName"]] = datetime.now(UTC)


def replace_stale(state: EmulatorState, account_id: str, role: Any) -> str:
    """Return a role's trust policy with ids in place of principals that were made after it."""
    text = str(role.assume_role_policy_document)
    written = state.settings.get((account_id, "", SETTING), {}).get(role.name)
    if written is None or ":iam::" not in text:
        return text
    document = json.loads(text)
    statements = document.get("Statement", ())
    for statement in [statements] if isinstance(statements, dict) else statements:
        principal = statement.get("Principal")
        if isinstance(principal, dict) and "AWS" in principal:
            named = principal["AWS"]
            values = [named] if isinstance(named, str) else named
            principal["AWS"] = [_replace(value, written) for value in values]
    return json.dumps(document)


def _replace(value: str, written: datetime) -> str:
    fields = value.split(":", _FIELDS - 1)
    if len(fields) < _FIELDS or not fields[5].startswith(("role/", "user/")):
        return value
    backend = moto_backend("iam", fields[4])
    holders = backend.roles if fields[5].startswith("role/") else backend.users
    holder = next((held for held in holders.values() if held.arn == value), None)
    if holder is None or _at_utc(holder.create_date) <= written:
        return value
    return "AROA" + "0" * 17 if fields[5].startswith("role/") else "AIDA" + "0" * 17


def _at_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
