"""Instances and their disks."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.errors import CallFailed
from ringwall.model.table import (
    Call,
    Reader,
    Shared,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
    texts,
)

instance = Table(
    name="ec2_instance",
    doc="A virtual machine: running, stopped, or terminated within the last hour.",
    cloudformation="AWS::EC2::Instance",
    list=Call("ec2.describe_instances", "Reservations[].Instances[]", {"MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}:{account_id}:instance/{InstanceId}",
    tags="Tags",
    columns=(
        text("instance_id", "InstanceId", "The instance's id: i-..."),
        text("state", "State.Name", "pending, running, stopping, stopped or terminated."),
        text("image_id", "ImageId", "The image that it was launched from."),
        text("instance_type", "InstanceType", "Its size: t3.micro."),
        text("vpc_id", "VpcId", "The VPC that it stands in; '' once terminated."),
        text("subnet_id", "SubnetId", "The subnet of its first interface."),
        text("availability_zone", "Placement.AvailabilityZone", "The zone that it runs in."),
        text("private_ip_address", "PrivateIpAddress", "Its first private address."),
        text("public_ip_address", "PublicIpAddress", "Its first public IPv4 address; '' for none."),
        texts(
            "public_ips",
            "NetworkInterfaces[].PrivateIpAddresses[].Association.PublicIp",
            "The public IPv4 addresses of all of its interfaces.",
        ),
        texts(
            "ipv6_addresses",
            "NetworkInterfaces[].Ipv6Addresses[].Ipv6Address",
            "The IPv6 addresses of all of its interfaces.",
        ),
        texts(
            "security_group_ids", "SecurityGroups[].GroupId", "The groups of its first interface."
        ),
        texts("network_interface_ids", "NetworkInterfaces[].NetworkInterfaceId", "Its interfaces."),
        text("http_tokens", "MetadataOptions.HttpTokens", "required for IMDSv2 only; or optional."),
        text("http_endpoint", "MetadataOptions.HttpEndpoint", "enabled, or disabled for no IMDS."),
        integer(
            "http_put_response_hop_limit",
            "MetadataOptions.HttpPutResponseHopLimit",
            "How many network hops an IMDS token travels; 1 keeps containers out.",
        ),
        text(
            "instance_metadata_tags",
            "MetadataOptions.InstanceMetadataTags",
            "enabled where its tags can be read inside.",
        ),
        text(
            "iam_instance_profile", "IamInstanceProfile.Arn", "The ARN of its profile; '' for none."
        ),
        text("key_name", "KeyName", "The SSH key pair that it was launched with."),
        text("platform_details", "PlatformDetails", "Linux/UNIX, Windows, ..."),
        text("monitoring", "Monitoring.State", "enabled for detailed monitoring."),
        boolean("ebs_optimized", "EbsOptimized", "Its disks have a network of their own."),
        boolean("source_dest_check", "SourceDestCheck", "It drops traffic of others."),
        moment("launch_time", "LaunchTime", "When it was last started."),
        texts(
            "volume_ids", "BlockDeviceMappings[].Ebs.VolumeId", "The disks that are attached to it."
        ),
    ),
)

volume = Table(
    name="ec2_volume",
    doc="An EBS disk.",
    cloudformation="AWS::EC2::Volume",
    list=Call("ec2.describe_volumes", "Volumes", {"MaxResults": 500}),
    arn="arn:{partition}:ec2:{region}:{account_id}:volume/{VolumeId}",
    tags="Tags",
    columns=(
        text("volume_id", "VolumeId", "The disk's id: vol-..."),
        boolean("encrypted", "Encrypted", "What is written to it is encrypted."),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        integer("size", "Size", "Its size in GiB."),
        text("volume_type", "VolumeType", "gp3, io2, ..."),
        text("state", "State", "available where unattached, in-use, ..."),
        text("snapshot_id", "SnapshotId", "The snapshot that it was made from."),
        text("availability_zone", "AvailabilityZone", "The zone that it lies in."),
        texts("instance_ids", "Attachments[].InstanceId", "The instances that have it."),
        document("attachments", "Attachments", "How it is attached.", absent=[]),
        moment("create_time", "CreateTime", "When it was made."),
    ),
)


def _exposed(reader: Reader) -> Mapping[str, Any]:
    """Return the own snapshots that anybody can restore: few, in one call for all of them."""
    found = reader.items(
        "ec2.describe_snapshots",
        "Snapshots[].SnapshotId",
        OwnerIds=["self"],
        RestorableByUserIds=["all"],
        MaxResults=1000,
    )
    return {str(snapshot): True for snapshot in found}


def _default_key(reader: Reader) -> Mapping[str, Any]:
    """Return the ARN of AWS's own key for disks: what it encrypts cannot be shared with anybody.

    Where nobody tells, every snapshot is asked.
    https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
    """
    try:
        return {"Arn": reader.call("kms.describe_key", KeyId="alias/aws/ebs")["KeyMetadata"]["Arn"]}
    except CallFailed:
        return {}


snapshot = Table(
    name="ec2_snapshot",
    sharing=("is_public", "restore_accounts", "block_public_access"),
    doc="A snapshot of an EBS disk that the account owns.",
    cloudformation="AWS::EC2::Snapshot",
    list=Call("ec2.describe_snapshots", "Snapshots", {"OwnerIds": ["self"], "MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}::snapshot/{SnapshotId}",
    account="OwnerId",
    tags="Tags",
    shared=(
        Shared("Exposed", _exposed, "SnapshotId", sparse=True),
        Shared(
            "SharingBlock",
            lambda reader: reader.call("ec2.get_snapshot_block_public_access_state"),
        ),
        Shared("DefaultKey", _default_key),
    ),
    calls=(
        Call(
            "ec2.describe_snapshot_attribute",
            "CreateVolumePermissions",
            {"SnapshotId": "{SnapshotId}", "Attribute": "createVolumePermission"},
            into="CreateVolumePermissions",
            absent=("InvalidSnapshot.NotFound",),  # gone since the list
            when="!Encrypted || KmsKeyId != DefaultKey.Arn",
        ),
    ),
    columns=(
        text("snapshot_id", "SnapshotId", "The snapshot's id: snap-..."),
        text("volume_id", "VolumeId", "The disk that it was taken of."),
        boolean("encrypted", "Encrypted", "It is encrypted."),
        text("kms_key_id", "KmsKeyId", "The key that it is encrypted with."),
        boolean("is_public", "Exposed", "It is shared with every AWS account."),
        texts(
            "restore_accounts",
            "CreateVolumePermissions[].[UserId, Group][]",
            "Whom it is shared with: account ids, or all.",
        ),
        text(
            "block_public_access",
            "SharingBlock.State",
            "The region's setting: block-all-sharing treats public snapshots as private.",
        ),
        integer("volume_size", "VolumeSize", "The disk's size in GiB."),
        text("state", "State", "completed, pending or error."),
        text("storage_tier", "StorageTier", "standard or archive."),
        text("description", "Description", "What its maker wrote of it."),
        moment("start_time", "StartTime", "When it was taken."),
    ),
)
