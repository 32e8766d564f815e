"""Moto sends nothing by itself: no request leaves the process, no policy is passed over."""

import json
from collections.abc import Callable
from typing import Any

import pytest

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
    client("sqs").create_queue(QueueName="a")
    events = client("events")
    events.put_rule(Name="a", EventPattern=json.dumps({"source": ["shop"]}))
    arn = "arn:aws:sqs:us-east-1:123456789012:a"
    events.put_targets(Rule="a", Targets=[{"Id": "a", "Arn": arn}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "a", "Detail": "{}"}])
    url = client("sqs").get_queue_url(QueueName="a")["QueueUrl"]
    assert len(client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]) == 1
