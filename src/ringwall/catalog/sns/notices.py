"""The topics that alarms and findings are sent to, and who subscribes to them."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import has_alarms, kms_key, topic_arn, topic_key
from ringwall.catalog.policy_statements import allow_service, write_policy
from ringwall.model.blueprint.landscape import Landscape, LandscapeAccount
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted


@wants("detection.alarms")
def want_alarm_topic(landscape: Landscape) -> Iterator[Wanted]:
    """Have the topic of alarms, in the management account, where the alarms are."""
    if has_alarms(landscape):
        yield from _want_topic(
            (landscape, landscape.management),
            "alarms",
            "detection.alarms",
            "cloudwatch.amazonaws.com",
            landscape.settings.detection.alarms.email_addresses,
        )


@wants("detection.rules")
def want_finding_topic(landscape: Landscape) -> Iterator[Wanted]:
    """Have the topic of findings, in the account that administers the security services."""
    if landscape.settings.detection.rules.enabled:
        yield from _want_topic(
            (landscape, landscape.security),
            "findings",
            "detection.rules",
            "events.amazonaws.com",
            landscape.settings.detection.rules.email_addresses,
        )


def _want_topic(
    place: tuple[Landscape, LandscapeAccount],
    kind: str,
    section: str,
    service: str,
    addresses: tuple[str, ...],
) -> Iterator[Wanted]:
    landscape, account = place
    key = topic_key(account, landscape, kind)
    arn = topic_arn(account, landscape, kind)
    of_account = {"StringEquals": {"aws:SourceAccount": account.id}}
    tls = {
        "Sid": "RequireTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": arn,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    yield Wanted(
        key=key,
        columns={
            "kms_master_key_id": Ref(kms_key(account, landscape, kind), "arn"),
            "policy": write_policy(
                allow_service("Publish", service, ("sns:Publish",), arn, of_account), tls
            ),
        },
        section=section,
        layer="detection",
        why=f"{kind} that reach nobody are of no use",
        given={"topic_name": f"{landscape.name}-{kind}"},
    )
    for address in addresses:
        yield Wanted(
            key=RowKey(account.name, landscape.home_region, "sns_subscription", address),
            columns={"topic_arn": Ref(key, "arn"), "protocol": "email", "endpoint": address},
            section=section,
            layer="detection",
            why=f"{kind} that reach nobody are of no use",
        )
