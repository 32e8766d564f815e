"""Which network ACL a subnet uses, one association a row."""

from ringwall.model.table import Table, text

association = Table(
    name="ec2_subnet_network_acl_association",
    doc="A subnet with the network ACL that it uses: each has one. arn is the ACL's.",
    cloudformation="AWS::EC2::SubnetNetworkAclAssociation",
    columns=(
        text("network_acl_id", "NetworkAclId", "The network ACL."),
        text("subnet_id", "SubnetId", "The subnet."),
        text("association_id", "NetworkAclAssociationId", "The association: aclassoc-..."),
    ),
)
