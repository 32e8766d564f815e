"""Transit gateways."""

from ringwall.model.table import Call, Table, integer, text

gateway = Table(
    name="ec2_transit_gateway",
    doc="A transit gateway of the account; deleted ones are listed for a while.",
    cloudformation="AWS::EC2::TransitGateway",
    list=Call("ec2.describe_transit_gateways", "TransitGateways"),
    arn="arn:{partition}:ec2:{region}:{account_id}:transit-gateway/{TransitGatewayId}",
    account="OwnerId",
    tags="Tags",
    columns=(
        text("transit_gateway_id", "TransitGatewayId", "Its ID: tgw-...", property="Id"),
        text("state", "State", "pending, available, modifying, deleting or deleted."),
        text("description", "Description", "What it is for.", default=""),
        integer(
            "amazon_side_asn",
            "Options.AmazonSideAsn",
            "Its number for BGP.",
            property="AmazonSideAsn",
            default=64512,
        ),
        text(
            "auto_accept_shared_attachments",
            "Options.AutoAcceptSharedAttachments",
            "Whether what other accounts attach is accepted unseen: enable or disable.",
            property="AutoAcceptSharedAttachments",
            default="disable",
        ),
        text(
            "default_route_table_association",
            "Options.DefaultRouteTableAssociation",
            "Whether what is attached looks its routes up in the default table.",
            property="DefaultRouteTableAssociation",
            default="enable",
        ),
        text(
            "default_route_table_propagation",
            "Options.DefaultRouteTablePropagation",
            "Whether what is attached is a route of the default table.",
            property="DefaultRouteTablePropagation",
            default="enable",
        ),
    ),
)
