"""How a security group loses the rules that it has, all at once, and gets them back."""

from ringwall.model.lifecycle import Step, Update

UPDATES = tuple(
    Update(
        (column,),
        Step(
            f"ec2.authorize_security_group_{direction}",
            {"GroupId": "{found.group_id}", "IpPermissions": f"{{{column}}}"},
            blast="availability",
        ),
        clear=Step(
            f"ec2.revoke_security_group_{direction}",
            {"GroupId": "{found.group_id}", "IpPermissions": f"{{before.{column}}}"},
            blast="availability",
        ),
    )
    for column, direction in (("ip_permissions", "ingress"), ("ip_permissions_egress", "egress"))
)
"""Only [] is wanted of these columns: other rules are rows of their own."""
