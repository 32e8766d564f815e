"""The roles that AWS Control Tower needs before it can make a landing zone.

https://docs.aws.amazon.com/controltower/latest/userguide/access-control-managing-permissions.html
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, RowKey, Wanted


@dataclass(frozen=True)
class ServiceRole:
    """A role of the management account: who assumes it, and what it may do."""

    name: str
    service: str
    actions: tuple[str, ...] = ()
    resource: str = "*"
    """What of, as the rest of an ARN after the partition; * for everything."""
    managed_policies: tuple[str, ...] = ()


ROLES = (
    ServiceRole(
        "AWSControlTowerAdmin",
        "controltower.amazonaws.com",
        ("ec2:DescribeAvailabilityZones",),
        managed_policies=("service-role/AWSControlTowerServiceRolePolicy",),
    ),
    ServiceRole(
        "AWSControlTowerCloudTrailRole",
        "cloudtrail.amazonaws.com",
        ("logs:CreateLogStream", "logs:PutLogEvents"),
        "logs:*:*:log-group:aws-controltower/CloudTrailLogs:*",
    ),
    ServiceRole(
        "AWSControlTowerStackSetRole",
        "cloudformation.amazonaws.com",
        ("sts:AssumeRole",),
        "iam::*:role/AWSControlTowerExecution",
    ),
    ServiceRole(
        "AWSControlTowerConfigAggregatorRoleForOrganizations",
        "config.amazonaws.com",
        managed_policies=("service-role/AWSConfigRoleForOrganizations",),
    ),
)
SHARED: dict[str, Any] = {
    "section": "accounts.control_tower",
    "layer": "accounts",
    "why": "AWS Control Tower does its work with this role",
}


def role_keys(landscape: Landscape) -> tuple[RowKey, ...]:
    """Return the keys of the roles and of what they may do."""
    return tuple(row.key for row in _want_all(landscape))


@wants("accounts.control_tower")
def want_tower_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have the roles of Control Tower, where a landing zone is to be made."""
    if landscape.settings.accounts.control_tower.landing_zone == "create":
        yield from _want_all(landscape)


def _want_all(landscape: Landscape) -> Iterator[Wanted]:
    for role in ROLES:
        yield from _want(landscape, role)


def _want(landscape: Landscape, role: ServiceRole) -> Iterator[Wanted]:
    management = landscape.management.name
    key = RowKey(management, GLOBAL, "iam_role", role.name)
    yield Wanted(
        key=key,
        columns={
            "role_name": role.name,
            "path": "/service-role/",
            "assume_role_policy_document": _write(
                {"Principal": {"Service": role.service}, "Action": "sts:AssumeRole"}
            ),
        },
        **SHARED,
    )
    if role.actions:
        is_all = role.resource == "*"
        resource = "*" if is_all else f"arn:{landscape.partition}:{role.resource}"
        yield Wanted(
            key=RowKey(management, GLOBAL, "iam_role_policy", role.name),
            columns={
                "role_name": role.name,
                "policy_name": f"{role.name}Policy",
                "policy_document": _write({"Action": list(role.actions), "Resource": resource}),
            },
            needs=(key,),
            **SHARED,
        )
    for policy in role.managed_policies:
        yield Wanted(
            key=RowKey(management, GLOBAL, "iam_role_policy_attachment", f"{role.name} {policy}"),
            columns={
                "role_name": role.name,
                "policy_arn": f"arn:{landscape.partition}:iam::aws:policy/{policy}",
            },
            needs=(key,),
            **SHARED,
        )


def _write(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}
