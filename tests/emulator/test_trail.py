import json
from datetime import UTC, datetime
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


def test_record_has_the_fields_of_cloudtrail(client: Any, emulator: Emulator) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    client("ec2").describe_vpcs(VpcIds=[])
    (record,) = emulator.trail
    at = datetime.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert before <= at <= datetime.now(UTC)
    assert record["eventType"] == "AwsApiCall"
    assert record["eventCategory"] == "Management"
    assert record["readOnly"] is True
    assert record["managementEvent"] is True
    assert record["responseElements"] is None
    assert "errorCode" not in record
    assert json.loads(json.dumps(record)) == record


def test_each_record_has_ids_of_its_own(client: Any, emulator: Emulator) -> None:
    for _ in range(3):
        client("ec2").describe_vpcs()
    assert len({record["eventID"] for record in emulator.trail}) == 3
    assert len({record["requestID"] for record in emulator.trail}) == 3


def test_call_of_a_global_service_is_recorded_in_one_region(
    client: Any, emulator: Emulator
) -> None:
    client("iam", "", "eu-west-1").list_users()
    client("sqs", "", "eu-west-1").list_queues()
    assert [record["awsRegion"] for record in emulator.trail] == ["us-east-1", "eu-west-1"]


def test_unknown_key_is_the_root_user(client: Any, emulator: Emulator) -> None:
    client("ec2").describe_vpcs()
    assert emulator.trail[-1]["userIdentity"] == {
        "accountId": "123456789012",
        "accessKeyId": "AKIATEAM",
        "type": "Root",
        "principalId": "123456789012",
        "arn": "arn:aws:iam::123456789012:root",
    }


def test_service_is_named_by_what_it_signs_with(client: Any, emulator: Emulator) -> None:
    client("cloudwatch").list_metrics()
    client("accessanalyzer").list_analyzers()
    assert [record["eventSource"] for record in emulator.trail] == [
        "monitoring.amazonaws.com",
        "access-analyzer.amazonaws.com",
    ]


def test_parameters_are_written_as_cloudtrail_writes_them(client: Any, emulator: Emulator) -> None:
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    }
    ec2 = client("ec2")
    group = ec2.create_security_group(GroupName="g", Description="d")["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    found = emulator.trail[-1]["requestParameters"]
    assert found["groupId"] == group
    assert found["ipPermissions"] == [
        {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}
    ]


def test_keys_of_a_map_stay_as_they_are(client: Any, emulator: Emulator) -> None:
    client("sqs").create_queue(QueueName="q", Attributes={"DelaySeconds": "1"}, tags={"Team": "A"})
    found = emulator.trail[-1]["requestParameters"]
    assert (found["attributes"], found["tags"]) == ({"DelaySeconds": "1"}, {"Team": "A"})


def test_moments_and_bodies_are_written_as_text(client: Any, emulator: Emulator) -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    client("backup").list_backup_jobs(ByCreatedAfter=moment)
    client("s3").create_bucket(Bucket="b-1")
    client("s3").put_object(Bucket="b-1", Key="k", Body=b"\xff\x00")
    listed, _, put = (record["requestParameters"] for record in emulator.trail)
    assert listed["byCreatedAfter"].startswith("2026-01-02")
    assert put["key"] == "k"
    assert json.dumps(emulator.trail)


def test_error_is_recorded_with_its_message(client: Any, emulator: Emulator, refusal: Any) -> None:
    refusal(client("iam").get_user, UserName="nobody")
    record = emulator.trail[-1]
    assert record["errorCode"] == "NoSuchEntity"
    assert "nobody" in record["errorMessage"]
    assert record["requestParameters"] == {"userName": "nobody"}


def test_secret_is_hidden_wherever_it_lies(client: Any, emulator: Emulator) -> None:
    client("secretsmanager").create_secret(Name="s", SecretString="made-up-phrase")
    client("ssm").put_parameter(Name="p", Value="made-up-phrase", Type="SecureString")
    assert "made-up-phrase" not in json.dumps(emulator.trail)
