"""What moto writes for a service: only what policies let it."""

import json
from typing import Any

import pytest
from policy_texts import Statement, allow, trust, write

from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_deliveries import keep_moto_from_sending

OWNER = "123456789012"
BUCKET = "arn:aws:s3:::landing"
MAY_WRITE = allow("s3:PutObject", resource=f"{BUCKET}/*")


def make_role(client: Any, name: str, service: str, *statements: Statement) -> str:
    iam = client("iam")
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=write(*statements))
    return str(made["Role"]["Arn"])


def make_stream(client: Any, service: str, *statements: Statement) -> Any:
    """Make a bucket, and a stream of Firehose that writes to it as a role."""
    client("s3").create_bucket(Bucket="landing")
    firehose = client("firehose")
    destination = {
        "RoleARN": make_role(client, "stream", service, *statements),
        "BucketARN": BUCKET,
    }
    firehose.create_delivery_stream(
        DeliveryStreamName="s", ExtendedS3DestinationConfiguration=destination
    )
    return firehose


def count_objects(client: Any) -> int:
    return int(client("s3").list_objects_v2(Bucket="landing")["KeyCount"])


@pytest.mark.parametrize(
    ("service", "statements", "written"),
    [
        ("firehose", (MAY_WRITE,), 2),
        ("firehose", (), 0),
        ("firehose", (allow("s3:PutObject", resource="arn:aws:s3:::other/*"),), 0),
        ("lambda", (MAY_WRITE,), 0),
    ],
    ids=["may", "no policy", "another bucket", "no trust"],
)
def test_firehose_writes_as_the_role_of_its_stream(
    client: Any,
    emulator: Emulator,
    service: str,
    statements: tuple[Statement, ...],
    written: int,
) -> None:
    firehose = make_stream(client, service, *statements)
    assert firehose.put_record(DeliveryStreamName="s", Record={"Data": b"x"})["RecordId"]
    answer = firehose.put_record_batch(DeliveryStreamName="s", Records=[{"Data": b"x"}] * 2)
    assert len(answer["RequestResponses"]) == 2
    assert count_objects(client) == written
    assert [failure.code for failure in emulator.failed_deliveries] == [
        "NO_PERMISSIONS" for _ in range(2 - written)
    ]


def test_a_bucket_can_keep_firehose_out(client: Any) -> None:
    firehose = make_stream(client, "firehose", MAY_WRITE)
    statement = {**MAY_WRITE, "Effect": "Deny", "Principal": "*"}
    client("s3").put_bucket_policy(Bucket="landing", Policy=write(statement))
    firehose.put_record(DeliveryStreamName="s", Record={"Data": b"x"})
    assert count_objects(client) == 0


def test_records_for_an_endpoint_are_sent_nowhere(client: Any) -> None:
    firehose = client("firehose")
    firehose.create_delivery_stream(
        DeliveryStreamName="h",
        HttpEndpointDestinationConfiguration={
            "EndpointConfiguration": {"Url": "https://collector.invalid/"},
            "S3Configuration": {
                "RoleARN": make_role(client, "stream", "firehose"),
                "BucketARN": BUCKET,
            },
        },
    )
    assert firehose.put_record(DeliveryStreamName="h", Record={"Data": b"x"})["RecordId"]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_subscription_filter_sends_as_its_role(
    client: Any,
    allowed: bool,  # noqa: FBT001
) -> None:
    make_stream(client, "firehose", MAY_WRITE)
    arn = f"arn:aws:firehose:us-east-1:{OWNER}:deliverystream/s"
    statements = (allow("firehose:PutRecordBatch", resource=arn),) if allowed else ()
    role = make_role(client, "filter", "logs", *statements)
    logs = client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    logs.put_subscription_filter(
        logGroupName="g", filterName="f", filterPattern="", destinationArn=arn, roleArn=role
    )
    before = count_objects(client)
    event = {"timestamp": 1_700_000_000_000, "message": "m"}
    logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=[event])
    assert count_objects(client) - before == int(allowed)


def test_access_logs_are_written_where_the_bucket_lets_them_in(client: Any) -> None:
    s3 = client("s3")
    for name in ("landing", "source"):
        s3.create_bucket(Bucket=name)
    service = {"Principal": {"Service": "logging.s3.amazonaws.com"}}
    s3.put_bucket_policy(Bucket="landing", Policy=write({**MAY_WRITE, **service}))
    status = {"LoggingEnabled": {"TargetBucket": "landing", "TargetPrefix": "log/"}}
    s3.put_bucket_logging(Bucket="source", BucketLoggingStatus=status)
    s3.put_object(Bucket="source", Key="k", Body=b"")
    written = count_objects(client)
    assert written
    s3.delete_bucket_policy(Bucket="landing")
    s3.put_object(Bucket="source", Key="k", Body=b"")
    assert count_objects(client) == written


def test_moto_is_kept_once(client: Any) -> None:
    keep_moto_from_sending()
    keep_moto_from_sending()
    firehose = make_stream(client, "firehose")
    firehose.put_record(DeliveryStreamName="s", Record={"Data": b"x"})
    assert count_objects(client) == 0


@pytest.mark.parametrize("missing", ["", "s3:GetBucketAcl", "s3:PutObject"])
def test_an_export_of_logs_needs_the_bucket(client: Any, refusal: Any, missing: str) -> None:
    s3, logs = client("s3"), client("logs")
    s3.create_bucket(Bucket="landing")
    logs.create_log_group(logGroupName="g")
    actions = sorted({"s3:GetBucketAcl", "s3:PutObject"} - {missing})
    statement = {
        **allow(*actions, resource=[BUCKET, f"{BUCKET}/*"]),
        "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": OWNER}},
    }
    s3.put_bucket_policy(Bucket="landing", Policy=json.dumps({"Statement": [statement]}))
    asked = {"logGroupName": "g", "fromTime": 0, "to": 1, "destination": "landing"}
    if missing:
        assert refusal(logs.create_export_task, **asked) == ("InvalidParameterException", 400)
        assert count_objects(client) == 0
    else:
        assert logs.create_export_task(**asked)["taskId"]
        assert count_objects(client) == 1
