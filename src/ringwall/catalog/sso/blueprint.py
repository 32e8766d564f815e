"""Permission sets and assignments, as a blueprint wants them."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.sso.wanted_rows import (
    BREAK_GLASS,
    center_key,
    center_region,
    find_center,
    find_targets,
    instance_arn,
    instance_key,
)
from ringwall.model.blueprint.identity import PermissionSet
from ringwall.model.blueprint.landscape import Landscape, organization_key
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, Wanted

SHARED: dict[str, Any] = {"section": "identity.identity_center", "layer": "identity"}
CONSOLE = (
    "enable IAM Identity Center for the organization in the console of the management account, in"
)


@wants("identity.identity_center")
def want_instance(landscape: Landscape) -> Iterator[Wanted]:
    """Have the organization's instance: no call makes one, so that a person does."""
    if find_center(landscape):
        region = center_region(landscape)
        yield Wanted(
            key=instance_key(landscape),
            columns={"region": region},
            why="people sign in at one place, with sessions that end",
            needs=(organization_key(landscape.management.name),),
            by_hand=f"{CONSOLE} {region}; then collect again",
            **SHARED,
        )


@wants("identity.identity_center")
def want_permission_sets(landscape: Landscape) -> Iterator[Wanted]:
    """Have the permission sets, each with its policies, in every account that has them."""
    center = find_center(landscape)
    for name, wanted in center.permission_sets.items() if center else ():
        yield Wanted(
            key=center_key(landscape, "sso_permission_set", name),
            columns=_describe(landscape, name, wanted),
            why="people get roles with sessions that end, and no keys",
            **SHARED,
        )
        yield from _want_policies(landscape, name, wanted)


def _describe(landscape: Landscape, name: str, wanted: PermissionSet) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if wanted.inline_policy is not None:
        more["inline_policy"] = wanted.inline_policy
    if wanted.permissions_boundary:
        arn = _find_policy(landscape, wanted.permissions_boundary)
        more["permissions_boundary"] = {"ManagedPolicyArn": arn}
    if wanted.break_glass:
        more["tags"] = {BREAK_GLASS: "true"}
    return {
        "instance_arn": instance_arn(landscape),
        "name": name,
        # AWS takes no empty description.
        **({"description": wanted.description} if wanted.description else {}),
        "session_duration": wanted.session_duration,
        "is_provisioned": True,
        **more,
    }


def _want_policies(landscape: Landscape, name: str, wanted: PermissionSet) -> Iterator[Wanted]:
    ids = {
        "instance_arn": instance_arn(landscape),
        "permission_set_arn": Ref(center_key(landscape, "sso_permission_set", name), "arn"),
    }
    for policy in wanted.managed_policies:
        arn = _find_policy(landscape, policy)
        yield Wanted(
            key=center_key(landscape, "sso_permission_set_attachment", f"{name} {policy}"),
            columns={**ids, "managed_policy_arn": arn},
            why=f"it is what {name} may do",
            **SHARED,
        )
    for policy in wanted.customer_managed_policies:
        path, _, plain = policy.rpartition("/")
        yield Wanted(
            key=center_key(landscape, "sso_permission_set_customer_policy", f"{name} {policy}"),
            columns={**ids, "name": plain, "path": f"/{path.strip('/')}/" if path else "/"},
            why=f"it is what {name} may do",
            **SHARED,
        )


def _find_policy(landscape: Landscape, policy: str) -> str:
    """Return the ARN of a policy of AWS."""
    is_arn = policy.startswith("arn:")
    return policy if is_arn else f"arn:{landscape.partition}:iam::aws:policy/{policy}"


@wants("identity.identity_center")
def want_assignments(landscape: Landscape) -> Iterator[Wanted]:
    """Give groups their permission sets in accounts; one that is named twice is one."""
    center = find_center(landscape)
    if center is None:
        return
    seen: set[str] = set()
    for wanted in center.assignments:
        which = wanted.permission_set
        for account in find_targets(landscape, wanted.units, wanted.accounts):
            name = f"{wanted.group} {which} {account.name}"
            if name in seen:
                continue
            seen.add(name)
            permission_set = center_key(landscape, "sso_permission_set", which)
            group = center_key(landscape, "identitystore_group", wanted.group)
            yield Wanted(
                key=center_key(landscape, "sso_assignment", name),
                columns={
                    "instance_arn": instance_arn(landscape),
                    "permission_set_arn": Ref(permission_set, "arn"),
                    "target_id": account.id,
                    "principal_type": "GROUP",
                    "principal_id": Ref(group, "group_id"),
                },
                why="groups have access, not people: who leaves a group has none",
                needs=tuple(
                    center_key(landscape, "sso_permission_set_attachment", f"{which} {policy}")
                    for policy in center.permission_sets[which].managed_policies
                ),
                **SHARED,
            )
