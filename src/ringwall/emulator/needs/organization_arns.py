"""The ARNs of an organization's parts, as the organization itself knows them."""

import re
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backends

KINDS = {"ou-": "ou", "r-": "root", "p-": "policy", "rp-": "resourcepolicy"}
"""What the ids of an organization's parts begin with, but for its accounts'."""
_ACCOUNT = re.compile(r"[0-9]{12}")


def find_organization(call: EmulatedCall) -> Any:
    """Return moto's state of the organization that the call's account is in; None without one."""
    partition = find_partition(call.region)
    backends = moto_backends("organizations")
    management, _ = backends.master_accounts.get(call.account_id, (call.account_id, partition))
    backend = backends[management][partition]
    return backend if backend.org else None


def find_member_arn(call: EmulatedCall, identifier: str) -> str:
    """Return the ARN of a root, OU, account or policy by its id; '' where there is none such."""
    is_account = _ACCOUNT.fullmatch(identifier) is not None
    if not is_account and not identifier.startswith(tuple(KINDS)):
        return ""
    backend = find_organization(call)
    for part in (*backend.policies, *backend.ou, *backend.accounts) if backend else ():
        if part.id == identifier:
            return _own_arn(part, identifier)
    return _make_arn(call, backend, identifier)


def _own_arn(part: Any, identifier: str) -> str:
    arn = str(part.arn)
    if not getattr(part, "aws_managed", False):
        return arn
    # AWS's own policies belong to no organization.
    kind = str(part.type).lower()
    return f"arn:{arn.split(':')[1]}:organizations::aws:policy/{kind}/{identifier}"


def _make_arn(call: EmulatedCall, backend: Any, identifier: str) -> str:
    """Return what the ARN of a part that does not exist would be: the call will fail by itself."""
    kind = next((k for start, k in KINDS.items() if identifier.startswith(start)), "account")
    middle = "*/" if kind == "policy" else ""
    owner = backend.org.master_account_id if backend else call.account_id
    organization = backend.org.id if backend else "o-*"
    place = f"arn:{find_partition(call.region)}:organizations::{owner}"
    return f"{place}:{kind}/{organization}/{middle}{identifier}"


def find_policy_type(call: EmulatedCall, policy_id: str) -> str:
    """Return the type of a policy of the organization; '' where there is none of that id."""
    backend = find_organization(call)
    held = (policy for policy in (backend.policies if backend else ()) if policy.id == policy_id)
    return next((str(policy.type) for policy in held), "")
