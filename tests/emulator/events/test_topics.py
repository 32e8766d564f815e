"""Topics: who gets a message, in which shape, and who does not."""

import json
from typing import Any

import pytest
from policy_texts import allow, write

Functions = Any
"""plugins/function_world.py declares it."""
PLACE = "us-east-1:123456789012"
TOPIC = f"arn:aws:sns:{PLACE}:alarms"


def let_topic(functions: Functions, name: str, **attributes: str) -> str:
    """Make a queue to which the topic may send; return its URL."""
    arn = f"arn:aws:sqs:{PLACE}:{name}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": TOPIC}},
    }
    policy = {"Policy": write(statement)}
    url: str = functions.queue(name)
    functions.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=policy | attributes)
    return url


def subscribe(functions: Functions, protocol: str, endpoint: str, **attributes: str) -> str:
    sns = functions.client("sns")
    sns.create_topic(Name="alarms")
    arn: str = sns.subscribe(
        TopicArn=TOPIC, Protocol=protocol, Endpoint=endpoint, Attributes=attributes,
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]  # fmt: skip
    return arn


def test_a_queue_gets_a_notification(functions: Functions) -> None:
    url = let_topic(functions, "seen")
    subscribe(functions, "sqs", f"arn:aws:sqs:{PLACE}:seen")
    published = functions.client("sns").publish(
        TopicArn=TOPIC,
        Message="fire",
        Subject="now",
        MessageAttributes={"team": {"DataType": "String", "StringValue": "shop"}},
    )
    (body,) = functions.bodies(url)
    assert (body["Type"], body["Message"], body["Subject"]) == ("Notification", "fire", "now")
    assert (body["TopicArn"], body["MessageId"]) == (TOPIC, published["MessageId"])
    assert body["MessageAttributes"] == {"team": {"Type": "String", "Value": "shop"}}


def test_raw_messages_come_as_they_are(functions: Functions) -> None:
    url = let_topic(functions, "seen")
    subscribe(functions, "sqs", f"arn:aws:sqs:{PLACE}:seen", RawMessageDelivery="true")
    text = json.dumps({"default": "all", "sqs": "queues"})
    functions.client("sns").publish(TopicArn=TOPIC, Message=text, MessageStructure="json")
    assert [message["Body"] for message in functions.messages(url)] == ["queues"]


def test_a_filter_policy_chooses(functions: Functions) -> None:
    url = let_topic(functions, "seen")
    subscribe(
        functions, "sqs", f"arn:aws:sqs:{PLACE}:seen", FilterPolicy=json.dumps({"team": ["shop"]})
    )
    sns = functions.client("sns")
    entries = [
        {
            "Id": team,
            "Message": team,
            "MessageAttributes": {"team": {"DataType": "String", "StringValue": team}},
        }
        for team in ("shop", "other")
    ]
    sns.publish_batch(TopicArn=TOPIC, PublishBatchRequestEntries=entries)
    assert [body["Message"] for body in functions.bodies(url)] == ["shop"]


def test_a_queue_that_does_not_let_the_topic_gets_nothing(functions: Functions) -> None:
    url, dead = functions.queue("closed"), let_topic(functions, "dead")
    redrive = json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:{PLACE}:dead"})
    subscribe(functions, "sqs", f"arn:aws:sqs:{PLACE}:closed", RedrivePolicy=redrive)
    functions.client("sns").publish(TopicArn=TOPIC, Message="fire")
    assert functions.messages(url) == []
    assert [body["Message"] for body in functions.bodies(dead)] == ["fire"]
    (lost,) = functions.app.failed_deliveries
    assert (lost.code, lost.source_arn) == ("NO_PERMISSIONS", TOPIC)


SAVES = """
import boto3, os
def handler(event, context):
    sns = event["Records"][0]["Sns"]
    boto3.client("sqs").send_message(QueueUrl=os.environ["Q"], MessageBody=sns["Message"])
"""


def test_a_function_is_invoked_where_it_lets_the_topic(functions: Functions) -> None:
    url = functions.queue("seen")
    arn = functions.function(
        "f", SAVES, allow("sqs:SendMessage"), Environment={"Variables": {"Q": url}}
    )
    subscribe(functions, "lambda", arn)
    functions.client("sns").publish(TopicArn=TOPIC, Message="one")
    assert [lost.code for lost in functions.app.failed_deliveries] == ["NO_PERMISSIONS"]
    functions.client("lambda").add_permission(
        FunctionName="f",
        StatementId="topic",
        Action="lambda:InvokeFunction",
        Principal="sns.amazonaws.com",
        SourceArn=TOPIC,
    )
    functions.client("sns").publish(TopicArn=TOPIC, Message="two")
    assert [message["Body"] for message in functions.messages(url)] == ["two"]


@pytest.mark.parametrize(
    ("protocol", "endpoint"),
    [("https", "https://example.com/a"), ("email", "a@example.com"), ("sms", "+15555550100")],
)
def test_nothing_leaves_the_machine(functions: Functions, protocol: str, endpoint: str) -> None:
    subscribe(functions, protocol, endpoint)
    functions.client("sns").publish(TopicArn=TOPIC, Message="one")
    (lost,) = functions.app.failed_deliveries
    assert (lost.code, lost.target_arn) == ("UNKNOWN", endpoint)


def test_a_rule_publishes_to_a_topic_that_lets_it(functions: Functions) -> None:
    url = let_topic(functions, "seen")
    subscribe(functions, "sqs", f"arn:aws:sqs:{PLACE}:seen")
    rule = functions.rule("orders", {"source": ["shop"]}, {"Arn": TOPIC, "Input": '"fire"'})
    functions.put({"n": 1})
    assert functions.messages(url) == []
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sns:Publish",
        "Resource": TOPIC,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}},
    }
    functions.client("sns").set_topic_attributes(
        TopicArn=TOPIC, AttributeName="Policy", AttributeValue=write(statement)
    )
    functions.put({"n": 2})
    assert [body["Message"] for body in functions.bodies(url)] == ['"fire"']
