"""A trail, and what an attacker does to it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from policy_texts import allow, make_service_role
from response_world import REGION, ResponseWorld

ARN = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/main"
DATA = [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]
BASIC = [
    {
        "ReadWriteType": "All",
        "IncludeManagementEvents": True,
        "DataResources": DATA,
        "ExcludeManagementEventSources": [],
    }
]
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]},
            "Action": "s3:*",
            "Resource": ["arn:aws:s3:::trail-logs", "arn:aws:s3:::trail-logs/*"],
        }
    ],
}


def make_main_trail(response_world: ResponseWorld) -> Any:
    """Return a client of CloudTrail, where a trail was set up an hour ago."""
    hour = datetime.now(UTC) - timedelta(hours=1)
    response_world.world.emulator.set_trail_time(hour)
    s3, client = response_world.client("s3"), response_world.client("cloudtrail")
    place = {"LocationConstraint": REGION}
    for name in ("trail-logs", "other-logs"):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=place)
        policy = json.dumps(POLICY).replace("trail-logs", name)
        s3.put_bucket_policy(Bucket=name, Policy=policy)
    client.create_trail(Name="main", S3BucketName="trail-logs", IsMultiRegionTrail=True)
    client.update_trail(Name="main", EnableLogFileValidation=True, S3KeyPrefix="main")
    client.put_event_selectors(TrailName="main", EventSelectors=BASIC)
    client.start_logging(Name="main")
    response_world.world.emulator.set_trail_time(None)
    return client


def make_threat(world: ResponseWorld, resource: str = ARN, **more: Any) -> Any:
    first = int((datetime.now(UTC) - timedelta(minutes=5)).timestamp() * 1000)
    return world.threat("trail", resource, **{"first_at": first, **more})


def weaken(world: ResponseWorld, client: Any) -> None:
    s3 = world.client("s3")
    fields = [{"Field": "eventCategory", "Equals": ["Management"]}]
    fields += [{"Field": "readOnly", "Equals": ["true"]}]
    chosen = [{"Name": "few", "FieldSelectors": fields}]
    client.put_event_selectors(TrailName="main", AdvancedEventSelectors=chosen)
    client.update_trail(
        Name="main", S3BucketName="other-logs", IsMultiRegionTrail=False, S3KeyPrefix=""
    )
    client.stop_logging(Name="main")
    s3.delete_bucket_policy(Bucket="trail-logs")


def record_configuration(world: ResponseWorld) -> None:
    config, iam = world.client("config"), world.client("iam")
    iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    role = iam.get_role(RoleName="AWSServiceRoleForConfig")["Role"]["Arn"]
    config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": role})
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "other-logs"})
    config.start_configuration_recorder(ConfigurationRecorderName="default")


def encrypt(world: ResponseWorld, client: Any) -> str:
    """Have the trail encrypted by a key since half an hour; return that."""
    kms = world.client("kms")
    key = str(kms.create_key()["KeyMetadata"]["Arn"])
    allowed = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    service = {**allowed, "Principal": {"Service": "cloudtrail.amazonaws.com"}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed, service]})
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
    world.world.emulator.set_trail_time(datetime.now(UTC) - timedelta(minutes=30))
    client.update_trail(Name="main", KmsKeyId=key)
    world.world.emulator.set_trail_time(None)
    return key


def deliver_to_logs(world: ResponseWorld, client: Any) -> None:
    """Have the trail deliver to a log group too since half an hour."""
    role = make_service_role(world.client("iam"), "trail", "cloudtrail", allow("logs:*"))
    world.client("logs").create_log_group(logGroupName="trail")
    group = f"arn:aws:logs:{REGION}:{world.account_id}:log-group:trail:*"
    world.world.emulator.set_trail_time(datetime.now(UTC) - timedelta(minutes=30))
    client.update_trail(Name="main", CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
    world.world.emulator.set_trail_time(None)
