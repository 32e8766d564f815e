"""The effective management policies of accounts, and what is wrong with them.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_effective.html
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.organizations.inheritance import merge_policies
from ringwall.emulator.organizations.members import find_target_path
from ringwall.model.organization_policy import POLICY_TYPES

_LONGEST = 10_000
"""Characters of an effective policy."""


@dataclass(frozen=True)
class EffectivePolicyFlaw:
    """Why an effective policy is not applied."""

    code: str
    message: str
    path: str


def find_attached(target: Any, kind: str) -> tuple[Any, ...]:
    """Return the policies of a type that are attached to a target itself, the oldest first."""
    return tuple(policy for policy in target.attached_policies if policy.type == kind)


def compute_effective(organization: Any, target: Any, kind: str) -> dict[str, Any]:
    """Return the effective policy of a root, an OU or an account; {} where there is none."""
    path = find_target_path(organization, target)
    if not path or not is_type_enabled(path[0], kind):
        return {}
    return merge_policies(
        [json.loads(policy.content) for policy in find_attached(node, kind)] for node in path
    )


def is_type_enabled(root: Any, kind: str) -> bool:
    """Whether a root has a type of policy enabled."""
    return any(
        found["Type"] == kind and found["Status"] == "ENABLED" for found in root.policy_types
    )


def find_effective(account_id: str, kind: str) -> Mapping[str, Any]:
    """Return the effective policy of an account; {} where it has none, or a flawed one."""
    organization = find_organization(account_id)
    if organization is None:
        return {}
    account = next((a for a in organization.accounts if a.id == account_id), None)
    if account is None:
        return {}
    found = compute_effective(organization, account, kind)
    return {} if any(find_flaws(kind, found)) else found


def find_flaws(kind: str, effective: Mapping[str, Any]) -> Iterator[EffectivePolicyFlaw]:
    """Yield what makes an effective policy invalid."""
    if not effective:
        return
    if len(json.dumps(effective, separators=(",", ":"))) > _LONGEST:
        message = f"The effective policy is longer than {_LONGEST} characters."
        yield EffectivePolicyFlaw("POLICY_SIZE_LIMIT_EXCEEDED", message, "/")
    for path in POLICY_TYPES[kind].required:
        for name, found in effective.items():
            inner: Any = found
            for key in path:
                inner = inner.get(key) if isinstance(inner, Mapping) else None
            if inner is None:
                place = "/".join((name, *path))
                message = f"The effective policy has no {path[-1]}."
                yield EffectivePolicyFlaw("REQUIRED_KEY_MISSING", message, f"/{place}")
