"""The default security groups of VPCs, one a row."""

from ringwall.model.table import Table, document, text

group = Table(
    name="ec2_default_security_group",
    doc="The group that AWS makes with each VPC, and gives to what names none; arn is the group's.",
    columns=(
        text("group_id", "GroupId", "The group."),
        text("vpc_id", "VpcId", "Its VPC."),
        document("ip_permissions", "IpPermissions", "Its ingress rules.", []),
        document("ip_permissions_egress", "IpPermissionsEgress", "Its egress rules.", []),
    ),
)
