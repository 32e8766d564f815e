"""Which attachments' addresses are routes of a route table, one a row."""

from ringwall.model.table import Table, text

propagation = Table(
    name="ec2_transit_gateway_route_table_propagation",
    doc="An attachment whose addresses are routes of a route table; arn is the table's.",
    cloudformation="AWS::EC2::TransitGatewayRouteTablePropagation",
    columns=(
        text("transit_gateway_route_table_id", "TransitGatewayRouteTableId", "The route table."),
        text("transit_gateway_attachment_id", "TransitGatewayAttachmentId", "The attachment."),
        text("state", "State", "enabled, enabling, disabling or disabled."),
    ),
)
