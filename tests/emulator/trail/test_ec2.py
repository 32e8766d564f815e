import json
from typing import Any

import pytest

from ringwall.emulator.app import Emulator


@pytest.fixture
def ec2(client: Any) -> Any:
    return client("ec2")


@pytest.fixture
def group(ec2: Any) -> str:
    made: str = ec2.create_security_group(GroupName="g", Description="d")["GroupId"]
    return made


def test_rule_of_a_group_is_a_set_of_sets(ec2: Any, emulator: Emulator, group: str) -> None:
    permission = {
        "IpProtocol": "tcp",
        "FromPort": 22,
        "ToPort": 22,
        "IpRanges": [{"CidrIp": "0.0.0.0/0"}],
    }
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    record = emulator.trail[-1]
    assert record["requestParameters"] == {
        "groupId": group,
        "ipPermissions": {
            "items": [
                {
                    "ipProtocol": "tcp",
                    "fromPort": 22,
                    "toPort": 22,
                    "groups": {},
                    "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]},
                    "ipv6Ranges": {},
                    "prefixListIds": {},
                }
            ]
        },
    }
    answer = record["responseElements"]
    assert answer["_return"] is True
    assert answer["requestId"] == record["requestID"]
    (rule,) = answer["securityGroupRuleSet"]["items"]
    assert (rule["cidrIpv4"], rule["isEgress"], rule["groupId"]) == ("0.0.0.0/0", False, group)


def test_rule_in_short_is_written_as_it_was_sent(ec2: Any, emulator: Emulator, group: str) -> None:
    ec2.authorize_security_group_ingress(
        GroupId=group, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="10.0.0.0/8"
    )
    assert emulator.trail[-1]["requestParameters"] == {
        "groupId": group,
        "ipProtocol": "tcp",
        "fromPort": 22,
        "toPort": 22,
        "cidrIp": "10.0.0.0/8",
        "ipPermissions": {},
    }


def test_launch_is_written_as_its_soap_interface_had_it(ec2: Any, emulator: Emulator) -> None:
    ec2.run_instances(
        ImageId="ami-1",
        MinCount=1,
        MaxCount=1,
        InstanceType="p2.xlarge",
        UserData="made-up-phrase",
        ClientToken="t",
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}],
    )
    record = emulator.trail[-1]
    assert record["requestParameters"] == {
        "instancesSet": {"items": [{"imageId": "ami-1", "minCount": 1, "maxCount": 1}]},
        "instanceType": "p2.xlarge",
        "userData": "<sensitiveDataRemoved>",
        "blockDeviceMapping": {},
        "monitoring": {"enabled": False},
        "disableApiTermination": False,
        "disableApiStop": False,
        "clientToken": "t",
        "tagSpecificationSet": {
            "items": [{"resourceType": "instance", "tags": [{"key": "Name", "value": "web"}]}]
        },
    }
    (instance,) = record["responseElements"]["instancesSet"]["items"]
    assert instance["instanceId"].startswith("i-")
    assert isinstance(instance["launchTime"], int)
    assert instance["instanceState"]["name"] in {"pending", "running"}


def test_instances_that_are_stopped_are_a_set(ec2: Any, emulator: Emulator) -> None:
    (made,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)["Instances"]
    ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    record = emulator.trail[-1]
    asked = {"instancesSet": {"items": [{"instanceId": made["InstanceId"]}]}}
    assert record["requestParameters"] == asked
    (answer,) = record["responseElements"]["instancesSet"]["items"]
    assert answer["previousState"] == {"code": 16, "name": "running"}


def test_describing_writes_every_set(ec2: Any, emulator: Emulator) -> None:
    ec2.describe_instances()
    ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": ["vpc-1"]}])
    ec2.describe_images(Owners=["self"])
    instances, groups, images = (r["requestParameters"] for r in emulator.trail)
    assert instances == {"instancesSet": {}, "filterSet": {}}
    filters = {"items": [{"name": "vpc-id", "valueSet": {"items": [{"value": "vpc-1"}]}}]}
    assert groups == {"filterSet": filters, "securityGroupIdSet": {}, "securityGroupSet": {}}
    assert images == {
        "ownersSet": {"items": [{"owner": "self"}]},
        "executableBySet": {},
        "filterSet": {},
        "imagesSet": {},
    }


