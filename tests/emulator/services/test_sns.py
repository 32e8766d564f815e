"""SNS: what Publish and PublishBatch answer."""

from collections.abc import Callable
from typing import Any

Client = Callable[..., Any]
Refusal = Callable[..., tuple[str, int]]


def test_messages_have_ids(client: Client) -> None:
    sns = client("sns")
    topic = sns.create_topic(Name="a")["TopicArn"]
    assert sns.publish(TopicArn=topic, Message="a")["MessageId"]
    assert sns.publish(TargetArn=topic, Message="a")["MessageId"]
    assert sns.publish(PhoneNumber="+15555550100", Message="a")["MessageId"]
    entries = [{"Id": name, "Message": name} for name in ("a", "b")]
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [done["Id"] for done in answer["Successful"]] == ["a", "b"]


def test_a_topic_that_is_not_there_takes_no_message(client: Client, refusal: Refusal) -> None:
    gone = "arn:aws:sns:us-east-1:123456789012:gone"
    assert refusal(client("sns").publish, TopicArn=gone, Message="a")[0].startswith("NotFound")
