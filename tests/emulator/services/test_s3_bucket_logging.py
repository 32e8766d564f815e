"""Where the use of a bucket is logged."""

import json
from typing import Any

import pytest

STATEMENT = {
    "Effect": "Allow",
    "Principal": {"Service": "logging.s3.amazonaws.com"},
    "Action": "s3:PutObject",
    "Resource": ["arn:aws:s3:::target/logs/*"],
}
DENIAL = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": "arn:aws:s3:::target/*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
WANTED = {"LoggingEnabled": {"TargetBucket": "target", "TargetPrefix": "logs/"}}


@pytest.fixture
def s3(client: Any) -> Any:
    made = client("s3", "", "us-east-1")
    made.create_bucket(Bucket="source")
    made.create_bucket(Bucket="target")
    policy = json.dumps({"Version": "2012-10-17", "Statement": [DENIAL, STATEMENT]})
    made.put_bucket_policy(Bucket="target", Policy=policy)
    return made


def test_a_bucket_logs_to_one_that_lets_s3_write(s3: Any) -> None:
    s3.put_bucket_logging(Bucket="source", BucketLoggingStatus=WANTED)
    assert s3.get_bucket_logging(Bucket="source")["LoggingEnabled"] == WANTED["LoggingEnabled"]
    s3.put_bucket_logging(Bucket="source", BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket="source")


def test_a_target_is_there(s3: Any, refusal: Any) -> None:
    wanted = {"LoggingEnabled": {"TargetBucket": "elsewhere", "TargetPrefix": ""}}
    found = refusal(s3.put_bucket_logging, Bucket="source", BucketLoggingStatus=wanted)
    assert found == ("InvalidTargetBucketForLogging", 400)


@pytest.mark.usefixtures("s3")
def test_a_target_is_in_the_same_region(client: Any, refusal: Any) -> None:
    there = client("s3", "", "eu-west-1")
    place = {"LocationConstraint": "eu-west-1"}
    there.create_bucket(Bucket="far", CreateBucketConfiguration=place)
    found = refusal(there.put_bucket_logging, Bucket="far", BucketLoggingStatus=WANTED)
    assert found == ("CrossLocationLoggingProhibitted", 403)
