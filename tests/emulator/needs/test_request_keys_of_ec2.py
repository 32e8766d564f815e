"""EC2's condition keys: where a resource is, what it is like, and what a call changes of it."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_calls import ACCOUNT, make_call

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.needs.request_keys_of_ec2 import find_ec2_keys

NeedsIn = Callable[..., tuple[Need, ...]]
EC2 = "arn:aws:ec2:us-east-1"
OWN = "123456789012"


def keys_of(operation: str, resource: str, /, **parameters: Any) -> dict[str, Any]:
    arn = f"{EC2}:{ACCOUNT}:{resource}"
    return dict(find_ec2_keys(make_call("ec2", operation, **parameters), arn))


@pytest.mark.parametrize(
    ("parameters", "key", "value"),
    [
        ({"MetadataOptions": {"HttpTokens": "required"}}, "ec2:MetadataHttpTokens", "required"),
        (
            {"MetadataOptions": {"HttpPutResponseHopLimit": 1}},
            "ec2:MetadataHttpPutResponseHopLimit",
            1,
        ),
        (
            {"IamInstanceProfile": {"Name": "p"}},
            "ec2:InstanceProfile",
            f"arn:aws:iam::{ACCOUNT}:instance-profile/p",
        ),
        (
            {"NetworkInterfaces": [{"AssociatePublicIpAddress": True}]},
            "ec2:AssociatePublicIpAddress",
            True,
        ),
        ({"Placement": {"Tenancy": "dedicated"}}, "ec2:Tenancy", "dedicated"),
        ({"Placement": {"AvailabilityZone": "a"}}, "ec2:AvailabilityZone", "a"),
        ({"LaunchTemplate": {"LaunchTemplateName": "t"}}, "ec2:IsLaunchTemplateResource", True),
        ({}, "ec2:Region", "us-east-1"),
        ({}, "ec2:Tenancy", "default"),
    ],
)
def test_keys_of_a_new_instance(parameters: dict[str, Any], key: str, value: Any) -> None:
    assert keys_of("RunInstances", "instance/*", **parameters)[key] == value


def test_what_a_request_does_not_say_is_no_key() -> None:
    found = keys_of("RunInstances", "instance/*")
    assert not {"ec2:MetadataHttpTokens", "ec2:AssociatePublicIpAddress", "ec2:Vpc"} & set(found)


@pytest.mark.parametrize(
    ("disks", "encrypted"),
    [
        ([], False),
        ([{"Ebs": {"Encrypted": True}}], True),
        ([{"Ebs": {"Encrypted": True}}, {"Ebs": {"VolumeSize": 8}}], False),
    ],
)
def test_one_disk_that_is_not_encrypted_is_enough(
    disks: list[dict[str, Any]],
    encrypted: bool,  # noqa: FBT001
) -> None:
    found = keys_of("RunInstances", "volume/*", BlockDeviceMappings=disks)
    assert found["ec2:Encrypted"] is encrypted


def test_default_encryption_encrypts_new_volumes(
    client: Callable[..., Any], needs_in: NeedsIn
) -> None:
    (need,) = needs_in("ec2", "CreateVolume", AvailabilityZone="us-east-1a", Size=8)
    assert need.keys["ec2:Encrypted"] is False
    assert need.keys["ec2:VolumeSize"] == 8
    client("ec2").enable_ebs_encryption_by_default()
    (need,) = needs_in("ec2", "CreateVolume", AvailabilityZone="us-east-1a")
    assert need.keys["ec2:Encrypted"] is True


def test_subnet_and_group_tell_their_vpc(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    found = needs_in("ec2", "RunInstances", ImageId="ami-0a", SubnetId=subnet)
    keys = {need.resource.rpartition(":")[2].partition("/")[0]: need.keys for need in found}
    for kind in ("subnet", "instance", "network-interface"):
        assert keys[kind]["ec2:Vpc"] == f"{EC2}:{OWN}:vpc/{vpc}"
        assert keys[kind]["ec2:Subnet"] == f"{EC2}:{OWN}:subnet/{subnet}"
    (need,) = needs_in("ec2", "AuthorizeSecurityGroupIngress", GroupId=group)
    assert need.keys["ec2:Vpc"] == f"{EC2}:{OWN}:vpc/{vpc}"


def test_instance_that_runs_tells_its_type(client: Callable[..., Any], needs_in: NeedsIn) -> None:
    ec2 = client("ec2")
    image = ec2.register_image(Name="image", RootDeviceName="/dev/sda1")["ImageId"]
    made = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.small")
    (need,) = needs_in("ec2", "StopInstances", InstanceIds=[made["Instances"][0]["InstanceId"]])
    assert need.keys["ec2:InstanceType"] == "t3.small"


@pytest.mark.parametrize(
    ("operation", "resource", "parameters", "expected"),
    [
        (
            "ModifySnapshotAttribute",
            "snapshot/snap-0a",
            {"CreateVolumePermission": {"Add": [{"Group": "all"}]}},
            {"ec2:Add/group": "all", "ec2:Attribute": "CreateVolumePermission"},
        ),
        (
            "ModifySnapshotAttribute",
            "snapshot/snap-0a",
            {
                "Attribute": "createVolumePermission",
                "OperationType": "remove",
                "UserIds": ["1", "2"],
            },
            {"ec2:Remove/userId": ["1", "2"]},
        ),
        (
            "ModifyImageAttribute",
            "image/ami-0a",
            {"LaunchPermission": {"Add": [{"UserId": "1"}], "Remove": [{"Group": "all"}]}},
            {"ec2:Add/userId": "1", "ec2:Remove/group": "all"},
        ),
        (
            "ModifyInstanceAttribute",
            "instance/i-0a",
            {"InstanceId": "i-0a", "DisableApiTermination": {"Value": True}},
            {
                "ec2:Attribute": "DisableApiTermination",
                "ec2:Attribute/DisableApiTermination": True,
            },
        ),
        (
            "ModifyInstanceAttribute",
            "instance/i-0a",
            {"InstanceId": "i-0a", "Attribute": "instanceType", "Value": "t3.small"},
            {"ec2:Attribute": "instanceType", "ec2:Attribute/instanceType": "t3.small"},
        ),
    ],
)
def test_what_a_call_changes(
    operation: str, resource: str, parameters: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = keys_of(operation, resource, **parameters)
    assert {key: found.get(key) for key in expected} == expected


def test_only_what_is_tagged_when_it_is_made_has_the_call_that_makes_it(needs_in: NeedsIn) -> None:
    tags = [{"Key": "a", "Value": "b"}]
    (need,) = needs_in("ec2", "CreateTags", Resources=["vpc-0a"], Tags=tags)
    assert "ec2:CreateAction" not in need.keys
    parts = [{"ResourceType": "vpc", "Tags": tags}]
    found = needs_in("ec2", "CreateVpc", CidrBlock="10.0.0.0/16", TagSpecifications=parts)
    assert found[-1].keys["ec2:CreateAction"] == "CreateVpc"


def test_lock_of_a_snapshot_tells_how_long_it_lasts(needs_in: NeedsIn) -> None:
    (need,) = needs_in("ec2", "LockSnapshot", SnapshotId="snap-0a", LockDuration=30)
    assert need.keys["ec2:SnapshotLockDuration"] == 30


def test_a_call_that_changes_no_attribute_has_no_such_key() -> None:
    assert "ec2:Attribute" not in keys_of("StopInstances", "instance/i-0a", Force=True)


def test_a_profile_in_place_of_another_is_the_new_one() -> None:
    profile = {"Arn": "arn:aws:iam::1:instance-profile/p"}
    found = keys_of(
        "ReplaceIamInstanceProfileAssociation", "instance/i-0a", IamInstanceProfile=profile
    )
    assert found["ec2:NewInstanceProfile"] == profile["Arn"]
