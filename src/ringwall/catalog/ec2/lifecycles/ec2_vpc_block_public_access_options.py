"""How VPC Block Public Access is turned on and off."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

options = Lifecycle(
    table="ec2_vpc_block_public_access_options",
    find=Find("ec2.describe_vpc_block_public_access_options", take="VpcBlockPublicAccessOptions"),
    ids=(),
    updates=(
        Update(
            ("internet_gateway_block_mode",),
            Step(
                "ec2.modify_vpc_block_public_access_options",
                {"InternetGatewayBlockMode": "{internet_gateway_block_mode}"},
                retry=("IncorrectState",),
                blast="availability",
            ),
        ),
    ),
    wait=600.0,
)
