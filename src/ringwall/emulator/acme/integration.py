"""What ties Acme's services together: queues, topics and a function."""

import io
import json
import zipfile
from typing import Any

from ringwall.emulator.acme.team import HOME, Team


def build_messaging(team: Team) -> None:
    """Make two queues fed by SNS: one takes messages of any topic in the world."""
    topic = team.client("sns").create_topic(Name="orders")["TopicArn"]
    sns = {"Service": "sns.amazonaws.com"}
    _make_queue(team, "orders-billing", sns, {"ArnLike": {"aws:SourceArn": topic}})
    _make_queue(team, "orders-events", sns, {})


def build_inbox(team: Team, organization_id: str) -> None:
    """Make two queues for anyone: one really, one for the organization's principals alone."""
    _make_queue(team, "demo-inbox", {"AWS": "*"}, {})
    ours = {"StringEquals": {"aws:PrincipalOrgID": organization_id}}
    _make_queue(team, "team-inbox", {"AWS": "*"}, ours)


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
    tags = {"environment": team.name, "owner": f"{team.name}-team"}
    team.client("sqs").create_queue(QueueName=name, Attributes=attributes, tags=tags)


def build_function(team: Team) -> None:
    """Deploy the function that exports orders."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("export.py", "def handler(event, context):\n    return {}\n")
    team.client("lambda").create_function(
        FunctionName="orders-export",
        Runtime="python3.12",
        Handler="export.handler",
        Role=team.arn("iam", "", "role/orders-export"),
        Code={"ZipFile": code.getvalue()},
        Tags={"environment": team.name, "owner": f"{team.name}-team"},
    )
