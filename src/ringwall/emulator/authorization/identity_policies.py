"""The policies that bind a caller: its own, its boundary, and the SCPs and RCPs of an account."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ringwall.emulator.authorization.authority import NamedPolicy, PolicyList
from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.services.iam import load_managed_policy

NOTHING = '{"Version":"2012-10-17","Statement":[]}'
SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
ADMINISTRATOR = NamedPolicy(
    "AdministratorAccess",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
)
RCP_FULL_ACCESS = NamedPolicy(
    "RCPFullAWSAccess",
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*",'
    '"Resource":"*"}]}',
)
"""AWS attaches it everywhere as soon as RCPs are enabled, and it cannot be detached."""


def find_identity_policies(caller: ApiCaller) -> PolicyList:
    """Return the identity policies of a caller: inline and managed, those of its groups too."""
    if caller.kind in {"operator", "root"}:
        return (ADMINISTRATOR,)
    if caller.holder is None:
        return ()
    found = [*_hold(caller.holder)]
    if caller.kind in {"user", "federated_user"}:
        groups = moto_backend("iam", caller.account_id).get_groups_for_user(caller.holder.name)
        found += [policy for group in groups for policy in _hold(group)]
    return tuple(found)


def find_boundary(caller: ApiCaller) -> PolicyList:
    """Return the permissions boundary of a caller; one that is gone allows nothing."""
    boundary = getattr(caller.holder, "permissions_boundary", None) or {}
    arn = boundary.get("PermissionsBoundaryArn", "")
    if not arn:
        return ()
    load_managed_policy(caller.account_id, arn)
    policy = moto_backend("iam", caller.account_id).managed_policies.get(arn)
    return (_read_managed(policy) if policy else NamedPolicy(arn, NOTHING),)


def find_session_policies(caller: ApiCaller) -> PolicyList:
    """Return the policies that were given to a session; managed ones as they are now."""
    found: list[NamedPolicy] = []
    for number, given in enumerate(caller.session_policies):
        if given.startswith("arn:"):
            load_managed_policy(caller.account_id, given)
            policy = moto_backend("iam", caller.account_id).managed_policies.get(given)
            found.append(_read_managed(policy) if policy else NamedPolicy(given, NOTHING))
        else:
            found.append(NamedPolicy(f"session policy {number}", given))
    return tuple(found)


def _hold(holder: Any) -> Iterator[NamedPolicy]:
    for name, document in holder.policies.items():
        yield NamedPolicy(name, write_document(document))
    for policy in holder.managed_policies.values():
        yield _read_managed(policy)


def _read_managed(policy: Any) -> NamedPolicy:
    version = next(v for v in policy.versions if v.version_id == policy.default_version_id)
    return NamedPolicy(policy.arn, write_document(version.document))


def write_document(document: Any) -> str:
    """Return a policy document as text, whichever way moto keeps it."""
    if isinstance(document, bytes):
        return document.decode()
    return document if isinstance(document, str) else json.dumps(document)


def find_organization(account_id: str) -> Any:
    """Return moto's backend of the organization that an account belongs to; None for none."""
    owners = moto_backends("organizations")
    known = owners.master_accounts.get(account_id)
    if known is not None:
        management, partition = known
        return owners[management][partition]
    backend = moto_backend("organizations", account_id) if account_id in owners else None
    return backend if backend is not None and backend.org else None


def find_path(organization: Any, account_id: str) -> tuple[Any, ...]:
    """Return moto's root, units and account, from the root down."""
    account = next((a for a in organization.accounts if a.id == account_id), None)
    if account is None:
        return ()
    units = {unit.id: unit for unit in organization.ou}
    found = [account]
    parent = account.parent_id
    while (unit := units.get(parent)) is not None:
        found.append(unit)
        parent = getattr(unit, "parent_id", "")
    return tuple(reversed(found))


def find_levels(account_id: str, kind: str) -> tuple[PolicyList, ...]:
    """Return the SCPs or RCPs that bind an account, from the root down; () where there are none.

    The management account is not bound, nor is an organization that has not enabled the type.
    https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_type-auth.html
    """
    organization = find_organization(account_id)
    if organization is None or organization.org.master_account_id == account_id:
        return ()
    path = find_path(organization, account_id)
    if not path or kind not in _enabled(path[0]):
        return ()
    always = (RCP_FULL_ACCESS,) if kind == RCP else ()
    return tuple((*always, *_attached(node.attached_policies, kind)) for node in path)


def _enabled(root: Any) -> set[str]:
    return {found["Type"] for found in root.policy_types if found["Status"] == "ENABLED"}


def _attached(policies: Iterable[Any], kind: str) -> Iterator[NamedPolicy]:
    for policy in policies:
        if policy.type == kind and policy.name != RCP_FULL_ACCESS.name:
            yield NamedPolicy(policy.name, write_document(policy.content))
