"""An instance is isolated and its disk is kept by who may do just that."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

CALLS = (
    "ec2:DescribeInstances",
    "ec2:ModifyNetworkInterfaceAttribute",
    "ec2:ModifyInstanceAttribute",
    "ec2:CreateSnapshots",
    "ec2:CopySnapshot",
    "ec2:LockSnapshot",
    "ec2:DescribeLockedSnapshots",
    "ebs:ListSnapshotBlocks",
    "kms:CreateGrant",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptTo",
)


@pytest.fixture
def victim(principals: Any) -> dict[str, str]:
    """Return an instance, its interface, a group for quarantine, and a key for evidence."""
    ec2 = principals.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="q", Description="q", VpcId=vpc)["GroupId"]
    (made,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=subnet)[
        "Instances"
    ]
    return {
        "instance": made["InstanceId"],
        "interface": made["NetworkInterfaces"][0]["NetworkInterfaceId"],
        "group": group,
        "key": principals.client("kms").create_key()["KeyMetadata"]["Arn"],
    }


def isolate(principals: Any, keys: tuple[str, ...], victim: dict[str, str]) -> dict[str, Any]:
    ec2 = principals.client("ec2", *keys)
    ec2.describe_instances()
    ec2.modify_network_interface_attribute(
        NetworkInterfaceId=victim["interface"], Groups=[victim["group"]]
    )
    ec2.modify_instance_attribute(
        InstanceId=victim["instance"], DisableApiTermination={"Value": True}
    )
    (snapshot,) = ec2.create_snapshots(InstanceSpecification={"InstanceId": victim["instance"]})[
        "Snapshots"
    ]
    copy = ec2.copy_snapshot(
        SourceSnapshotId=snapshot["SnapshotId"], SourceRegion="us-east-1",
        Encrypted=True, KmsKeyId=victim["key"],
    )["SnapshotId"]  # fmt: skip
    ec2.lock_snapshot(SnapshotId=copy, LockMode="governance", LockDuration=30)
    principals.client("ebs", *keys).list_snapshot_blocks(SnapshotId=copy)
    found: dict[str, Any] = ec2.describe_locked_snapshots()
    return found


def test_responder_needs_each_of_these_permissions(principals: Any, victim: dict[str, str]) -> None:
    allowed = {"Effect": "Allow", "Action": list(CALLS), "Resource": "*"}
    keys = principals.user("responder", allowed)
    assert len(isolate(principals, keys, victim)["Snapshots"]) == 1
    for missing in CALLS:
        fewer = allowed | {"Action": [name for name in CALLS if name != missing]}
        keys = principals.user(missing.replace(":", "-"), fewer)
        with pytest.raises(ClientError) as caught:
            isolate(principals, keys, victim)
        response: Any = caught.value.response
        assert missing in response["Error"]["Message"]
