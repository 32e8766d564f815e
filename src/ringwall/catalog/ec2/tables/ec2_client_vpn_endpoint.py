"""Client VPN endpoints."""

from ringwall.model.table import Call, Table, boolean, text, texts

client_vpn_endpoint = Table(
    name="ec2_client_vpn_endpoint",
    doc="A Client VPN endpoint, by which people reach a VPC.",
    cloudformation="AWS::EC2::ClientVpnEndpoint",
    list=Call("ec2.describe_client_vpn_endpoints", "ClientVpnEndpoints", {"MaxResults": 1000}),
    arn="arn:{partition}:ec2:{region}:{account_id}:client-vpn-endpoint/{ClientVpnEndpointId}",
    tags="Tags",
    tags_property="TagSpecifications[?ResourceType=='client-vpn-endpoint'] | [0].Tags",
    columns=(
        text(
            "client_vpn_endpoint_id", "ClientVpnEndpointId", "The endpoint's ID: cvpn-endpoint-..."
        ),
        text(
            "status",
            "Status.Code",
            "pending-associate, available, deleting, ...",
            required=True,
        ),
        text("vpc_id", "VpcId", "Its VPC; '' for none.", default=""),
        texts("security_group_ids", "SecurityGroupIds", "Its security groups."),
        boolean(
            "split_tunnel",
            "SplitTunnel",
            "Only traffic to the VPC takes the tunnel.",
            default=False,
        ),
        texts(
            "authentication_types",
            "AuthenticationOptions[].Type",
            "How people sign in: certificate-authentication, federated-authentication, ...",
            property="AuthenticationOptions[].Type",
        ),
        boolean(
            "connection_log_enabled",
            "ConnectionLogOptions.Enabled",
            "Each connection is logged.",
            property="contains([`true`, 'true'], ConnectionLogOptions.Enabled)",
            required=True,
        ),
        text(
            "connection_log_group",
            "ConnectionLogOptions.CloudwatchLogGroup",
            "The log group; '' for none.",
            property="ConnectionLogOptions.CloudwatchLogGroup",
            default="",
        ),
    ),
)
