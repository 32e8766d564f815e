"""Subnets."""

from ringwall.model.table import Call, Table, boolean, text, texts

subnet = Table(
    name="ec2_subnet",
    doc="A subnet of a VPC. A shared subnet is listed only in its owner's account.",
    cloudformation="AWS::EC2::Subnet",
    list=Call("ec2.describe_subnets", "Subnets"),
    arn="arn:{partition}:ec2:{region}:{account_id}:subnet/{SubnetId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("subnet_id", "SubnetId", "The subnet's ID: subnet-..."),
        text("vpc_id", "VpcId", "The VPC that it is part of.", required=True),
        text(
            "cidr_block",
            "CidrBlock",
            "Its IPv4 block.",
            default="",
            unless="Ipv4IpamPoolId",
        ),
        texts(
            "ipv6_cidr_blocks",
            "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock",
            "Its IPv6 blocks.",
            property="not_null(Ipv6CidrBlocks, Ipv6CidrBlock)",
        ),
        text("availability_zone", "AvailabilityZone", "Its Availability Zone: eu-west-1a."),
        text(
            "availability_zone_id",
            "AvailabilityZoneId",
            "The zone's id, which is the same in all accounts: euw1-az1.",
        ),
        boolean(
            "map_public_ip_on_launch",
            "MapPublicIpOnLaunch",
            "Instances get a public IPv4 address automatically.",
            default=False,
            required=True,
        ),
        boolean(
            "assign_ipv6_address_on_creation",
            "AssignIpv6AddressOnCreation",
            "Network interfaces get an IPv6 address automatically.",
            default=False,
            required=True,
        ),
        boolean("default_for_az", "DefaultForAz", "It is a default one, which AWS created."),
        text("state", "State", "pending, available or unavailable."),
    ),
)
