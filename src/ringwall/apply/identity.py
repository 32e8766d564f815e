"""Whose account a Change is for: the resource, the session and AWS's own word have to agree."""

from typing import Protocol

from ringwall.model.change import Change

ACCOUNT = 4
"""The place of the account in an ARN: arn:partition:service:region:account:resource."""
REGION = 3
PARTS = 6


class CallerSource(Protocol):
    """Who writes to an account, as AWS says."""

    def caller(self, account_id: str, region: str) -> str:
        """Return the ARN of who writes there, as AWS says."""
        ...

    def role_of(self, account_id: str) -> str:
        """Return the name of the role that must be the caller's, '' where it is no role of ours."""
        ...


def find_impostor(change: Change, connections: CallerSource) -> str:
    """Return why a write would go to another account or come from another caller; '' if not."""
    parts = change.resource.split(":", PARTS - 1)
    if len(parts) == PARTS and parts[ACCOUNT] not in {"", change.account_id}:
        return f"the resource is in account {parts[ACCOUNT]}, the change in {change.account_id}"
    if len(parts) == PARTS and parts[REGION] not in {"", change.region}:
        return f"the resource is in {parts[REGION]}, the change in {change.region}"
    caller = connections.caller(change.account_id, change.region)
    found = caller.split(":", PARTS - 1)
    if len(found) != PARTS or found[ACCOUNT] != change.account_id:
        return f"AWS says that the caller is {caller}, which is not in {change.account_id}"
    role = connections.role_of(change.account_id)
    if role and found[-1].split("/")[:2] != ["assumed-role", role]:
        return f"AWS says that the caller is {caller}, which is not the role {role}"
    return ""
