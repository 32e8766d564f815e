"""Static routes of transit gateways, one a row."""

from ringwall.model.table import Table, text

route = Table(
    name="ec2_transit_gateway_route",
    doc="A static route of a transit gateway; arn is that of its route table.",
    cloudformation="AWS::EC2::TransitGatewayRoute",
    columns=(
        text("transit_gateway_route_table_id", "TransitGatewayRouteTableId", "The route table."),
        text("destination_cidr_block", "DestinationCidrBlock", "Where to."),
        text(
            "transit_gateway_attachment_id",
            "TransitGatewayAttachments[0].TransitGatewayAttachmentId",
            "By which attachment; '' where the traffic is dropped.",
        ),
        text("state", "State", "active, or blackhole where the traffic is dropped."),
    ),
)
