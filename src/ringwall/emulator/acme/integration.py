"""Acme's queues, topics and functions."""

import io
import json
import zipfile
from typing import Any

from ringwall.emulator.acme.identity import grant, make_role
from ringwall.emulator.acme.team import HOME, Team


def build_messaging(team: Team) -> None:
    """Make two queues for SNS: one of them accepts messages of any topic."""
    topic = team.client("sns").create_topic(Name="orders")["TopicArn"]
    sns = {"Service": "sns.amazonaws.com"}
    _make_queue(team, "orders-billing", sns, {"ArnLike": {"aws:SourceArn": topic}})
    _make_queue(team, "orders-events", sns, {})


def build_inbox(team: Team, organization_id: str) -> None:
    """Make a public queue, and one that looks public but is for the organization only."""
    _make_queue(team, "demo-inbox", {"AWS": "*"}, {})
    ours = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    _make_queue(team, "team-inbox", {"AWS": "*"}, ours)


def build_news(team: Team) -> None:
    """Make a topic that anyone can subscribe to."""
    _make_topic(team, HOME, "demo-news", ["sns:Subscribe"], {})


def build_feed(team: Team) -> None:
    """Make a topic that looks public, but is for resources of the account only."""
    ours = {"StringEquals": {"aws:SourceAccount": team.account_id}}
    _make_topic(team, "eu-west-1", "partner-feed", ["sns:Publish", "sns:Subscribe"], ours)


def _make_topic(
    team: Team, region: str, name: str, actions: list[str], condition: dict[str, Any]
) -> None:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": actions,
        "Resource": team.arn("sns", region, name),
    }
    if condition:
        statement["Condition"] = condition
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    team.client("sns", region).create_topic(
        Name=name,
        Attributes={"Policy": policy, "KmsMasterKeyId": "alias/aws/sns"},
        Tags=[{"Key": key, "Value": value} for key, value in _tags(team).items()],
    )


def _make_queue(team: Team, name: str, sender: dict[str, str], condition: dict[str, Any]) -> None:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": sender,
        "Action": "sqs:SendMessage",
        "Resource": team.arn("sqs", HOME, name),
    }
    if condition:
        statement["Condition"] = condition
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    attributes = {"Policy": policy, "KmsMasterKeyId": "alias/aws/sqs"}
    team.client("sqs").create_queue(QueueName=name, Attributes=attributes, tags=_tags(team))


def build_export(team: Team) -> None:
    """Deploy a function that S3 can call for buckets of the account."""
    _make_function(team, HOME, "orders-export")
    _let_s3_call(team, HOME, "orders-export", SourceAccount=team.account_id)


def build_webhook(team: Team) -> None:
    """Deploy a function that S3 can call for anyone's bucket: a confused deputy.

    Its role can only write logs.
    """
    logs = grant(
        ("logs:CreateLogStream", "logs:PutLogEvents"), team.arn("logs", "*", "log-group:*")
    )
    make_role(team, "webhook", {"Service": "lambda.amazonaws.com"}, {}, logs)
    secret = {"STAGE": "staging", "PARTNER_API_KEY": "made-up-4711"}
    _make_function(team, "eu-west-1", "webhook", "python3.8", **secret)
    _let_s3_call(team, "eu-west-1", "webhook")


def _make_function(
    team: Team, region: str, name: str, runtime: str = "python3.12", **variables: str
) -> None:
    """Deploy a function that runs as the role of the same name, with variables."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", "def handler(event, context):\n    return {}\n")
    team.client("lambda", region).create_function(
        FunctionName=name,
        Runtime=runtime,
        Handler="main.handler",
        Role=team.arn("iam", "", f"role/{name}"),
        Code={"ZipFile": code.getvalue()},
        Environment={"Variables": variables},
        Tags=_tags(team),
    )


def _let_s3_call(team: Team, region: str, name: str, **source: str) -> None:
    team.client("lambda", region).add_permission(
        FunctionName=name,
        StatementId="uploads",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        **source,
    )


def _tags(team: Team) -> dict[str, str]:
    return {"environment": team.name, "owner": f"{team.name}-team"}
