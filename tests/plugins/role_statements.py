"""The statements of roles that a blueprint wants: of their managed and inline policies."""

from typing import Any

from blueprint_world import columns_of


def list_statements(rows: list[Any], account: str, role: str) -> list[Any]:
    """Return the statements of a role's policies, managed and inline; actions are lists."""
    found = []
    for table in ("iam_policy", "iam_role_policy"):
        for key, columns in columns_of(rows, table).items():
            if key.startswith(f"{account} global {role}"):
                found += columns["policy_document"]["Statement"]
    return [
        {**each, "Action": [each["Action"]] if isinstance(each["Action"], str) else each["Action"]}
        for each in found
    ]
