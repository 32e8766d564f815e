from typing import Any

import pytest


@pytest.fixture
def box(client: Any) -> Any:
    """Return a client, an instance, its interface and two groups of its VPC, the first its own."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    groups = [
        ec2.create_security_group(GroupName=n, Description=n, VpcId=vpc)["GroupId"] for n in "ab"
    ]
    (made,) = ec2.run_instances(
        ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=groups[:1]
    )["Instances"]
    return ec2, made["InstanceId"], made["NetworkInterfaces"][0]["NetworkInterfaceId"], groups


def groups_of(ec2: Any) -> tuple[list[str], list[str], list[str]]:
    """Return the groups as the instance, its interface in it, and the interface show them."""
    instance = ec2.describe_instances()["Reservations"][0]["Instances"][0]
    (interface,) = ec2.describe_network_interfaces()["NetworkInterfaces"]
    shown = (instance, instance["NetworkInterfaces"][0], interface)
    names = ("SecurityGroups", "Groups", "Groups")
    found = [
        [group["GroupId"] for group in item[name]] for item, name in zip(shown, names, strict=True)
    ]
    return found[0], found[1], found[2]


def test_groups_of_an_interface_are_those_of_its_instance(box: Any) -> None:
    ec2, _, interface, (first, second) = box
    assert groups_of(ec2) == ([first], [first], [first])
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface, Groups=[second])
    assert groups_of(ec2) == ([second], [second], [second])


def test_groups_of_an_instance_are_those_of_its_interface(box: Any) -> None:
    ec2, instance, interface, (_, second) = box
    ec2.modify_instance_attribute(InstanceId=instance, Groups=[second])
    assert groups_of(ec2) == ([second], [second], [second])
    shown = ec2.describe_instance_attribute(InstanceId=instance, Attribute="groupSet")
    assert [group["GroupId"] for group in shown["Groups"]] == [second]
    shown = ec2.describe_network_interface_attribute(
        NetworkInterfaceId=interface, Attribute="groupSet"
    )
    assert [group["GroupId"] for group in shown["Groups"]] == [second]


def test_instance_without_groups_has_the_default_one(client: Any) -> None:
    ec2 = client("ec2")
    ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1)
    instance, inner, outer = groups_of(ec2)
    assert instance == inner == outer
    (group,) = ec2.describe_security_groups(GroupIds=instance)["SecurityGroups"]
    assert group["GroupName"] == "default"


def test_groups_of_another_vpc_are_refused(box: Any, refusal: Any) -> None:
    ec2, instance, interface, groups = box
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    other = ec2.create_security_group(GroupName="c", Description="c", VpcId=vpc)["GroupId"]
    for group in (other, "sg-0123"):
        change = {"NetworkInterfaceId": interface, "Groups": [group]}
        code, _ = refusal(ec2.modify_network_interface_attribute, **change)
        assert code == "InvalidGroup.NotFound"
        code, _ = refusal(ec2.modify_instance_attribute, InstanceId=instance, Groups=[group])
        assert code == "InvalidGroup.NotFound"
    assert groups_of(ec2)[0] == groups[:1]


def test_interface_outlives_its_instance_where_it_is_told_to(box: Any, refusal: Any) -> None:
    ec2, instance, interface, _ = box
    attachment = ec2.describe_network_interfaces()["NetworkInterfaces"][0]["Attachment"]
    ec2.modify_network_interface_attribute(
        NetworkInterfaceId=interface,
        Attachment={"AttachmentId": attachment["AttachmentId"], "DeleteOnTermination": True},
    )
    shown = ec2.describe_network_interface_attribute(
        NetworkInterfaceId=interface, Attribute="attachment"
    )["Attachment"]
    assert shown["DeleteOnTermination"] is True
    assert shown["InstanceId"] == instance
    code, _ = refusal(
        ec2.modify_network_interface_attribute,
        NetworkInterfaceId=interface,
        Attachment={"AttachmentId": "eni-attach-0", "DeleteOnTermination": True},
    )
    assert code == "InvalidAttachmentID.NotFound"


def test_what_a_launch_made_goes_with_the_instance(box: Any) -> None:
    ec2, instance, interface, groups = box
    (shown,) = ec2.describe_network_interfaces()["NetworkInterfaces"]
    assert shown["Attachment"]["DeleteOnTermination"] is True
    ec2.terminate_instances(InstanceIds=[instance])
    assert ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    ec2.delete_security_group(GroupId=groups[0])
    ec2.delete_subnet(SubnetId=shown["SubnetId"])
    assert interface == shown["NetworkInterfaceId"]


@pytest.mark.parametrize("kept", [True, False])
def test_an_interface_that_shall_stay_does(box: Any, *, kept: bool) -> None:
    ec2, first, _, _ = box
    (shown,) = ec2.describe_network_interfaces()["NetworkInterfaces"]
    ec2.terminate_instances(InstanceIds=[first])
    asked: dict[str, Any] = {"DeviceIndex": 0, "SubnetId": shown["SubnetId"]}
    if kept:
        asked["DeleteOnTermination"] = False
    (made,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, NetworkInterfaces=[asked])[
        "Instances"
    ]
    ec2.terminate_instances(InstanceIds=[made["InstanceId"]])
    assert len(ec2.describe_network_interfaces()["NetworkInterfaces"]) == int(kept)
