from typing import Any


def test_a_connection_has_two_tunnels_which_are_down(client: Any) -> None:
    ec2 = client("ec2")
    device = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="198.51.100.9", BgpAsn=65000)
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    group = "arn:aws:logs:us-east-1:123456789012:log-group:vpn"
    logged = {"LogOptions": {"CloudWatchLogOptions": {"LogEnabled": True, "LogGroupArn": group}}}
    made = ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=device["CustomerGateway"]["CustomerGatewayId"],
        VpnGatewayId=gateway,
        Options={"TunnelOptions": [logged | {"TunnelInsideCidr": "169.254.20.0/30"}]},
    )["VpnConnection"]
    (shown,) = ec2.describe_vpn_connections()["VpnConnections"]
    assert shown["Options"] == made["Options"]
    first, second = shown["Options"]["TunnelOptions"]
    assert first["TunnelInsideCidr"] == "169.254.20.0/30"
    assert first["LogOptions"]["CloudWatchLogOptions"]["LogGroupArn"] == group
    assert second["LogOptions"] == {"CloudWatchLogOptions": {"LogEnabled": False}}
    assert first["PreSharedKey"] != second["PreSharedKey"]
    addresses = [tunnel["OutsideIpAddress"] for tunnel in (first, second)]
    assert [one["OutsideIpAddress"] for one in shown["VgwTelemetry"]] == addresses
    assert [one["Status"] for one in shown["VgwTelemetry"]] == ["DOWN", "DOWN"]
