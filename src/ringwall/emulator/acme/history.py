"""A week at Acme with all attacks in it: the logs, and the truth about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ringwall.emulator.acme.actors import Activity, Actor, Stage
from ringwall.emulator.acme.attacks import ATTACKS
from ringwall.emulator.acme.organization import Acme
from ringwall.emulator.acme.week import live_a_week
from ringwall.emulator.app import Emulator

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
QUERY_LOGS = "/acme/dns/prod"
NETWORK_BUCKET = "acme-network-logs"
"""Queries of prod, flows of prod and staging; in the account log-archive."""
FLOW_FORMAT = " ".join(
    f"${{{name}}}"
    for name in (
        "version", "account-id", "region", "vpc-id", "subnet-id", "instance-id", "interface-id",
        "srcaddr", "dstaddr", "srcport", "dstport", "pkt-srcaddr", "pkt-dstaddr", "protocol",
        "packets", "bytes", "start", "end", "action", "log-status", "tcp-flags", "flow-direction",
    )
)  # fmt: skip


@dataclass(frozen=True)
class AcmeHistory:
    """What happened: the emulator has its logs."""

    app: Emulator
    week: Activity
    attacks: Mapping[str, Activity]
    """By name; each on a day of its own as far as there are days."""


def play_history(app: Emulator, acme: Acme, monday: datetime = MONDAY) -> AcmeHistory:
    """Let the week and the attacks happen at Acme, and return what is of which."""
    stage = Stage(app, acme)
    _log_queries(stage)
    week = stage.act("week", (), monday, live_a_week)
    attacks = {}
    for number, (name, (script, techniques)) in enumerate(ATTACKS.items()):
        start = monday + timedelta(days=number % 7, hours=11, minutes=13 * number)
        attacks[name] = stage.act(name, techniques, start, script)
    app.deliver_logs()
    return AcmeHistory(app, week, attacks)


def _log_queries(stage: Stage) -> None:
    """Log prod's queries, and flows of prod and staging, in a bucket; Acme itself does not."""
    now, prod = datetime.now(UTC), stage.platform("prod")
    account = stage.acme.accounts["prod"]
    archive = stage.platform("log-archive")
    _make_bucket(archive, now, [account, stage.acme.accounts["staging"]])
    prod.call(now, "logs", "create_log_group", logGroupName=QUERY_LOGS)
    vpcs = [vpc["VpcId"] for vpc in prod.call(now, "ec2", "describe_vpcs")["Vpcs"]]
    group = f"arn:aws:logs:us-east-1:{account}:log-group:{QUERY_LOGS}:*"
    for name, destination in (("prod", group), ("archive", f"arn:aws:s3:::{NETWORK_BUCKET}")):
        config = prod.call(
            now, "route53resolver", "create_resolver_query_log_config", Name=name,
            DestinationArn=destination, CreatorRequestId=f"history-{name}",
        )  # fmt: skip
        for vpc in vpcs:
            prod.call(
                now, "route53resolver", "associate_resolver_query_log_config",
                ResolverQueryLogConfigId=config["ResolverQueryLogConfig"]["Id"], ResourceId=vpc,
            )  # fmt: skip
    staging = stage.platform("staging")
    for actor, region in ((prod, "us-east-1"), (staging, "eu-west-1")):
        found = actor.call(now, "ec2", "describe_vpcs", region)["Vpcs"]
        made = actor.call(
            now, "ec2", "create_flow_logs", region, ResourceType="VPC", TrafficType="ALL",
            ResourceIds=[vpc["VpcId"] for vpc in found], LogDestinationType="s3",
            LogDestination=f"arn:aws:s3:::{NETWORK_BUCKET}", LogFormat=FLOW_FORMAT,
        )  # fmt: skip
        if made.get("Unsuccessful"):
            raise ValueError(f"flow logs cannot be delivered: {made['Unsuccessful']}")
    if refused := (*prod.refused, *staging.refused, *archive.refused):
        raise ValueError(f"Acme's administrators were refused: {', '.join(refused)}")


def _make_bucket(archive: Actor, now: datetime, accounts: list[str]) -> None:
    """Make the bucket to which AWS may deliver the logs of some accounts."""
    bucket = f"arn:aws:s3:::{NETWORK_BUCKET}"
    delivery = {"Service": "delivery.logs.amazonaws.com"}
    source = {"aws:SourceAccount": accounts}
    owned = {"s3:x-amz-acl": "bucket-owner-full-control"}
    statements = [
        {"Action": "s3:GetBucketAcl", "Resource": bucket, "Condition": {"StringEquals": source}},
        {
            "Action": "s3:PutObject",
            "Resource": [f"{bucket}/AWSLogs/{account}/*" for account in accounts],
            "Condition": {"StringEquals": source | owned},
        },
    ]
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": delivery, **each} for each in statements],
    }
    archive.call(now, "s3", "create_bucket", Bucket=NETWORK_BUCKET)
    archive.call(
        now, "s3", "put_bucket_policy", Bucket=NETWORK_BUCKET, Policy=json.dumps(policy)
    )  # fmt: skip
