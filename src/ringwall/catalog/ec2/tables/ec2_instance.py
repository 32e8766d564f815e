"""EC2 instances."""

from typing import Any

from ringwall.catalog.plaintext import (
    conceal,
    conceal_user_data,
    derive_credentials,
    find_in_user_data,
    plaintext_column,
)
from ringwall.model.table import Call, Row, RunsAs, Table, boolean, integer, moment, text, texts

_FIRST = "NetworkInterfaces[?to_string(DeviceIndex) == '0']"
"""The primary network interface, where a template describes it and not the instance itself."""

_MONITORING = (
    "contains([`true`, 'true'], Monitoring) && 'enabled'"
    " || contains([`false`, 'false'], Monitoring) && 'disabled' || `null`"
)


def _reduce(user_data: Any) -> Row:
    """Return what user data gives away, without it."""
    return conceal(user_data, {}, lambda found: find_in_user_data(found.get("Value")))


instance = Table(
    name="ec2_instance",
    doc="A virtual machine: running, stopped, or terminated within the last hour.",
    cloudformation="AWS::EC2::Instance",
    list=Call("ec2.describe_instances", "Reservations[].Instances[]", {"MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}:{account_id}:instance/{InstanceId}",
    tags="Tags",
    calls=(
        Call(
            "ec2.describe_instance_attribute",
            "UserData",
            {"InstanceId": "{InstanceId}", "Attribute": "userData"},
            into="UserData",
            when="State.Name != 'terminated'",
            reduce=_reduce,
        ),
    ),
    gone=("InvalidInstanceID.NotFound",),
    columns=(
        text("instance_id", "InstanceId", "The instance's ID: i-..."),
        text(
            "state",
            "State.Name",
            "pending, running, stopping, stopped or terminated.",
            required=True,
        ),
        text(
            "state_transition_reason",
            "StateTransitionReason",
            "Why and when it last changed its state; '' where EC2 does not say.",
        ),
        text("image_id", "ImageId", "The image that it was launched from."),
        text("instance_type", "InstanceType", "Its size: t3.micro."),
        text("vpc_id", "VpcId", "Its VPC; '' once terminated."),
        text(
            "subnet_id",
            "SubnetId",
            "The subnet of its first network interface.",
            property=f"SubnetId || ({_FIRST}.SubnetId | [0])",
        ),
        text(
            "availability_zone",
            "Placement.AvailabilityZone",
            "Its Availability Zone.",
            property="AvailabilityZone",
        ),
        text(
            "private_ip_address",
            "PrivateIpAddress",
            "Its first private address.",
            property=f"PrivateIp || PrivateIpAddress || ({_FIRST}.PrivateIpAddress | [0])",
        ),
        text(
            "public_ip_address",
            "PublicIpAddress",
            "Its first public IPv4 address; '' for none.",
            property="PublicIp",
        ),
        texts(
            "public_ips",
            "NetworkInterfaces[].PrivateIpAddresses[].Association.PublicIp",
            "The public IPv4 addresses of all of its network interfaces.",
        ),
        texts(
            "ipv6_addresses",
            "NetworkInterfaces[].Ipv6Addresses[].Ipv6Address",
            "The IPv6 addresses of all of its network interfaces.",
        ),
        texts(
            "security_group_ids",
            "SecurityGroups[].GroupId",
            "The security groups of its first network interface.",
            property=f"SecurityGroupIds || ({_FIRST}.GroupSet | [0])",
            required=True,
        ),
        texts(
            "network_interface_ids",
            "NetworkInterfaces[].NetworkInterfaceId",
            "Its network interfaces.",
            required=True,
        ),
        text("http_tokens", "MetadataOptions.HttpTokens", "required (IMDSv2 only) or optional."),
        text(
            "http_endpoint",
            "MetadataOptions.HttpEndpoint",
            "enabled, or disabled where it has no metadata service.",
        ),
        integer(
            "http_put_response_hop_limit",
            "MetadataOptions.HttpPutResponseHopLimit",
            "How many network hops an IMDS token can travel; 1 excludes containers.",
        ),
        text(
            "instance_metadata_tags",
            "MetadataOptions.InstanceMetadataTags",
            "enabled where software on it can read its tags.",
        ),
        # CloudFormation has the profile's name, from which the ARN cannot be told.
        text(
            "iam_instance_profile",
            "IamInstanceProfile.Arn",
            "The ARN of its instance profile; '' for none.",
            default="",
            unless="IamInstanceProfile || LaunchTemplate",
            within=True,
        ),
        text(
            "key_name",
            "KeyName",
            "The SSH key pair that it was launched with.",
            default="",
            unless="LaunchTemplate",
        ),
        text(
            "virtualization_type",
            "VirtualizationType",
            "hvm, or paravirtual on types of the past.",
            required=True,
        ),
        text("platform_details", "PlatformDetails", "Linux/UNIX, Windows, ..."),
        text(
            "monitoring",
            "Monitoring.State",
            "enabled for detailed monitoring.",
            property=_MONITORING,
            default="disabled",
            unless="LaunchTemplate",
        ),
        boolean(
            "ebs_optimized",
            "EbsOptimized",
            "It has dedicated bandwidth to its volumes.",
            default=False,
            unless="LaunchTemplate",
        ),
        boolean(
            "source_dest_check",
            "SourceDestCheck",
            "It drops traffic that is not from or to itself.",
            default=True,
            unless="NetworkInterfaces[].NetworkInterfaceId",
        ),
        moment("launch_time", "LaunchTime", "When it was last started."),
        texts(
            "volume_ids",
            "BlockDeviceMappings[].Ebs.VolumeId",
            "The volumes that are attached to it.",
        ),
        plaintext_column("UserData"),
    ),
    conceal=conceal_user_data,
    derived=(derive_credentials("UserData"),),
    runs_as=RunsAs("iam_instance_profile", through="iam_instance_profile", roles="role_arns"),
)
