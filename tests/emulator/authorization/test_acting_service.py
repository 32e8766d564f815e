"""What services may do by themselves, under an authority."""

import gzip
from datetime import UTC, datetime
from typing import Any

from policy_texts import write

from ringwall.emulator.traffic.script import ScriptedConnection

AT = datetime(2026, 3, 2, tzinfo=UTC)
ACCOUNT = "123456789012"
HOME = "us-east-1"
OUTSIDE = "198.51.100.7"


def make_target(principals: Any) -> tuple[Any, str, str]:
    """Return a client of EC2, the id of a VPC, and that of an interface which is public."""
    ec2 = principals.client("ec2")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc["VpcId"])
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    eni = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.associate_address(AllocationId=address, NetworkInterfaceId=eni)
    return ec2, vpc["VpcId"], eni


def allow(**condition: str) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::flows/*",
        "Condition": {"StringEquals": condition},
    }


def test_bucket_decides_whether_flow_logs_are_delivered(principals: Any) -> None:
    ec2, vpc, eni = make_target(principals)
    s3 = principals.client("s3")
    s3.create_bucket(Bucket="flows")
    wanted = {
        "ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "ALL",
        "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::flows",
    }  # fmt: skip
    (failed,) = ec2.create_flow_logs(**wanted)["Unsuccessful"]
    assert failed["Error"]["Message"].startswith("Access Denied for LogDestination: flows")
    other = allow(**{"aws:SourceAccount": "111122223333"})
    s3.put_bucket_policy(Bucket="flows", Policy=write(other))
    assert ec2.create_flow_logs(**wanted)["FlowLogIds"] == []
    own = {"aws:SourceAccount": ACCOUNT, "s3:x-amz-acl": "bucket-owner-full-control"}
    s3.put_bucket_policy(Bucket="flows", Policy=write(allow(**own)))
    assert len(ec2.create_flow_logs(**wanted)["FlowLogIds"]) == 1

    def send() -> tuple[str, int]:
        principals.app.send_traffic([ScriptedConnection(OUTSIDE, eni, 22, AT)])
        (log,) = ec2.describe_flow_logs()["FlowLogs"]
        return log["DeliverLogsStatus"], s3.list_objects_v2(Bucket="flows")["KeyCount"]

    s3.delete_bucket_policy(Bucket="flows")
    assert send() == ("FAILED", 0)
    s3.put_bucket_policy(Bucket="flows", Policy=write(allow(**own)))
    assert send() == ("SUCCESS", 1)
    (found,) = s3.list_objects_v2(Bucket="flows")["Contents"]
    body = s3.get_object(Bucket="flows", Key=found["Key"])["Body"].read()
    assert b"REJECT OK" in gzip.decompress(body)


def test_role_decides_whether_a_log_group_has_flows(principals: Any) -> None:
    ec2, vpc, eni = make_target(principals)
    logs = principals.client("logs")
    logs.create_log_group(logGroupName="flows")
    trust = {
        "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    role = principals.role("flows", trust)
    ec2.create_flow_logs(
        ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogGroupName="flows",
        DeliverLogsPermissionArn=role,
    )  # fmt: skip

    def send() -> tuple[str, int]:
        principals.app.send_traffic([ScriptedConnection(OUTSIDE, eni, 22, AT)])
        (log,) = ec2.describe_flow_logs()["FlowLogs"]
        streams = logs.describe_log_streams(logGroupName="flows")["logStreams"]
        return log["DeliverLogsStatus"], len(streams)

    assert send() == ("FAILED", 0)
    actions = ["logs:CreateLogStream", "logs:PutLogEvents"]
    iam = principals.client("iam")
    for region, result in (("us-east-2", ("FAILED", 0)), (HOME, ("SUCCESS", 1))):
        where = {"StringEquals": {"aws:RequestedRegion": region}}
        may = {"Effect": "Allow", "Action": actions, "Resource": "*", "Condition": where}
        iam.put_role_policy(RoleName="flows", PolicyName="own", PolicyDocument=write(may))
        assert send() == result
    iam.update_assume_role_policy(
        RoleName="flows",
        PolicyDocument=write(
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ),
    )
    assert send() == ("FAILED", 1)


def test_log_group_is_made_where_the_role_may(principals: Any) -> None:
    ec2, vpc, eni = make_target(principals)
    trust = {"Principal": {"Service": "vpc-flow-logs.amazonaws.com"}}
    may = {"Effect": "Allow", "Action": ["logs:Create*", "logs:PutLogEvents"], "Resource": "*"}
    ec2.create_flow_logs(
        ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogGroupName="new",
        DeliverLogsPermissionArn=principals.role("flows", trust, may),
    )  # fmt: skip
    principals.app.send_traffic([ScriptedConnection(OUTSIDE, eni, 22, AT)])
    (group,) = principals.client("logs").describe_log_groups()["logGroups"]
    assert group["logGroupName"] == "new"
