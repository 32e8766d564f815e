"""Which route table a subnet uses, one association a row."""

from ringwall.model.table import Table, text

association = Table(
    name="ec2_subnet_route_table_association",
    doc="A subnet with the route table that it uses in place of the main one; arn is the table's.",
    cloudformation="AWS::EC2::SubnetRouteTableAssociation",
    columns=(
        text("route_table_id", "RouteTableId", "The route table."),
        text("subnet_id", "SubnetId", "The subnet."),
        text("association_id", "RouteTableAssociationId", "The association: rtbassoc-..."),
    ),
)