@pytest.mark.parametrize(
    "given",
    [
        {"OperationType": "add", "UserIds": ["111122223333"]},
        {"CreateVolumePermission": {"Add": [{"UserId": "111122223333"}]}},
    ],
)
def test_sharing_of_a_snapshot_is_written_in_one_way(
    ec2: Any, emulator: Emulator, given: dict[str, Any]
) -> None:
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=1)["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
    ec2.modify_snapshot_attribute(SnapshotId=snapshot, Attribute="createVolumePermission", **given)
    assert emulator.trail[-1]["requestParameters"] == {
        "snapshotId": snapshot,
        "attributeType": "CREATE_VOLUME_PERMISSION",
        "createVolumePermission": {"add": {"items": [{"userId": "111122223333"}]}},
    }


def test_image_for_everyone_is_shared_with_a_group(
    ec2: Any, emulator: Emulator, refusal: Any
) -> None:
    permission = {"Add": [{"Group": "all"}]}
    refusal(ec2.modify_image_attribute, ImageId="ami-absent", LaunchPermission=permission)
    assert emulator.trail[-1]["requestParameters"] == {
        "imageId": "ami-absent",
        "attributeType": "launchPermission",
        "launchPermission": {"add": {"items": [{"group": "all"}]}},
    }


def test_entry_of_a_network_acl_calls_its_protocol_otherwise(ec2: Any, emulator: Emulator) -> None:
    acl = ec2.describe_network_acls()["NetworkAcls"][0]["NetworkAclId"]
    ec2.create_network_acl_entry(
        NetworkAclId=acl,
        RuleNumber=7,
        Protocol="6",
        RuleAction="allow",
        Egress=False,
        CidrBlock="0.0.0.0/0",
        PortRange={"From": 22, "To": 22},
    )
    record = emulator.trail[-1]
    assert record["requestParameters"] == {
        "networkAclId": acl,
        "ruleNumber": 7,
        "aclProtocol": "6",
        "ruleAction": "allow",
        "egress": False,
        "cidrBlock": "0.0.0.0/0",
        "portRange": {"from": 22, "to": 22},
        "icmpTypeCode": {},
    }
    assert record["responseElements"] == {"requestId": record["requestID"], "_return": True}


def test_later_operation_is_written_in_an_envelope(
    ec2: Any, emulator: Emulator, refusal: Any
) -> None:
    refusal(ec2.delete_flow_logs, FlowLogIds=["fl-1"])
    ec2.describe_flow_logs(Filters=[{"Name": "resource-id", "Values": ["a", "b"]}])
    ec2.enable_serial_console_access()
    deleted, described, enabled = emulator.trail
    assert deleted["requestParameters"] == {
        "DeleteFlowLogsRequest": {"FlowLogId": {"content": "fl-1", "tag": 1}}
    }
    values = [{"content": "a", "tag": 1}, {"content": "b", "tag": 2}]
    assert described["requestParameters"] == {
        "DescribeFlowLogsRequest": {"Filter": {"Name": "resource-id", "Value": values, "tag": 1}}
    }
    assert enabled["requestParameters"] == {"EnableSerialConsoleAccessRequest": ""}
    assert enabled["responseElements"] == {
        "EnableSerialConsoleAccessResponse": {
            "xmlns": "http://ec2.amazonaws.com/doc/2016-11-15/",
            "requestId": enabled["requestID"],
            "serialConsoleAccessEnabled": True,
        }
    }


def test_lists_of_a_later_operation_are_items(ec2: Any, emulator: Emulator) -> None:
    template = {"ImageId": "ami-1", "UserData": "bWFkZS11cA=="}
    ec2.create_launch_template(LaunchTemplateName="t", LaunchTemplateData=template)
    record = emulator.trail[-1]
    asked = record["requestParameters"]["CreateLaunchTemplateRequest"]
    assert asked["LaunchTemplateData"]["ImageId"] == "ami-1"
    answer = record["responseElements"]["CreateLaunchTemplateResponse"]["launchTemplate"]
    assert answer["launchTemplateName"] == "t"
    assert answer["createTime"].endswith("Z")
    assert "bWFkZS11cA" not in json.dumps(record)


def test_private_key_is_removed(ec2: Any, emulator: Emulator) -> None:
    material = ec2.create_key_pair(KeyName="k")["KeyMaterial"]
    answer = emulator.trail[-1]["responseElements"]
    assert answer["keyMaterial"] == "<sensitiveDataRemoved>"
    assert material not in json.dumps(emulator.trail)


def test_user_data_of_a_running_instance_is_removed(
    ec2: Any, emulator: Emulator, refusal: Any
) -> None:
    refusal(ec2.modify_instance_attribute, InstanceId="i-1", UserData={"Value": b"phrase"})
    found = emulator.trail[-1]["requestParameters"]
    assert found == {"instanceId": "i-1", "userData": "<sensitiveDataRemoved>"}


def test_codes_of_errors_say_whose_fault_it_is(ec2: Any, emulator: Emulator, refusal: Any) -> None:
    refusal(ec2.describe_volumes, VolumeIds=["vol-01234567"])
    assert emulator.trail[-1]["errorCode"] == "Client.InvalidVolume.NotFound"
