"""What if: the organization as it would be after a change of policies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.policy import PolicyType
from ringwall.reason.iam.organization.attached_policy import HeldPolicy
from ringwall.reason.iam.organization.model import Account, Level, Organization, Principal

ControlKind = Literal["scp", "rcp"]


@dataclass(frozen=True)
class Attach:
    """An SCP or RCP attached to a root, unit or account."""

    kind: ControlKind
    policy: HeldPolicy
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


Change = Attach | Detach | Replace


def apply_changes(organization: Organization, changes: Iterable[Change]) -> Organization:
    """Return the organization after changes, in their order; the one handed in stays as it is.

    BadInput where a change names what there is not.
    """
    for change in changes:
        if isinstance(change, Replace):
            organization = _replace(organization, change)
        else:
            organization = _control(organization, change)
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
    what = "no" if not named else f"{len(named)} targets called"
    raise BadInput(f"{what} {wanted}: name a root, unit or account by its id; there are {known}")


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _control(organization: Organization, change: Attach | Detach) -> Organization:
    accounts: dict[str, Account] = {}
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
            f"{change.target}: no account below it is bound by {change.kind.upper()}s, "
            "or the organization was not collected"
        )
    return _with(organization, accounts=accounts)


def _change_levels(
    account: Account, levels: tuple[Level, ...], change: Attach | Detach
) -> tuple[Level, ...]:
    # Where the type of policy was not in use, it would be with the first policy.
    whole = levels or tuple(Level(target, ()) for target in (*account.path, account.id))
    if isinstance(change, Attach):
        if change.kind == "scp" and not levels:
            whole = tuple(Level(level.target, (_full_access(),)) for level in whole)
        return tuple(
            Level(level.target, (*level.held, change.policy))
            if level.target == change.target
            else level
            for level in whole
        )
    found = [
        policy
        for level in whole
        if level.target == change.target
        for policy in level.held
        if change.name in {policy.name, policy.managed_arn}
    ]
    if not found:
        raise BadInput(f"no policy {change.name} is attached to {change.target}")
    return tuple(
        Level(level.target, tuple(p for p in level.held if p not in found))
        if level.target == change.target
        else level
        for level in whole
    )


def _full_access() -> HeldPolicy:
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    return HeldPolicy({"Version": "2012-10-17", "Statement": statement}, "FullAWSAccess", "scp")


def _replace(organization: Organization, change: Replace) -> Organization:
    resource = organization.resources.get(change.arn)
    if resource is not None:
        kind: PolicyType = "trust" if resource.table == "iam_role" else "resource"
        held = HeldPolicy(change.document, change.arn, kind)
        resources = {**organization.resources, change.arn: replace(resource, held=held)}
        principals = dict(organization.principals)
        if change.arn in principals:
            principals[change.arn] = replace(principals[change.arn], trust=held)
        return _with(organization, resources=resources, principals=principals)
    held = HeldPolicy(change.document, change.arn, "identity", change.arn)
    people = organization.principals.values()
    if not any(_holds(principal, change.arn) for principal in people):
        raise BadInput(f"{change.arn}: no resource with a policy, and nobody holds such a policy")
    principals = {principal.arn: _put(principal, held) for principal in people}
    managed = {
        (account, arn): held if arn == change.arn else policy
        for (account, arn), policy in organization.managed.items()
    }
    return _with(organization, principals=principals, managed=managed)


def _holds(principal: Principal, arn: str) -> bool:
    boundary = principal.boundary
    return any(policy.managed_arn == arn for policy in principal.held) or (
        boundary is not None and boundary.managed_arn == arn
    )


def _put(principal: Principal, new: HeldPolicy) -> Principal:
    if not _holds(principal, new.managed_arn):
        return principal
    held = tuple(new if p.managed_arn == new.managed_arn else p for p in principal.held)
    boundary = principal.boundary
    if boundary is not None and boundary.managed_arn == new.managed_arn:
        boundary = new
    return replace(principal, held=held, boundary=boundary)


def _with(organization: Organization, **changed: Any) -> Organization:
    """Return the organization with other parts; what it remembered of the old ones is forgotten."""
    return replace(organization, trusts={}, **changed)
