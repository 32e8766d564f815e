"""CloudTrail's deliveries where policies decide: to a bucket, a key, a log group and a topic."""

import json
from typing import Any

import pytest
from policy_texts import allow, write

ACCOUNT = "123456789012"
TRAIL = f"arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/main"
SERVICE = {"Service": "cloudtrail.amazonaws.com"}


BUCKET = "arn:aws:s3:::trail-logs"


def bucket_policy(**condition: str) -> str:
    equals = {"StringEquals": condition}
    return write(
        allow("s3:GetBucketAcl", resource=BUCKET, Principal=SERVICE),
        allow(
            "s3:PutObject",
            resource=f"{BUCKET}/AWSLogs/{ACCOUNT}/*",
            Principal=SERVICE,
            Condition=equals,
        ),
    )


GOOD = bucket_policy(**{"s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": TRAIL})


@pytest.fixture
def trail(principals: Any) -> Any:
    """Return a function that makes a trail whose bucket lets CloudTrail in."""
    s3 = principals.client("s3")
    s3.create_bucket(Bucket="trail-logs")
    s3.put_bucket_policy(Bucket="trail-logs", Policy=GOOD)

    def make(**more: Any) -> Any:
        cloudtrail = principals.client("cloudtrail")
        cloudtrail.create_trail(Name="main", S3BucketName="trail-logs", **more)
        cloudtrail.start_logging(Name="main")
        return cloudtrail

    return make


def count(principals: Any) -> int:
    found: int = principals.client("s3").list_objects_v2(Bucket="trail-logs")["KeyCount"]
    return found


def test_bucket_policy_decides_and_what_waited_comes_later(principals: Any, trail: Any) -> None:
    cloudtrail = trail()
    s3 = principals.client("s3")
    assert count(principals) == 1
    other = bucket_policy(**{"aws:SourceArn": TRAIL.replace("main", "other")})
    s3.put_bucket_policy(Bucket="trail-logs", Policy=other)
    principals.client("sqs").create_queue(QueueName="q")
    before = count(principals)
    status = cloudtrail.get_trail_status(Name="main")
    assert status["LatestDeliveryError"] == "AccessDenied"
    assert count(principals) == before
    s3.put_bucket_policy(Bucket="trail-logs", Policy=GOOD)
    assert count(principals) > before
    assert "LatestDeliveryError" not in cloudtrail.get_trail_status(Name="main")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="trail-logs")["Contents"]]
    bodies = [s3.get_object(Bucket="trail-logs", Key=key)["Body"].read() for key in keys]
    assert len(bodies) >= 2


def test_key_policy_decides(principals: Any, trail: Any) -> None:
    kms = principals.client("kms")
    own = allow("kms:*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    context = {"StringEquals": {"kms:EncryptionContext:aws:cloudtrail:arn": TRAIL}}
    may = allow("kms:GenerateDataKey*", Principal=SERVICE, Condition=context)
    key = kms.create_key(Policy=write(own, may))["KeyMetadata"]["Arn"]
    cloudtrail = trail(KmsKeyId=key)
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=write(own))
    status = cloudtrail.get_trail_status(Name="main")
    assert status["LatestDeliveryError"] == "KMS.AccessDeniedException"
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=write(own, may))
    status = cloudtrail.get_trail_status(Name="main")
    assert "LatestDeliveryError" not in status
    assert count(principals) > 0


def test_log_group_has_events_where_the_role_may(principals: Any, trail: Any) -> None:
    logs, iam = principals.client("logs"), principals.client("iam")
    logs.create_log_group(logGroupName="trail")
    role = principals.role("trail", {"Principal": SERVICE})
    group = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:trail:*"
    may = write(allow("logs:CreateLogStream", "logs:PutLogEvents", resource=group))
    own = {"RoleName": "trail", "PolicyName": "own"}
    iam.put_role_policy(**own, PolicyDocument=may)
    cloudtrail = trail(CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role)
    iam.delete_role_policy(**own)
    status = cloudtrail.get_trail_status(Name="main")
    assert status["LatestCloudWatchLogsDeliveryError"] == "AccessDenied"
    iam.put_role_policy(**own, PolicyDocument=may)
    status = cloudtrail.get_trail_status(Name="main")
    assert "LatestCloudWatchLogsDeliveryError" not in status
    assert status["LatestCloudWatchLogsDeliveryTime"]
    name = f"{ACCOUNT}_CloudTrail_us-east-1"
    events = logs.get_log_events(logGroupName="trail", logStreamName=name)["events"]
    found = [json.loads(event["message"])["eventName"] for event in events]
    assert "StartLogging" in found
    assert "PutRolePolicy" in found


def test_topic_is_told_of_each_file_where_it_lets_cloudtrail(principals: Any, trail: Any) -> None:
    sns, sqs = principals.client("sns"), principals.client("sqs")
    topic = sns.create_topic(Name="trail")["TopicArn"]
    arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:told"
    takes = allow("sqs:SendMessage", resource=arn, Principal={"Service": "sns.amazonaws.com"})
    policy = {"Policy": write(takes)}
    queue = sqs.create_queue(QueueName="told", Attributes=policy)["QueueUrl"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    def let(principal: dict[str, str]) -> None:
        may = write(allow("SNS:Publish", resource=topic, Principal=principal))
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=may)

    def count_told() -> int:
        wanted = ["ApproximateNumberOfMessages"]
        found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=wanted)["Attributes"]
        return int(found[wanted[0]])

    let(SERVICE)
    cloudtrail = trail(SnsTopicName="trail")
    let({"Service": "config.amazonaws.com"})
    status = cloudtrail.get_trail_status(Name="main")
    assert status["LatestNotificationError"] == "AuthorizationError"
    before = count_told()
    let(SERVICE)
    status = cloudtrail.get_trail_status(Name="main")
    assert status["LatestNotificationTime"]
    message = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"][before]
    told = json.loads(json.loads(message["Body"])["Message"])
    assert told["s3Bucket"] == "trail-logs"
    assert told["s3ObjectKey"][0].startswith(f"AWSLogs/{ACCOUNT}/CloudTrail/us-east-1/")


def test_own_writes_are_recorded_where_data_events_are_wanted(principals: Any, trail: Any) -> None:
    cloudtrail = trail()

    def find() -> list[dict[str, Any]]:
        return [
            record
            for record in principals.app.trail
            if record["userIdentity"].get("invokedBy") == "cloudtrail.amazonaws.com"
        ]

    count(principals)
    assert find() == []
    wanted = {"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::trail-logs/"]}
    cloudtrail.put_event_selectors(
        TrailName="main", EventSelectors=[{"ReadWriteType": "All", "DataResources": [wanted]}]
    )
    count(principals)
    assert find() == [], "what the trail delivered before was no data event of its own"
    count(principals)
    record = find()[0]
    assert (record["eventName"], record["eventCategory"]) == ("PutObject", "Data")
    assert record["requestParameters"]["bucketName"] == "trail-logs"
    assert record["recipientAccountId"] == ACCOUNT
