from typing import Any

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
    assert set(emulator.calls) == {
        "accessanalyzer:ListAnalyzers",
        "cloudwatch:ListMetrics",
        "elbv2:DescribeLoadBalancers",
    }


def test_assumed_credentials_lead_to_their_account(client: Any, member: str) -> None:
    assert client("sts", member).get_caller_identity()["Account"] == member
    assert client("sts").get_caller_identity()["Account"] == "123456789012"
