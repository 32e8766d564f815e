import json
from typing import Any

from ringwall.emulator.app import Emulator


def test_record_says_who_did_what_where(client: Any, emulator: Emulator, member: str) -> None:
    sqs = client("sqs", member, "eu-west-1")
    emulator.trail.clear()
    sqs.create_queue(QueueName="inbox")
    (record,) = emulator.trail
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    assert record["eventSource"] == "sqs.amazonaws.com"
    assert record["eventName"] == "CreateQueue"
    assert record["awsRegion"] == "eu-west-1"
    assert record["recipientAccountId"] == member
    assert record["requestParameters"] == {"queueName": "inbox"}
    assert record["readOnly"] is False
    identity = record["userIdentity"]
    assert identity["type"] == "AssumedRole"
    assert identity["sessionContext"]["sessionIssuer"]["arn"] == role


def test_failed_call_is_recorded_with_its_error(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    refusal(client("s3").get_bucket_policy, Bucket="absent")
    assert emulator.trail[-1]["errorCode"] == "NoSuchBucket"
    assert emulator.trail[-1]["readOnly"] is True


def test_refused_call_is_recorded(client: Any, emulator: Emulator, refusal: Any) -> None:
    emulator.deny("kms:CreateKey")
    refusal(client("kms").create_key)
    assert emulator.trail[-1]["errorCode"] == "AccessDeniedException"


def test_secrets_are_hidden(client: Any, emulator: Emulator) -> None:
    iam = client("iam")
    iam.create_user(UserName="kim")
    iam.create_login_profile(UserName="kim", Password="Made-up-0-Phrase")
    text = json.dumps(emulator.trail)
    assert "Made-up-0-Phrase" not in text
    assert emulator.trail[-1]["requestParameters"]["password"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def test_user_is_named_by_the_key(client: Any, emulator: Emulator, entrance: Any) -> None:
    client("iam").create_user(UserName="kim")
    key = client("iam").create_access_key(UserName="kim")["AccessKey"]
    session = entrance.session(emulator, key["AccessKeyId"], key["SecretAccessKey"])
    session.create_client("ec2", region_name="us-east-1").describe_vpcs()
    identity = emulator.trail[-1]["userIdentity"]
    assert (identity["type"], identity["userName"]) == ("IAMUser", "kim")
