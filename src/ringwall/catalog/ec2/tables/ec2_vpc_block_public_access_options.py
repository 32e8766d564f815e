"""VPC Block Public Access of an account in a Region."""

from ringwall.model.table import Call, Table, text

options = Table(
    name="ec2_vpc_block_public_access_options",
    doc="VPC Block Public Access: whether internet gateways carry traffic, whatever routes say.",
    cloudformation="AWS::EC2::VPCBlockPublicAccessOptions",
    list=Call("ec2.describe_vpc_block_public_access_options", "[VpcBlockPublicAccessOptions]"),
    arn="arn:{partition}:ec2:{region}:{account_id}:vpc-block-public-access",
    columns=(
        text(
            "internet_gateway_block_mode",
            "InternetGatewayBlockMode",
            "off, block-ingress (nothing comes in), or block-bidirectional (nothing goes out "
            "either).",
            required=True,
        ),
        text(
            "exclusions_allowed",
            "ExclusionsAllowed",
            "allowed, or not-allowed where a policy of the organization forbids exclusions.",
            "allowed",
        ),
        text(
            "managed_by",
            "ManagedBy",
            "account, or declarative-policy where a policy of the organization sets it.",
            "account",
        ),
    ),
)
