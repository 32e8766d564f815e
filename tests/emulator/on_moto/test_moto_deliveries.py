"""Moto sends nothing by itself: no request leaves the process, no policy is passed over."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from policy_texts import allow, write

Client = Callable[..., Any]


def test_a_topic_posts_to_no_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: Any, **_named: Any) -> None:
        pytest.fail("a request left the process")

    monkeypatch.setattr("requests.sessions.Session.request", refuse)
    sns = client("sns")
    topic = sns.create_topic(Name="a")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint="http://127.0.0.1:9/a")
    assert sns.publish(TopicArn=topic, Message="a")["MessageId"]


def test_a_bus_sends_nothing_past_the_policies(client: Client) -> None:
    sqs, events = client("sqs"), client("events")
    url = sqs.create_queue(QueueName="a")["QueueUrl"]
    rule = events.put_rule(Name="a", EventPattern=json.dumps({"source": ["shop"]}))["RuleArn"]
    arn = "arn:aws:sqs:us-east-1:123456789012:a"
    events.put_targets(Rule="a", Targets=[{"Id": "a", "Arn": arn}])

    def count() -> int:
        events.put_events(Entries=[{"Source": "shop", "DetailType": "a", "Detail": "{}"}])
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return len(found.get("Messages", ()))

    assert count() == 0
    lets = allow("sqs:SendMessage", resource=arn, Principal={"Service": "events.amazonaws.com"})
    lets["Condition"] = {"ArnEquals": {"aws:SourceArn": rule}}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": write(lets)})
    assert count() == 1
