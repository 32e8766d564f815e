"""The places where a path may be gone: whom it takes over, and what its placeholders stand for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ringwall.reason.iam.escalation.admins import name_powers
from ringwall.reason.iam.escalation.paths import EscalationPath, Rewrite
from ringwall.reason.iam.escalation.variants import home_region
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.organization.question import ask_as_service
from ringwall.reason.iam.relation.chains import account_of
from ringwall.reason.iam.symbolic.contexts.decide import AccessAnswer

NEW = "ringwall-probe"
_REGION = 3
"""Field of an ARN."""


@dataclass(frozen=True)
class Attempt:
    """One way to go a path: `target` is taken over, None where the principal itself gains."""

    values: Mapping[str, str]
    target: Principal | None = None
    group: str = ""
    """ARN of the group that the principal joins or changes."""
    becomes: Principal | None = None
    """The principal as it is then: a member of the group, or without what limited it."""
    change: str = ""
    """What makes it another: `in` a group, `without` a policy."""
    doubt: str = ""
    """What is not known of this place: whether such a workload exists."""
    trust: AccessAnswer | None = None
    """Whether the service that the role is passed to may assume it; None where none need."""
    guess: tuple[str, ...] = field(default=())
    """Placeholders that stand for resources which were not collected."""


def find_attempts(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    """Yield every place for a path: targets of the principal's own account."""
    if path.self_kind and path.self_kind != principal.kind:
        return
    for place in _PLACES[path.target](organization, path, principal):
        if place.target is None or place.target.arn != principal.arn:
            yield replace(place, values={**_common(principal), **place.values})


def _common(principal: Principal) -> dict[str, str]:
    return {
        "self": principal.arn,
        "self_name": principal.name,
        "account": principal.account_id,
        "partition": principal.partition,
        "region": home_region(principal.partition),
        "new": NEW,
        "path": "/",
        "power": name_powers(principal.partition)[0],
    }


def _self(_: Organization, path: EscalationPath, __: Principal) -> Iterator[Attempt]:
    if path.gives == "admin":
        yield Attempt({})


def _own_groups(_: Organization, __: EscalationPath, principal: Principal) -> Iterator[Attempt]:
    for group in principal.groups:
        yield Attempt({"group": group, "group_name": _name(group)}, group=group)


