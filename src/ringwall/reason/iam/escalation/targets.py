"""The places where a path may be gone: whom it takes over, and what its placeholders stand for."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ringwall.reason.iam.escalation.admins import name_powers
from ringwall.reason.iam.escalation.paths import EscalationPath, Rewrite
from ringwall.reason.iam.escalation.variants import home_region
from ringwall.reason.iam.organization.attached_policy import HeldPolicy
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.organization.question import ask_as_service
from ringwall.reason.iam.relation.chains import account_of
from ringwall.reason.iam.symbolic.contexts.decide import Access

NEW = "ringwall-probe"
_REGION = 3
"""Field of an ARN."""


@dataclass(frozen=True)
class Place:
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
    """What is not known of this place: whether such a holder exists."""
    trust: Access | None = None
    """Whether the service that the role is passed to may assume it; None where none need."""
    guess: tuple[str, ...] = field(default=())
    """Placeholders that stand for resources which were not collected."""


def find_places(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Place]:
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


def _self(_: Organization, path: EscalationPath, __: Principal) -> Iterator[Place]:
    if path.gives == "admin":
        yield Place({})


def _own_groups(_: Organization, __: EscalationPath, principal: Principal) -> Iterator[Place]:
    for group in principal.groups:
        yield Place({"group": group, "group_name": _name(group)}, group=group)


def _other_groups(
    organization: Organization, _: EscalationPath, principal: Principal
) -> Iterator[Place]:
    if principal.kind != "user":
        return
    for group in organization.groups:
        if account_of(group) == principal.account_id and group not in principal.groups:
            held = (*principal.held, *organization.groups[group])
            member = replace(principal, held=held, groups=(*principal.groups, group))
            values = {"group": group, "group_name": _name(group)}
            yield Place(values, group=group, becomes=member, change=f"in {group}")


def _own_policies(_: Organization, path: EscalationPath, principal: Principal) -> Iterator[Place]:
    for arn in customer_policies(principal):
        doubt = "" if path.gives == "admin" else "what other versions of the policy allow"
        yield Place({"policy": arn}, doubt=doubt)


def _users(organization: Organization, _: EscalationPath, principal: Principal) -> Iterator[Place]:
    for other in organization.by_account.get(principal.account_id, ()):
        if other.kind == "user":
            yield Place(_target(other), other)


def _roles(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Place]:
    for role in organization.roles(principal.account_id):
        # AWS alone changes and passes the roles that it made for a service.
        if role.requester.is_service_linked:
            continue
        trust = _read_trust(organization, role, path.service)
        if trust is not None and trust.verdict == "never":
            continue
        place = Place(_target(role), role, trust=trust)
        if not path.takes_profile:
            yield place
        elif role.instance_profiles is None:
            values = {**place.values, "profile_name": "$INSTANCE_PROFILE"}
            yield replace(place, values=values, doubt="the instance profiles of the role")
        elif role.instance_profiles:
            values = {**place.values, "profile_name": _name(role.instance_profiles[0])}
            yield replace(place, values=values)


def _read_trust(organization: Organization, role: Principal, service: str) -> Access | None:
    if not service:
        return None
    known = organization.trusts.get((role.arn, service))
    if known is None:
        known = organization.trusts[role.arn, service] = ask_as_service(organization, role, service)
    return known


def _role_policies(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Place]:
    for place in _roles(organization, path, principal):
        for arn in customer_policies(place.target) if place.target else ():
            yield Place({**place.values, "policy": arn}, place.target)


def _holders(
    organization: Organization, path: EscalationPath, principal: Principal
) -> Iterator[Place]:
    account = principal.account_id
    known = organization.holders.get(path.holder)
    for holder in known or ():
        role = organization.principals.get(holder.role_arn)
        if account_of(holder.arn) == account and role:
            values = {
                "holder": holder.arn,
                "holder_name": re.split("[/:]", holder.arn)[-1],
                "region": holder.arn.split(":")[_REGION],
            }
            yield Place({**_target(role), **values}, role)
    if known is None or (path.holder, account) in organization.unlisted:
        what = path.holder.replace("_", " ")
        doubt = f"whether some {what} runs as the role: that was not collected"
        for place in _roles(organization, path, principal):
            yield replace(place, doubt=doubt, guess=("holder", "holder_name"))


def _boundary(_: Organization, __: EscalationPath, principal: Principal) -> Iterator[Place]:
    if principal.boundary is not None:
        yield _without_boundary(principal, {})


def _boundary_policy(_: Organization, __: EscalationPath, principal: Principal) -> Iterator[Place]:
    arn = principal.boundary.managed_arn if principal.boundary else ""
    if arn and account_of(arn) == principal.account_id:
        yield _without_boundary(principal, {"policy": arn})


def _without_boundary(principal: Principal, values: Mapping[str, str]) -> Place:
    free = replace(principal, boundary=None)
    return Place(values, becomes=free, change="without its boundary")


def _denials(
    organization: Organization, _: EscalationPath, principal: Principal
) -> Iterator[Place]:
    for policy in _own(organization, principal):
        if policy.managed_arn and policy.denies:
            yield _without(principal, policy, {"policy": policy.managed_arn})


def _inline_denials(_: Organization, ___: EscalationPath, principal: Principal) -> Iterator[Place]:
    for policy in principal.held:
        holder, __, name = policy.name.partition("#")
        if not policy.managed_arn and holder == principal.arn and policy.denies:
            yield _without(principal, policy, {"policy_name": name})


def _own(organization: Organization, principal: Principal) -> Iterator[HeldPolicy]:
    """Yield the policies of a principal itself: what a group holds it cannot take off."""
    by_group = {id(p) for g in principal.groups for p in organization.groups.get(g, ())}
    return (policy for policy in principal.held if id(policy) not in by_group)


def _without(principal: Principal, policy: HeldPolicy, values: Mapping[str, str]) -> Place:
    """Return the principal without one of its policies."""
    left = tuple(other for other in principal.held if other is not policy)
    free = replace(principal, held=left)
    return Place(
        values, becomes=free, change=f"without {policy.name.partition('#')[2] or policy.name}"
    )


def _new(_: Organization, __: EscalationPath, ___: Principal) -> Iterator[Place]:
    yield Place({})


_PLACES = {
    "new": _new,
    "self": _self,
    "self_group": _own_groups,
    "any_group": _other_groups,
    "self_policy": _own_policies,
    "user": _users,
    "role": _roles,
    "role_policy": _role_policies,
    "holder": _holders,
    "self_boundary": _boundary,
    "own_boundary_policy": _boundary_policy,
    "self_denial": _denials,
    "self_inline_denial": _inline_denials,
}


def find_rewritten(rewrite: Rewrite, place: Place) -> Iterator[Place]:
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
    arns = (policy.managed_arn for policy in principal.held)
    return dict.fromkeys(arn for arn in arns if arn and account_of(arn) == principal.account_id)


def _name(arn: str) -> str:
    return arn.rpartition("/")[2]
