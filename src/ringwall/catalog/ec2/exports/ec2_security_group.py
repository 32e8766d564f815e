"""Where CloudFormation has security groups: their rules are resources of their own.

AWS gives a new group a rule that lets everything out. CloudFormation takes it away only where it
has another one, so it gets one that lets nothing out.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
"""

from ringwall.model.export import PropertyWriter, TableExport
from ringwall.model.table import Row


def write_egress(names: Row) -> Row:
    """Return the rule in place of the one that lets everything out, where that is not wanted."""
    if names.get("ip_permissions_egress") != []:
        return {}
    rule = {"IpProtocol": "-1", "CidrIp": "127.0.0.1/32", "Description": "Nothing gets out"}
    return {"SecurityGroupEgress": [rule]}


group = TableExport(
    table="ec2_security_group",
    writer=PropertyWriter(("ip_permissions_egress",), ("SecurityGroupEgress",), write_egress),
    implied={"ip_permissions": "a new group lets nothing in"},
)
