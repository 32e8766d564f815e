"""Which route table what is attached looks its routes up in, one a row."""

from ringwall.model.table import Table, text

association = Table(
    name="ec2_transit_gateway_route_table_association",
    doc="An attachment that looks its routes up in a route table; arn is the table's.",
    cloudformation="AWS::EC2::TransitGatewayRouteTableAssociation",
    columns=(
        text("transit_gateway_route_table_id", "TransitGatewayRouteTableId", "The route table."),
        text("transit_gateway_attachment_id", "TransitGatewayAttachmentId", "The attachment."),
        text("state", "State", "associated, associating or disassociating."),
    ),
)
