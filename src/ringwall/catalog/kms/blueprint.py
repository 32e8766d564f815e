"""The keys that logs and notices are encrypted with, each with an alias."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import (
    exports_findings,
    has_alarms,
    has_config,
    has_trail,
    join,
    kms_key,
    logs_vpcs,
    trail_arn,
)
from ringwall.catalog.kms.named_keys import want_named_key
from ringwall.catalog.policy_statements import (
    administer_key,
    allow_service,
    of_organization,
    write_policy,
)
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Row

WRITE = ("kms:GenerateDataKey*", "kms:Decrypt")
"""What a service needs that writes with a key: it reads the parts of what it writes."""


@wants("detection.trail")
def want_trail_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for the trail's files, which CloudTrail uses for this trail alone."""
    if not has_trail(landscape):
        return
    arn = trail_arn(landscape)
    statement = allow_service(
        "CloudTrail",
        "cloudtrail.amazonaws.com",
        ("kms:GenerateDataKey*",),
        "*",
        {
            "StringEquals": {
                "aws:SourceArn": arn,
                "kms:EncryptionContext:aws:cloudtrail:arn": arn,
            }
        },
    )
    describe = allow_service(
        "Describe",
        "cloudtrail.amazonaws.com",
        ("kms:DescribeKey",),
        "*",
        {"StringEquals": {"aws:SourceArn": arn}},
    )
    why = "who may read the bucket still needs the key to read what the trail recorded"
    yield from _want_key(landscape, landscape.logs, "trail", why, statement, describe)


@wants("detection.config")
def want_config_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for what AWS Config delivers."""
    if not has_config(landscape):
        return
    statement = allow_service(
        "Config", "config.amazonaws.com", WRITE, "*", of_organization(landscape)
    )
    why = "who may read the bucket still needs the key to read how everything is set up"
    yield from _want_key(landscape, landscape.logs, "config", why, statement)


@wants("detection.guardduty")
def want_findings_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for the findings that GuardDuty writes to a bucket."""
    if not exports_findings(landscape):
        return
    detectors = f"arn:{landscape.partition}:guardduty:*:"
    of_administrator = {
        "StringEquals": {"aws:SourceAccount": landscape.security.id},
        "ArnLike": {"aws:SourceArn": join(detectors, landscape.security.id, ":detector/*")},
    }
    statement = allow_service(
        "GuardDuty", "guardduty.amazonaws.com", ("kms:GenerateDataKey",), "*", of_administrator
    )
    why = "who may read the bucket still needs the key to read the findings"
    yield from _want_key(landscape, landscape.logs, "guardduty", why, statement)


@wants("detection.flow_logs")
def want_vpc_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for flow logs and query logs."""
    if not logs_vpcs(landscape):
        return
    statement = allow_service(
        "LogDelivery", "delivery.logs.amazonaws.com", WRITE, "*", of_organization(landscape)
    )
    why = "who may read the bucket still needs the key to read who talked to whom"
    yield from _want_key(landscape, landscape.logs, "vpc-logs", why, statement)


@wants("detection.alarms")
def want_alarm_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for the topic of alarms: CloudWatch cannot use the key that AWS manages."""
    if has_alarms(landscape):
        why = "what alarms say of the organization is for those alone who subscribe to them"
        of_account = {"StringEquals": {"aws:SourceAccount": landscape.management.id}}
        statement = allow_service("CloudWatch", "cloudwatch.amazonaws.com", WRITE, "*", of_account)
        yield from _want_key(landscape, landscape.management, "alarms", why, statement)


@wants("detection.rules")
def want_rule_key(landscape: Landscape) -> Iterator[Wanted]:
    """Have a key for the topic of findings: EventBridge cannot use the key that AWS manages."""
    if landscape.settings.detection.rules.enabled:
        why = "what findings say of the organization is for those alone who subscribe to them"
        of_account = {"StringEquals": {"aws:SourceAccount": landscape.security.id}}
        statement = allow_service("EventBridge", "events.amazonaws.com", WRITE, "*", of_account)
        yield from _want_key(landscape, landscape.security, "findings", why, statement)


def _want_key(
    landscape: Landscape, account: LandscapeAccount, kind: str, why: str, *statements: Row
) -> Iterator[Wanted]:
    policy = write_policy(administer_key(landscape, account), *statements)
    key = kms_key(account, landscape, kind)
    yield from want_named_key(landscape, key, _SECTIONS[kind], why, policy)


_SECTIONS = {
    "trail": "detection.trail",
    "config": "detection.config",
    "guardduty": "detection.guardduty",
    "vpc-logs": "detection.flow_logs",
    "alarms": "detection.alarms",
    "findings": "detection.rules",
}
