"""VPCs."""

from ringwall.model.table import Call, Table, boolean, text, texts

vpc = Table(
    name="ec2_vpc",
    doc="A virtual private cloud.",
    cloudformation="AWS::EC2::VPC",
    list=Call("ec2.describe_vpcs", "Vpcs"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc/{VpcId}",
    account="OwnerId",
    tags="Tags",
    gone=("InvalidVpcID.NotFound",),
    calls=(
        Call(
            "ec2.describe_vpc_attribute",
            "EnableDnsSupport",
            {"VpcId": "{VpcId}", "Attribute": "enableDnsSupport"},
            into="DnsSupport",
            when="!IsDefault",
        ),
        Call(
            "ec2.describe_vpc_attribute",
            "EnableDnsHostnames",
            {"VpcId": "{VpcId}", "Attribute": "enableDnsHostnames"},
            into="DnsHostnames",
            when="!IsDefault",
        ),
    ),
    columns=(
        text("vpc_id", "VpcId", "The VPC's ID: vpc-..."),
        text("cidr_block", "CidrBlock", "Its first IPv4 block.", required=True),
        texts("cidr_blocks", "CidrBlockAssociationSet[].CidrBlock", "All of its IPv4 blocks."),
        texts(
            "ipv6_cidr_blocks",
            "Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock",
            "All of its IPv6 blocks.",
            property="Ipv6CidrBlocks",
        ),
        boolean(
            "is_default", "IsDefault", "It is a default one, which AWS created.", required=True
        ),
        text("state", "State", "pending, available or deleting."),
        text("dhcp_options_id", "DhcpOptionsId", "Its DHCP options."),
        text(
            "instance_tenancy", "InstanceTenancy", "default, dedicated or host.", default="default"
        ),
        boolean(
            "enable_dns_support",
            "IsDefault || DnsSupport.Value",
            "AWS's resolver answers in it. Of default VPCs it is not asked: AWS makes them so.",
            property="EnableDnsSupport",
            default=True,
        ),
        boolean(
            "enable_dns_hostnames",
            "IsDefault || DnsHostnames.Value",
            "Instances get DNS names, and endpoints the name of their service. Of default VPCs it "
            "is not asked: AWS makes them so.",
            property="EnableDnsHostnames",
            default=False,
        ),
        text(
            "internet_gateway_block_mode",
            "BlockPublicAccessStates.InternetGatewayBlockMode",
            "VPC Block Public Access: off, block-bidirectional or block-ingress.",
        ),
    ),
)
