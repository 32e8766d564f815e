from typing import Any

import pytest
from log_targets import make_log_bucket

FORMAT = "${version} ${tcp-flags} ${pkt-srcaddr}"


@pytest.fixture
def wanted(client: Any) -> dict[str, Any]:
    """Return what makes a flow log that is delivered to a bucket."""
    make_log_bucket(client("s3"), "flows", "delivery.logs")
    (vpc,) = client("ec2").describe_vpcs()["Vpcs"]
    return {
        "ResourceIds": [vpc["VpcId"]], "ResourceType": "VPC", "TrafficType": "ALL",
        "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::flows/net",
    }  # fmt: skip


def test_flow_log_keeps_what_it_was_made_with(client: Any, wanted: dict[str, Any]) -> None:
    ec2 = client("ec2")
    options = {"FileFormat": "plain-text", "HiveCompatiblePartitions": True}
    tags = [{"ResourceType": "vpc-flow-log", "Tags": [{"Key": "team", "Value": "net"}]}]
    ec2.create_flow_logs(
        **wanted, LogFormat=FORMAT, MaxAggregationInterval=60,
        DestinationOptions=options, TagSpecifications=tags,
    )  # fmt: skip
    (log,) = ec2.describe_flow_logs()["FlowLogs"]
    assert log["DestinationOptions"] == {**options, "PerHourPartition": False}
    assert (log["LogFormat"], log["MaxAggregationInterval"]) == (FORMAT, 60)
    assert (log["LogDestination"], log["FlowLogStatus"]) == ("arn:aws:s3:::flows/net", "ACTIVE")
    assert log["Tags"] == [{"Key": "team", "Value": "net"}]


def test_default_format_is_that_of_version_2(client: Any, wanted: dict[str, Any]) -> None:
    client("ec2").create_flow_logs(**wanted)
    (log,) = client("ec2").describe_flow_logs()["FlowLogs"]
    assert log["LogFormat"].startswith("${version} ${account-id} ${interface-id} ${srcaddr}")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"LogFormat": "${version} ${colour}"}, "InvalidParameter"),
        ({"LogFormat": "version"}, "InvalidParameter"),
        ({"MaxAggregationInterval": 90}, "InvalidParameter"),
        ({"LogGroupName": "flows"}, "InvalidParameter"),
        ({"LogDestinationType": "cloud-watch-logs"}, "InvalidParameter"),
        ({"LogDestinationType": "kinesis-data-firehose"}, "UnsupportedOperation"),
        ({"DestinationOptions": {"FileFormat": "parquet"}}, "UnsupportedOperation"),
        ({"ResourceIds": ["vpc-11111111"]}, "InvalidVpcID.NotFound"),
    ],
)
def test_what_does_not_go_together_is_refused(
    client: Any, wanted: dict[str, Any], refusal: Any, change: dict[str, Any], code: str
) -> None:
    assert refusal(client("ec2").create_flow_logs, **wanted | change)[0] == code


def test_same_flow_log_twice_is_refused(client: Any, wanted: dict[str, Any], refusal: Any) -> None:
    client("ec2").create_flow_logs(**wanted)
    assert refusal(client("ec2").create_flow_logs, **wanted)[0] == "FlowLogAlreadyExists"


@pytest.mark.parametrize(
    ("destination", "message"),
    [("gone", "gone does not exist"), ("flows/AWSLogs", "reserved term")],
)
def test_bucket_that_takes_no_logs(
    client: Any, wanted: dict[str, Any], destination: str, message: str
) -> None:
    wanted["LogDestination"] = f"arn:aws:s3:::{destination}"
    answer = client("ec2").create_flow_logs(**wanted)
    assert answer["FlowLogIds"] == []
    assert message in answer["Unsuccessful"][0]["Error"]["Message"]


def test_deleted_flow_log_is_gone(client: Any, wanted: dict[str, Any]) -> None:
    ids = client("ec2").create_flow_logs(**wanted)["FlowLogIds"]
    client("ec2").delete_flow_logs(FlowLogIds=ids)
    assert client("ec2").describe_flow_logs()["FlowLogs"] == []
