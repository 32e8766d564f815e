"""Topics that get events of workloads in the management account, and their subscribers."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.sns.workload_topic import NAME, find_alert_regions, topic_key
from ringwall.model.blueprint.landscape import Landscape, list_addresses
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Join, Ref, RowKey, Wanted


@wants("accounts.workload_alert")
def want_workload_topics(landscape: Landscape) -> Iterator[Wanted]:
    """Have a topic for events of workloads in the management account, and its subscribers."""
    management = landscape.management
    wanted = landscape.settings.accounts.workload_alert
    shared: dict[str, Any] = {
        "section": "accounts.workload_alert",
        "layer": "accounts",
        "why": "somebody hears of a workload in the management account",
    }
    for region in find_alert_regions(landscape):
        topic = topic_key(landscape, region)
        yield Wanted(
            key=topic,
            columns={"policy": _write_policy(landscape, region)},
            given={"topic_name": NAME},
            **shared,
        )
        for address in list_addresses(management, wanted.email_addresses):
            yield Wanted(
                key=RowKey(management.name, region, "sns_subscription", f"workloads-{address}"),
                columns={
                    "topic_arn": Ref(topic, "arn"),
                    "protocol": "email",
                    "endpoint": address,
                },
                **shared,
            )


def _write_policy(landscape: Landscape, region: str) -> dict[str, Any]:
    """Return the policy by which only rules of the account publish, over TLS."""
    account = landscape.management.id
    topic = Join((f"arn:{landscape.partition}:sns:{region}:", account, f":{NAME}"))
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Rules",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sns:Publish",
                "Resource": topic,
                "Condition": {"StringEquals": {"aws:SourceAccount": account}},
            },
            {
                "Sid": "OnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sns:Publish",
                "Resource": topic,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ],
    }
