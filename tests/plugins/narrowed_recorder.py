"""A recorder of AWS Config, and what an attacker does to it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from response_world import REGION, ResponseWorld

NAME = {"ConfigurationRecorderName": "default"}
GROUP = {"allSupported": True, "includeGlobalResourceTypes": True}


def make_recorder(response_world: ResponseWorld) -> Any:
    """Return a client of Config, which was set up an hour ago."""
    client, iam = response_world.client("config"), response_world.client("iam")
    hour = datetime.now(UTC) - timedelta(hours=1)
    response_world.world.emulator.set_trail_time(hour)
    for name in ("config-logs", "other-logs"):
        make_bucket(response_world.client("s3"), name)
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Arn"]
    put_recorder(client, role, GROUP)
    client.put_delivery_channel(
        DeliveryChannel={"name": "default", "s3BucketName": "config-logs", "s3KeyPrefix": "a"}
    )
    client.start_configuration_recorder(**NAME)
    response_world.world.emulator.set_trail_time(None)
    return client


def put_recorder(client: Any, role: str, group: dict[str, Any]) -> None:
    recorder = {"name": "default", "roleARN": role, "recordingGroup": group}
    client.put_configuration_recorder(ConfigurationRecorder=recorder)


def make_bucket(s3: Any, name: str) -> None:
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "config.amazonaws.com"},
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    s3.put_bucket_policy(Bucket=name, Policy=policy)


def make_threat(world: ResponseWorld, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    facts = {"account_id": world.account_id, "region": REGION, "first_at": first}
    return world.threat("detector", "default", **{**facts, **more})


def narrow(config: Any) -> None:
    role = config.describe_configuration_recorders()["ConfigurationRecorders"][0]["roleARN"]
    put_recorder(config, role, {"allSupported": False, "resourceTypes": ["AWS::S3::Bucket"]})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "other-logs"})


def delete(config: Any) -> None:
    config.stop_configuration_recorder(**NAME)
    config.delete_delivery_channel(DeliveryChannelName="default")
    config.delete_configuration_recorder(**NAME)