def _other_groups(
    organization: Organization, _: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    if principal.kind != "user":
        return
    for group in organization.groups:
        if account_of(group) == principal.account_id and group not in principal.groups:
            attached = (*principal.attached, *organization.groups[group])
            member = replace(principal, attached=attached, groups=(*principal.groups, group))
            values = {"group": group, "group_name": _name(group)}
            yield Attempt(values, group=group, becomes=member, change=f"in {group}")


def _own_policies(_: Organization, path: EscalationPath, principal: Principal) -> Iterator[Attempt]:
    for arn in customer_policies(principal):
        doubt = "" if path.gives == "admin" else "what other versions of the policy allow"
        yield Attempt({"policy": arn}, doubt=doubt)


def _users(
    organization: Organization, _: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    for other in organization.by_account.get(principal.account_id, ()):
        if other.kind == "user":
            yield Attempt(_target(other), other)


def _roles(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    for role in organization.roles(principal.account_id):
        # AWS alone changes and passes the roles that it made for a service.
        if role.requester.is_service_linked:
            continue
        trust = _read_trust(organization, role, path.service)
        if trust is not None and trust.verdict == "never":
            continue
        place = Attempt(_target(role), role, trust=trust)
        if not path.takes_profile:
            yield place
        elif role.instance_profiles is None:
            values = {**place.values, "profile_name": "$INSTANCE_PROFILE"}
            yield replace(place, values=values, doubt="the instance profiles of the role")
        elif role.instance_profiles:
            values = {**place.values, "profile_name": _name(role.instance_profiles[0])}
            yield replace(place, values=values)


def _read_trust(organization: Organization, role: Principal, service: str) -> AccessAnswer | None:
    if not service:
        return None
    known = organization.trusts.get((role.arn, service))
    if known is None:
        known = organization.trusts[role.arn, service] = ask_as_service(organization, role, service)
    return known


def _role_policies(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    for place in _roles(organization, path, principal):
        for arn in customer_policies(place.target) if place.target else ():
            yield Attempt({**place.values, "policy": arn}, place.target)


def _workloads(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    account = principal.account_id
    known = organization.workloads.get(path.workload)
    for workload in known or ():
        role = organization.principals.get(workload.role_arn)
        if account_of(workload.arn) == account and role:
            values = {
                "workload": workload.arn,
                "workload_name": re.split("[/:]", workload.arn)[-1],
                "region": workload.arn.split(":")[_REGION],
            }
            yield Attempt({**_target(role), **values}, role)
    if known is None or (path.workload, account) in organization.unlisted:
        what = path.workload.replace("_", " ")
        doubt = f"whether some {what} runs as the role: that was not collected"
        for place in _roles(organization, path, principal):
            yield replace(place, doubt=doubt, guess=("workload", "workload_name"))


def _boundary(_: Organization, __: EscalationPath, principal: Principal) -> Iterator[Attempt]:
    if principal.boundary is not None:
        yield _without_boundary(principal, {})


def _boundary_policy(
    _: Organization, __: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    arn = principal.boundary.managed_arn if principal.boundary else ""
    if arn and account_of(arn) == principal.account_id:
        yield _without_boundary(principal, {"policy": arn})


def _without_boundary(principal: Principal, values: Mapping[str, str]) -> Attempt:
    free = replace(principal, boundary=None)
    return Attempt(values, becomes=free, change="without its boundary")


def _denials(
    organization: Organization, _: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    for policy in _own(organization, principal):
        if policy.managed_arn and policy.denies:
            yield _without(principal, policy, {"policy": policy.managed_arn})


def _inline_denials(
    _: Organization, ___: EscalationPath, principal: Principal
) -> Iterator[Attempt]:
    for policy in principal.attached:
        owner, __, name = policy.name.partition("#")
        if not policy.managed_arn and owner == principal.arn and policy.denies:
            yield _without(principal, policy, {"policy_name": name})


def _own(organization: Organization, principal: Principal) -> Iterator[AttachedPolicy]:
    """Yield the policies of a principal itself: what a group holds it cannot take off."""
    by_group = {id(p) for g in principal.groups for p in organization.groups.get(g, ())}
    return (policy for policy in principal.attached if id(policy) not in by_group)


def _without(principal: Principal, policy: AttachedPolicy, values: Mapping[str, str]) -> Attempt:
    """Return the principal without one of its policies."""
    left = tuple(other for other in principal.attached if other is not policy)
    free = replace(principal, attached=left)
    return Attempt(
        values, becomes=free, change=f"without {policy.name.partition('#')[2] or policy.name}"
    )


def _new(_: Organization, __: EscalationPath, ___: Principal) -> Iterator[Attempt]:
    yield Attempt({})


_PLACES = {
    "new": _new,
    "self": _self,
    "self_group": _own_groups,
    "any_group": _other_groups,
    "self_policy": _own_policies,
    "user": _users,
    "role": _roles,
    "role_policy": _role_policies,
    "workload": _workloads,
    "self_boundary": _boundary,
    "own_boundary_policy": _boundary_policy,
    "self_denial": _denials,
    "self_inline_denial": _inline_denials,
}


def find_rewritten(rewrite: Rewrite, place: Attempt) -> Iterator[Attempt]:
    """Yield the places where a target is given permissions before a path takes it over."""
    target = place.target
    if target is None:
        return
    if rewrite.target in {"user", "role"}:
        if target.kind == rewrite.target:
            yield place
    elif rewrite.target == "policy":
        for arn in customer_policies(target):
            yield replace(place, values={**place.values, "policy": arn})
    else:
        for group in target.groups:
            values = {**place.values, "group": group, "group_name": _name(group)}
            yield replace(place, values=values)


def _target(principal: Principal) -> dict[str, str]:
    return {"target": principal.arn, "target_name": principal.name}


def customer_policies(principal: Principal) -> Iterable[str]:
    """Return the ARNs of the managed policies of the account's own that a principal holds."""
    arns = (policy.managed_arn for policy in principal.attached)
    return dict.fromkeys(arn for arn in arns if arn and account_of(arn) == principal.account_id)


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]
