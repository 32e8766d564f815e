"""The default network ACLs of VPCs, one a row."""

from ringwall.model.table import Table, boolean, text

_ALL = (
    "Entries[?RuleNumber==`100` && RuleAction=='allow' && Protocol=='-1' && CidrBlock=='0.0.0.0/0'"
)

acl = Table(
    name="ec2_default_network_acl",
    doc="The network ACL of those subnets of a VPC that name none; arn is the ACL's.",
    columns=(
        text("network_acl_id", "NetworkAclId", "The ACL."),
        text("vpc_id", "VpcId", "Its VPC."),
        boolean(
            "lets_all_in",
            f"length({_ALL} && Egress==`false`]) > `0`",
            "Whether it has the entry 100 that AWS makes it with, which lets everything in.",
        ),
        boolean(
            "lets_all_out",
            f"length({_ALL} && Egress==`true`]) > `0`",
            "Whether it has the entry 100 that AWS makes it with, which lets everything out.",
        ),
    ),
)
