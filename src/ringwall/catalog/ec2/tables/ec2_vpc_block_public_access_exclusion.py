"""What VPC Block Public Access leaves alone."""

from ringwall.model.table import Call, Table, text

exclusion = Table(
    name="ec2_vpc_block_public_access_exclusion",
    doc="A VPC or subnet that VPC Block Public Access does not block, or only in one direction.",
    cloudformation="AWS::EC2::VPCBlockPublicAccessExclusion",
    list=Call("ec2.describe_vpc_block_public_access_exclusions", "VpcBlockPublicAccessExclusions"),
    arn=(
        "arn:{partition}:ec2:{region}:{account_id}:vpc-block-public-access-exclusion/{ExclusionId}"
    ),
    tags="Tags",
    columns=(
        text("exclusion_id", "ExclusionId", "The exclusion: vpcbpa-exclude-..."),
        text("resource_arn", "ResourceArn", "The VPC or subnet."),
        text(
            "internet_gateway_exclusion_mode",
            "InternetGatewayExclusionMode",
            "allow-bidirectional, or allow-egress.",
        ),
        text("state", "State", "create-complete where it is in force."),
    ),
)
