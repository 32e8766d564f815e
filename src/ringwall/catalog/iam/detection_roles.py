"""The roles by which services of AWS do what sections ask of them."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.detection_keys import (
    has_alarms,
    has_config,
    join,
    linked_role_key,
    role_key,
    trail_arn,
    trail_log_group_name,
)
from ringwall.catalog.policy_statements import allow_service, write_policy
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row

CONFIG = "config.amazonaws.com"
ORGANIZATION_READS = (
    *("DescribeOrganization", "ListAccounts", "ListAWSServiceAccessForOrganization"),
    *("ListDelegatedAdministrators",),
)
"""https://docs.aws.amazon.com/config/latest/developerguide/aggregated-create.html"""
LAKE_TABLES = (
    *("glue:CreatePartition", "glue:BatchCreatePartition", "glue:GetTable", "glue:UpdateTable"),
    *("glue:CreateTable", "glue:GetDatabase", "glue:GetPartition", "glue:DeletePartition"),
)
"""What keeps the tables of a lake up to date.
https://docs.aws.amazon.com/security-lake/latest/userguide/manage-iam-permissions.html"""


@wants("detection.alarms")
def want_trail_role(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role by which the trail writes to the log group."""
    if not has_alarms(landscape):
        return
    management, home = landscape.management, landscape.home_region
    group = trail_log_group_name(landscape)
    place = f"arn:{landscape.partition}:logs:{home}:"
    streams = join(place, management.id, f":log-group:{group}:log-stream:*")
    trust = {"StringEquals": {"aws:SourceArn": trail_arn(landscape)}}
    yield from _want_role(
        (landscape, management),
        "trail-to-log-group",
        "detection.alarms",
        "alarms are made of what the trail writes to its log group",
        allow_service("CloudTrail", "cloudtrail.amazonaws.com", ("sts:AssumeRole",), None, trust),
        _allow(("logs:CreateLogStream", "logs:PutLogEvents"), streams),
    )


@wants("detection.config")
def want_config_roles(landscape: Landscape) -> Iterator[Wanted]:
    """Have the service-linked role of AWS Config in each account, and that of the aggregator."""
    for account in landscape.accounts:
        if account.settings.detection.config.enabled:
            yield Wanted(
                key=linked_role_key(account, CONFIG),
                columns={"aws_service_name": CONFIG},
                section="detection.config",
                layer="detection",
                why="AWS Config reads every resource with this role",
            )
    if has_config(landscape):
        account = landscape.security
        trust = {"StringEquals": {"aws:SourceAccount": account.id}}
        yield from _want_role(
            (landscape, account),
            "config-aggregator",
            "detection.config",
            "the aggregator asks AWS Organizations for the accounts",
            allow_service("Config", CONFIG, ("sts:AssumeRole",), None, trust),
            _allow(tuple(f"organizations:{name}" for name in ORGANIZATION_READS), "*"),
        )


@wants("detection.rules")
def want_forwarding_role(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role by which findings of other Regions are sent to the home Region."""
    account, home = landscape.security, landscape.home_region
    if not landscape.settings.detection.rules.enabled or len(account.regions) == 1:
        return
    trust = {"StringEquals": {"aws:SourceAccount": account.id}}
    bus = join(f"arn:{landscape.partition}:events:{home}:", account.id, ":event-bus/default")
    yield from _want_role(
        (landscape, account),
        "findings-to-home",
        "detection.rules",
        "findings of other Regions are sent to the home Region",
        allow_service("Events", "events.amazonaws.com", ("sts:AssumeRole",), None, trust),
        _allow(("events:PutEvents",), bus),
    )


@wants("detection.security_lake")
def want_lake_role(landscape: Landscape) -> Iterator[Wanted]:
    """Have the role by which Security Lake keeps its tables up to date."""
    if not landscape.settings.detection.security_lake.enabled:
        return
    account = landscape.security
    trust = {"StringEquals": {"aws:SourceAccount": account.id}}
    place = f"arn:{landscape.partition}"
    yield from _want_role(
        (landscape, account),
        "security-lake",
        "detection.security_lake",
        "Security Lake keeps the tables of its logs with this role",
        allow_service("Lambda", "lambda.amazonaws.com", ("sts:AssumeRole",), None, trust),
        _allow(LAKE_TABLES, join(f"{place}:glue:*:", account.id, ":*")),
        _allow(
            ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
            join(f"{place}:logs:*:", account.id, ":log-group:/aws/lambda/*SecurityLake*"),
        ),
        _allow(
            ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
            join(f"{place}:sqs:*:", account.id, ":*SecurityLake*"),
        ),
        _allow(("s3:GetObject", "s3:ListBucket"), f"{place}:s3:::aws-security-data-lake-*"),
        _allow(("lakeformation:GetDataAccess",), "*"),
    )


def _allow(actions: tuple[str, ...], resource: Any) -> Row:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def _want_role(
    place: tuple[Landscape, LandscapeAccount], name: str, section: str, why: str, *allowed: Row
) -> Iterator[Wanted]:
    """Yield a role that a service assumes, as the first statement says, with an inline policy."""
    (landscape, account), (trust, *statements) = place, allowed
    key = role_key(account, name)
    trust = {part: value for part, value in trust.items() if part != "Resource"}
    yield Wanted(
        key=key,
        columns={
            "role_name": f"{landscape.name}-{name}",
            "path": "/",
            "assume_role_policy_document": write_policy(trust),
        },
        section=section,
        layer="detection",
        why=why,
    )
    yield Wanted(
        key=RowKey(account.name, GLOBAL, "iam_role_policy", name),
        columns={
            "role_name": Ref(key, "role_name"),
            "policy_name": name,
            "policy_document": write_policy(*statements),
        },
        section=section,
        layer="detection",
        why=why,
    )
