"""What if: the organization as it would be after a change of policies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import (
    Organization,
    OrganizationAccount,
    PolicyLevel,
    Principal,
)

ControlKind = Literal["scp", "rcp"]


@dataclass(frozen=True)
class Attach:
    """An SCP or RCP attached to a root, unit or account."""

    kind: ControlKind
    policy: AttachedPolicy
    target: str


@dataclass(frozen=True)
class Detach:
    """An SCP or RCP, by name or ARN, taken off a root, unit or account."""

    kind: ControlKind
    name: str
    target: str


@dataclass(frozen=True)
class Replace:
    """A policy written anew.

    `arn` is a managed policy's, or a resource's (its own policy; of a role, the trust policy).
    """

    arn: str
    document: Mapping[str, Any]


PolicyChange = Attach | Detach | Replace


def apply_changes(organization: Organization, changes: Iterable[PolicyChange]) -> Organization:
    """Return the organization after changes, in their order; the one handed in stays as it is.

    BadInput where a change names what there is not.
    """
    for change in changes:
        if isinstance(change, Replace):
            organization = _replace(organization, change)
        else:
            organization = _change_controls(organization, change)
    return organization


def find_target(organization: Organization, wanted: str) -> str:
    """Return the id of a root, unit or account, by id, account name or `root`; else BadInput."""
    ids = {target for account in organization.accounts.values() for target in account.path}
    if wanted in ids or wanted in organization.accounts:
        return wanted
    if wanted.lower() == "root":
        roots = {account.path[0] for account in organization.accounts.values() if account.path}
        if len(roots) == 1:
            return roots.pop()
    named = [a.id for a in organization.accounts.values() if a.name == wanted]
    named += [id_ for id_, path in organization.units.items() if wanted in {path, _last(path)}]
    if len(named) == 1:
        return named[0]
    known = ", ".join(sorted({*ids, *organization.accounts})[:20])
    found = (
        f"{len(named)} units or accounts are named"
        if named
        else "no root, unit or account is named"
    )
    raise BadInput(f"{found} {wanted}; use an ID: {known}")


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _change_controls(organization: Organization, change: Attach | Detach) -> Organization:
    accounts: dict[str, OrganizationAccount] = {}
    touched = 0
    for account in organization.accounts.values():
        levels = account.scps if change.kind == "scp" else account.rcps
        is_exempt = account.id == organization.management_account
        if levels is None or is_exempt or change.target not in {*account.path, account.id}:
            accounts[account.id] = account
            continue
        touched += 1
        changed = _change_levels(account, levels, change)
        accounts[account.id] = (
            replace(account, scps=changed)
            if change.kind == "scp"
            else replace(account, rcps=changed)
        )
    if not touched:
        raise BadInput(
            f"{change.target}: {change.kind.upper()}s apply to no account in it, "
            "or the organization was not collected"
        )
    return replace(organization, accounts=accounts)


def _change_levels(
    account: OrganizationAccount, levels: tuple[PolicyLevel, ...], change: Attach | Detach
) -> tuple[PolicyLevel, ...]:
    # Where the type of policy was not in use, it would be with the first policy.
    whole = levels or tuple(PolicyLevel(target, ()) for target in (*account.path, account.id))
    if isinstance(change, Attach):
        if change.kind == "scp" and not levels:
            whole = tuple(PolicyLevel(level.target, (_full_access(),)) for level in whole)
        return tuple(
            PolicyLevel(level.target, (*level.attached, change.policy))
            if level.target == change.target
            else level
            for level in whole
        )
    found = [
        policy
        for level in whole
        if level.target == change.target
        for policy in level.attached
        if change.name in {policy.name, policy.managed_arn}
    ]
    if not found:
        raise BadInput(f"no policy {change.name} is attached to {change.target}")
    return tuple(
        PolicyLevel(level.target, tuple(p for p in level.attached if p not in found))
        if level.target == change.target
        else level
        for level in whole
    )


def _full_access() -> AttachedPolicy:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return AttachedPolicy({"Version": "2012-10-17", "Statement": statement}, "FullAWSAccess", "scp")


def _replace(organization: Organization, change: Replace) -> Organization:
    resource = organization.resources.get(change.arn)
    if resource is not None:
        kind: PolicyType = "trust" if resource.table == "iam_role" else "resource"
        attached = AttachedPolicy(change.document, change.arn, kind)
        resources = {**organization.resources, change.arn: replace(resource, attached=attached)}
        principals = dict(organization.principals)
        if change.arn in principals:
            principals[change.arn] = replace(principals[change.arn], trust=attached)
        return replace(organization, resources=resources, principals=principals)
    attached = AttachedPolicy(change.document, change.arn, "identity", change.arn)
    people = organization.principals.values()
    if not any(_has_attached(principal, change.arn) for principal in people):
        raise BadInput(
            f"{change.arn}: no resource with a policy and no attached managed policy has this ARN"
        )
    principals = {principal.arn: _with_policy(principal, attached) for principal in people}
    managed = {
        (account, arn): attached if arn == change.arn else policy
        for (account, arn), policy in organization.managed.items()
    }
    return replace(organization, principals=principals, managed=managed)


def _has_attached(principal: Principal, arn: str) -> bool:
    boundary = principal.boundary
    return any(policy.managed_arn == arn for policy in principal.attached) or (
        boundary is not None and boundary.managed_arn == arn
    )


def _with_policy(principal: Principal, new: AttachedPolicy) -> Principal:
    if not _has_attached(principal, new.managed_arn):
        return principal
    attached = tuple(new if p.managed_arn == new.managed_arn else p for p in principal.attached)
    boundary = principal.boundary
    if boundary is not None and boundary.managed_arn == new.managed_arn:
        boundary = new
    return replace(principal, attached=attached, boundary=boundary)
