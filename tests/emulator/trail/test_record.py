import json
from datetime import UTC, datetime
from typing import Any

from trail_requests import FORM, send

from ringwall.emulator.app import Emulator
from ringwall.emulator.trail.record import add_shared
from ringwall.emulator.vpc_endpoints import VPC_ENDPOINT


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
    refusal(client("kms").create_key, Description="never seen")
    record = emulator.trail[-1]
    assert (record["errorCode"], record["requestParameters"]) == ("AccessDenied", None)


def test_secrets_are_hidden(client: Any, emulator: Emulator) -> None:
    iam = client("iam")
    iam.create_user(UserName="kim")
    iam.create_login_profile(UserName="kim", Password="Made-up-0-Phrase")
    text = json.dumps(emulator.trail)
    assert "Made-up-0-Phrase" not in text
    assert emulator.trail[-1]["requestParameters"] == {"userName": "kim"}


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


def test_error_is_recorded_with_its_message(client: Any, emulator: Emulator, refusal: Any) -> None:
    refusal(client("iam").get_user, UserName="nobody")
    record = emulator.trail[-1]
    assert record["errorCode"] == "NoSuchEntityException"
    assert "nobody" in record["errorMessage"]
    assert record["requestParameters"] == {"userName": "nobody"}


def test_ids_are_the_same_in_every_run(client: Any, emulator: Emulator) -> None:
    def ids() -> list[tuple[str, str]]:
        emulator.reset()
        client("sqs").create_queue(QueueName="q")
        client("ec2").describe_vpcs()
        return [(r["eventID"], r["requestID"]) for r in emulator.trail]

    assert ids() == ids()


def test_answer_of_a_change_is_written_and_that_of_a_read_is_not(
    client: Any, emulator: Emulator
) -> None:
    url = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
    made, read = emulator.trail
    assert made["responseElements"] == {"queueUrl": url}
    assert read["responseElements"] is None


def test_call_by_https_says_how_it_was_encrypted(client: Any, emulator: Emulator) -> None:
    client("sqs").list_queues()
    assert emulator.trail[-1]["tlsDetails"] == {
        "tlsVersion": "TLSv1.3",
        "cipherSuite": "TLS_AES_128_GCM_SHA256",
        "clientProvidedHostHeader": "sqs.us-east-1.amazonaws.com",
    }


def test_call_without_tls_says_nothing_of_it(signed: Any, emulator: Emulator) -> None:
    signed("sts", b"Action=GetCallerIdentity&Version=2011-06-15", content_type=FORM)
    assert "tlsDetails" not in emulator.trail[-1]


def test_role_of_another_account_is_recorded_in_both(
    client: Any, emulator: Emulator, member: str
) -> None:
    emulator.trail.clear()
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    client("sts").assume_role(RoleArn=role, RoleSessionName="test")
    own, other = add_shared(emulator.trail)
    assert (own["recipientAccountId"], other["recipientAccountId"]) == ("123456789012", member)
    assert own["sharedEventID"] == other["sharedEventID"]
    assert own["eventID"] != other["eventID"]
    assert [*add_shared(emulator.trail)] == [own, other]
    assert own["userIdentity"]["type"] == "IAMUser"
    assert other["userIdentity"] == {
        "type": "AWSAccount",
        "principalId": "AIDAOPERATOR000000000",
        "accountId": "123456789012",
    }
    assert other["requestParameters"] == {"roleArn": role, "roleSessionName": "test"}
    assert other["resources"] == [{"accountId": member, "type": "AWS::IAM::Role", "ARN": role}]


def test_refused_call_is_not_told_to_the_other_account(
    client: Any, emulator: Emulator, member: str, refusal: Any
) -> None:
    emulator.trail.clear()
    emulator.deny("sts:AssumeRole")
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    refusal(client("sts").assume_role, RoleArn=role, RoleSessionName="test")
    (record,) = add_shared(emulator.trail)
    assert record["recipientAccountId"] == "123456789012"
    assert "resources" not in record


def test_refused_call_of_ec2_keeps_its_parameters(
    client: Any, emulator: Emulator, refusal: Any
) -> None:
    emulator.deny("ec2:StopInstances", "guardduty:CreateDetector")
    refusal(client("ec2").stop_instances, InstanceIds=["i-1"])
    refusal(client("guardduty").create_detector, Enable=True, ClientToken="t")
    ec2, guardduty = emulator.trail
    assert ec2["errorCode"] == "Client.UnauthorizedOperation"
    assert ec2["requestParameters"] == {"instancesSet": {"items": [{"instanceId": "i-1"}]}}
    assert guardduty["errorCode"] == "AccessDenied"
    assert guardduty["requestParameters"] == {"enable": True, "clientToken": "t"}
    assert guardduty["responseElements"] == {"message": guardduty["errorMessage"]}


def test_database_is_written_without_its_wrapper(client: Any, emulator: Emulator) -> None:
    client("rds").create_db_instance(
        DBInstanceIdentifier="d",
        DBInstanceClass="db.t3.micro",
        Engine="mysql",
        AllocatedStorage=20,
        MasterUsername="admin",
        MasterUserPassword="made-up-phrase",
    )
    record = emulator.trail[-1]
    assert record["responseElements"]["dBInstanceIdentifier"] == "d"
    assert record["requestParameters"]["masterUserPassword"] == "****"


def test_endpoint_is_told_where_the_request_came_through_one(
    client: Any, emulator: Emulator
) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.sqs", VpcEndpointType="Interface"
    )
    endpoint = made["VpcEndpoint"]["VpcEndpointId"]
    for through, owner in ((endpoint, "123456789012"), ("vpce-gone", None)):
        send(emulator, "sqs", "ListQueues", {VPC_ENDPOINT: through})
        record = emulator.trail[-1]
        assert record["vpcEndpointId"] == through
        assert record.get("vpcEndpointAccountId") == owner


def test_client_cannot_say_that_a_service_calls(signed: Any, emulator: Emulator) -> None:
    headers = {"ringwall.invoked_by": "ec2.amazonaws.com", "Ringwall-Vpc-Endpoint": "vpce-1"}
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    signed("sts", body, content_type=FORM, headers=headers)
    record = emulator.trail[-1]
    assert "invokedBy" not in record["userIdentity"]
    assert "vpcEndpointId" not in record
