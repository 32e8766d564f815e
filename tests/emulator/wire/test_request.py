import json
from typing import Any

import pytest
from botocore.config import Config

from ringwall.emulator.app import Emulator


def test_bucket_in_the_host_name_is_understood(client: Any) -> None:
    s3 = client("s3", "", "eu-west-1")
    s3.create_bucket(Bucket="b-1", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="b-1", Key="a/b c.json", Body=b"{}")
    assert [o["Key"] for o in s3.list_objects_v2(Bucket="b-1")["Contents"]] == ["a/b c.json"]
    assert s3.get_object(Bucket="b-1", Key="a/b c.json")["Body"].read() == b"{}"
    assert s3.get_bucket_location(Bucket="b-1")["LocationConstraint"] == "eu-west-1"


def test_bucket_in_the_path_is_understood(emulator: Emulator, entrance: Any) -> None:
    session = entrance.session(emulator)
    config = Config(s3={"addressing_style": "path"})
    s3 = session.create_client("s3", region_name="us-east-1", config=config)
    s3.create_bucket(Bucket="b-1")
    s3.put_bucket_tagging(Bucket="b-1", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    assert s3.get_bucket_tagging(Bucket="b-1")["TagSet"] == [{"Key": "a", "Value": "b"}]
    assert emulator.calls["s3:PutBucketTagging"] == 1


def test_account_in_the_host_name_is_understood(
    client: Any, member: str, emulator: Emulator
) -> None:
    control = client("s3control", member)
    block = {"BlockPublicAcls": True, "IgnorePublicAcls": False}
    control.put_public_access_block(AccountId=member, PublicAccessBlockConfiguration=block)
    found = control.get_public_access_block(AccountId=member)["PublicAccessBlockConfiguration"]
    assert found["BlockPublicAcls"]
    assert not found["IgnorePublicAcls"]
    assert emulator.calls["s3control:PutPublicAccessBlock"] == 1


def test_service_is_found_by_the_name_it_signs_with(client: Any, emulator: Emulator) -> None:
    client("accessanalyzer").list_analyzers()  # access-analyzer
    client("cloudwatch").list_metrics()  # monitoring
    client("elbv2").describe_load_balancers()  # elasticloadbalancing, as elb
    client("elb").describe_load_balancers()
    client("apigatewayv2").get_apis()  # apigateway
    assert set(emulator.calls) == {
        "accessanalyzer:ListAnalyzers",
        "apigatewayv2:GetApis",
        "cloudwatch:ListMetrics",
        "elb:DescribeLoadBalancers",
        "elbv2:DescribeLoadBalancers",
    }


def test_assumed_credentials_lead_to_their_account(client: Any, member: str) -> None:
    assert client("sts", member).get_caller_identity()["Account"] == member
    assert client("sts").get_caller_identity()["Account"] == "123456789012"


JSON = "application/x-amz-json-1.1"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_broken_json_is_a_serialization_error(signed: Any, emulator: Emulator) -> None:
    headers = {"X-Amz-Target": "TrentService.DescribeKey", "Content-Type": JSON}
    for body in ("", "{", "[1]", "7", '{"KeyId": ', "\x00"):
        answer = signed("kms", body, headers=headers)
        assert answer.status_code == 400, body
        assert json.loads(answer.data)["__type"] == "SerializationException"
        assert answer.headers["x-amzn-ErrorType"] == "SerializationException"
    assert emulator.trail == []


BOMB = (
    '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<PublicAccessBlockConfiguration>&c;</PublicAccessBlockConfiguration>"
)
FILE = (
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><PublicAccessBlockConfiguration>'
    "<BlockPublicAcls>&b;</BlockPublicAcls></PublicAccessBlockConfiguration>"
)


@pytest.mark.parametrize(
    "body", ["<a>", "<a></b>", "a", FILE], ids=["open", "crossed", "text", "external entity"]
)
def test_broken_xml_is_malformed(signed: Any, body: str) -> None:
    answer = signed("s3", body, path="/inbox?publicAccessBlock", method="PUT")
    assert answer.status_code == 400
    assert b"<Code>MalformedXML</Code>" in answer.data
    assert b"root:" not in answer.data


def test_entities_are_not_expanded(signed: Any) -> None:
    answer = signed("s3", BOMB, path="/inbox?publicAccessBlock", method="PUT")
    assert answer.status_code == 501


def test_unknown_operation_is_told_in_the_protocol_of_the_request(signed: Any) -> None:
    headers = {"X-Amz-Target": "TrentService.Nothing", "Content-Type": JSON}
    answer = signed("kms", "{}", headers=headers)
    assert answer.status_code == 400
    assert json.loads(answer.data) == {
        "__type": "UnknownOperationException",
        "message": "there is no operation TrentService.Nothing",
    }
    for service, start in (("ec2", b"<Response><Errors>"), ("iam", b"<ErrorResponse>")):
        answer = signed(service, "Action=Nothing&Version=1", headers=FORM)
        assert answer.status_code == 400
        assert start in answer.data
        assert b"<Code>InvalidAction</Code>" in answer.data


def test_service_that_aws_does_not_have_is_refused(signed: Any) -> None:
    answer = signed("nonesuch", "{}")
    assert answer.status_code == 400
    assert json.loads(answer.data)["message"] == "no service is called nonesuch"


def test_name_of_an_operation_is_written_as_text(signed: Any) -> None:
    answer = signed("ec2", "Action=%3Ca%26b%3E&Version=1", headers=FORM)
    assert b"&lt;a&amp;b&gt;" in answer.data
    assert b"<a&b>" not in answer.data


def test_address_and_program_of_the_caller_are_read(signed: Any, emulator: Emulator) -> None:
    signed(
        *("ec2", "Action=DescribeVpcs&Version=2016-11-15"),
        headers=FORM | {"User-Agent": "probe/1"},
        environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
    )
    (record,) = emulator.trail
    assert (record["sourceIPAddress"], record["userAgent"]) == ("198.51.100.7", "probe/1")
    assert record["userIdentity"]["accessKeyId"] == "AKIATEAM"
