"""The policies that deny a principal something and may be taken from it, those of groups too."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from ringwall.reason.iam.escalation.paths import TargetKind
from ringwall.reason.iam.organization.attached_policy import AttachedPolicy
from ringwall.reason.iam.organization.model import Organization, Principal

Freed = tuple[Mapping[str, str], Principal, str]
"""What placeholders stand for, the principal without a denial, and what it is without."""


def _at_managed(organization: Organization, principal: Principal) -> Iterator[Freed]:
    # What a group has attached, a member cannot detach from itself.
    groups = (organization.groups.get(group, ()) for group in principal.groups)
    by_group = {id(policy) for policies in groups for policy in policies}
    for policy in principal.attached:
        arn = policy.managed_arn
        if arn and policy.denies and id(policy) not in by_group:
            yield {"policy": arn}, _without(principal, (policy,)), arn


def _at_inline(_: Organization, principal: Principal) -> Iterator[Freed]:
    for policy in principal.attached:
        owner, __, name = policy.name.partition("#")
        if not policy.managed_arn and owner == principal.arn and policy.denies:
            yield {"policy_name": name}, _without(principal, (policy,)), name


def _at_groups(organization: Organization, principal: Principal) -> Iterator[Freed]:
    for group in principal.groups:
        policies = organization.groups.get(group, ())
        if any(policy.denies for policy in policies):
            groups = tuple(other for other in principal.groups if other != group)
            yield _describe(group), replace(_without(principal, policies), groups=groups), group


def _at_managed_of_groups(organization: Organization, principal: Principal) -> Iterator[Freed]:
    for group, policy in _of_groups(organization, principal):
        if arn := policy.managed_arn:
            yield {**_describe(group), "policy": arn}, _without(principal, (policy,)), arn


def _at_inline_of_groups(organization: Organization, principal: Principal) -> Iterator[Freed]:
    for group, policy in _of_groups(organization, principal):
        owner, _, name = policy.name.partition("#")
        if not policy.managed_arn and owner == group:
            values = {**_describe(group), "policy_name": name}
            yield values, _without(principal, (policy,)), policy.name


def _of_groups(
    organization: Organization, principal: Principal
) -> Iterator[tuple[str, AttachedPolicy]]:
    """Yield the denying policies of a principal's groups, each with its group."""
    for group in principal.groups:
        for policy in organization.groups.get(group, ()):
            if policy.denies:
                yield group, policy


def _without(principal: Principal, policies: Iterable[AttachedPolicy]) -> Principal:
    """Return a principal from which policies are taken once: what it has twice, it still has."""
    taken = list(policies)
    left: list[AttachedPolicy] = []
    for held in principal.attached:
        at = next((at for at, policy in enumerate(taken) if policy is held), None)
        if at is None:
            left.append(held)
        else:
            del taken[at]
    return replace(principal, attached=tuple(left))


def _describe(group: str) -> dict[str, str]:
    return {"group": group, "group_name": group.rpartition("/")[2]}


DENIALS: Mapping[TargetKind, Callable[[Organization, Principal], Iterator[Freed]]] = {
    "self_denial": _at_managed,
    "self_inline_denial": _at_inline,
    "denying_group": _at_groups,
    "group_denial": _at_managed_of_groups,
    "group_inline_denial": _at_inline_of_groups,
}
"""How the denials are found that paths of a kind take away."""
