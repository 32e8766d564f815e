"""Notifications of buckets: S3 tries the destinations first."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

World = Any
"""plugins/event_world.py declares it."""
PLACE = "us-east-1:123456789012"


@pytest.mark.parametrize("service", ["sqs", "sns", "lambda"])
def test_a_destination_that_does_not_let_the_bucket_is_refused(world: World, service: str) -> None:
    s3 = world.client("s3")
    s3.create_bucket(Bucket="orders")
    world.queue("closed")
    member, arn = {
        "sqs": ("QueueConfigurations", {"QueueArn": f"arn:aws:sqs:{PLACE}:closed"}),
        "sns": ("TopicConfigurations", {"TopicArn": f"arn:aws:sns:{PLACE}:closed"}),
        "lambda": (
            "LambdaFunctionConfigurations",
            {"LambdaFunctionArn": f"arn:aws:lambda:{PLACE}:function:f"},
        ),
    }[service]
    config = {member: [{**arn, "Events": ["s3:ObjectCreated:*"]}]}
    with pytest.raises(ClientError, match="Unable to validate the following destination"):
        s3.put_bucket_notification_configuration(Bucket="orders", NotificationConfiguration=config)
    found = s3.get_bucket_notification_configuration(Bucket="orders")
    assert member not in found


def test_an_empty_configuration_turns_them_off(world: World) -> None:
    s3 = world.client("s3")
    s3.create_bucket(Bucket="orders")
    on: dict[str, Any] = {"EventBridgeConfiguration": {}}
    s3.put_bucket_notification_configuration(Bucket="orders", NotificationConfiguration=on)
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket="orders")
    s3.put_bucket_notification_configuration(Bucket="orders", NotificationConfiguration={})
    found = s3.get_bucket_notification_configuration(Bucket="orders")
    assert "EventBridgeConfiguration" not in found
