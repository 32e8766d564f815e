"""What joins networks, and what launches instances: VPNs, peers, fleets and templates."""

import json
from collections.abc import Callable
from typing import Any

from aws_examples import read_example

from ringwall.catalog.loader import load_tables
from ringwall.model.table import Reader

KEY = "EXAMPLE-SHARED-KEY-OF-A-TUNNEL"
# https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpn-connections.html
VPN: dict[str, Any] = {
    "VpnConnections": [
        {
            "CustomerGatewayConfiguration": f"<vpn_connection><pre_shared_key>{KEY}",
            "CustomerGatewayId": "cgw-01234567abcde1234",
            "Category": "VPN",
            "State": "available",
            "Type": "ipsec.1",
            "VpnConnectionId": "vpn-1122334455aabbccd",
            "TransitGatewayId": "tgw-00112233445566aab",
            "Options": {
                "EnableAcceleration": False,
                "StaticRoutesOnly": True,
                "LocalIpv4NetworkCidr": "0.0.0.0/0",
                "RemoteIpv4NetworkCidr": "0.0.0.0/0",
                "TunnelInsideIpVersion": "ipv4",
                "TunnelOptions": [
                    {"OutsideIpAddress": "203.0.113.3", "PreSharedKey": KEY},
                    {
                        "OutsideIpAddress": "203.0.113.5",
                        "PreSharedKey": KEY,
                        "LogOptions": {"CloudWatchLogOptions": {"LogEnabled": True}},
                    },
                ],
            },
            "Routes": [],
            "Tags": [{"Key": "Name", "Value": "CanadaVPN"}],
            "VgwTelemetry": [
                {
                    "AcceptedRouteCount": 0,
                    "LastStatusChange": "2020-07-29T10:35:11.000Z",
                    "OutsideIpAddress": "203.0.113.3",
                    "Status": "DOWN",
                    "StatusMessage": "",
                },
                {
                    "AcceptedRouteCount": 0,
                    "LastStatusChange": "2020-09-02T09:09:33.000Z",
                    "OutsideIpAddress": "203.0.113.5",
                    "Status": "UP",
                    "StatusMessage": "",
                },
            ],
        }
    ]
}
# https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-client-vpn-endpoints.html
CLIENT_VPN: dict[str, Any] = {
    "ClientVpnEndpoints": [
        {
            "ClientVpnEndpointId": "cvpn-endpoint-123456789123abcde",
            "Description": "Endpoint for Admin access",
            "Status": {"Code": "available"},
            "CreationTime": "2020-11-13T11:37:27",
            "DnsName": "*.cvpn-endpoint-123456789123abcde.prod.clientvpn.ap-south-1.amazonaws.com",
            "ClientCidrBlock": "172.31.0.0/16",
            "DnsServers": ["8.8.8.8"],
            "SplitTunnel": False,
            "VpnProtocol": "openvpn",
            "TransportProtocol": "udp",
            "VpnPort": 443,
            "ServerCertificateArn": "arn:aws:acm:ap-south-1:123456789012:certificate/1234abcd",
            "AuthenticationOptions": [
                {
                    "Type": "certificate-authentication",
                    "MutualAuthentication": {
                        "ClientRootCertificateChain": "arn:aws:acm:ap-south-1:123456789012:c/1"
                    },
                }
            ],
            "ConnectionLogOptions": {
                "Enabled": True,
                "CloudwatchLogGroup": "Client-vpn-connection-logs",
                "CloudwatchLogStream": "cvpn-endpoint-123456789123abcde-ap-south-1-2020/11/13",
            },
            "Tags": [{"Key": "Name", "Value": "Client VPN"}],
            "SecurityGroupIds": ["sg-aabbcc11223344567"],
            "VpcId": "vpc-a87f92c1",
            "SelfServicePortalUrl": "https://self-service.clientvpn.amazonaws.com/endpoints/cvpn",
            "ClientConnectOptions": {"Enabled": False},
        }
    ]
}
# https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-vpc-peering-connections.html
PEERING: dict[str, Any] = {
    "VpcPeeringConnections": [
        {
            "Status": {"Message": "Active", "Code": "active"},
            "Tags": [{"Value": "Peering-1", "Key": "Name"}],
            "AccepterVpcInfo": {
                "OwnerId": "111122223333",
                "VpcId": "vpc-1a2b3c4d",
                "CidrBlock": "10.0.1.0/28",
                "CidrBlockSet": [{"CidrBlock": "10.0.1.0/28"}],
                "Ipv6CidrBlockSet": [{"Ipv6CidrBlock": "2001:db8:1::/56"}],
            },
            "VpcPeeringConnectionId": "pcx-11122233",
            "RequesterVpcInfo": {
                "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": False},
                "OwnerId": "444455556666",
                "VpcId": "vpc-123abc45",
                "CidrBlock": "192.168.0.0/16",
                "CidrBlockSet": [{"CidrBlock": "192.168.0.0/16"}],
            },
        },
        {
            "Status": {
                "Message": "Pending Acceptance by 444455556666",
                "Code": "pending-acceptance",
            },
            "RequesterVpcInfo": {
                "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": False},
                "OwnerId": "444455556666",
                "VpcId": "vpc-11aa22bb",
                "CidrBlock": "10.0.0.0/28",
            },
            "VpcPeeringConnectionId": "pcx-abababab",
            "ExpirationTime": "2014-04-03T09:12:43.000Z",
            "AccepterVpcInfo": {"OwnerId": "444455556666", "VpcId": "vpc-33cc44dd"},
        },
    ]
}


def test_a_vpn_connection_is_read_without_its_keys(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned({"ec2.describe_vpn_connections": VPN}), "ec2_vpn_connection")
    (connection,) = rows["ec2_vpn_connection"]
    assert gaps == []
    assert connection["tunnel_statuses"] == ["DOWN", "UP"]
    assert connection["logged_tunnels"] == 1
    assert (connection["transit_gateway_id"], connection["vpn_gateway_id"]) == (
        "tgw-00112233445566aab",
        "",
    )
    assert KEY not in json.dumps(connection, default=str)


def test_a_template_is_read_without_the_keys_of_tunnels() -> None:
    conceal = load_tables()["ec2_vpn_connection"].conceal
    assert conceal is not None
    told = {"PreSharedKey": KEY, "TunnelInsideCidr": "169.254.10.0/30"}
    assert conceal({"Type": "ipsec.1", "VpnTunnelOptionsSpecifications": [told]}) == {
        "Type": "ipsec.1",
        "VpnTunnelOptionsSpecifications": [{"TunnelInsideCidr": "169.254.10.0/30"}],
    }


def test_an_endpoint_for_people_says_whether_it_logs(canned: Any, collect: Any) -> None:
    answers = {"ec2.describe_client_vpn_endpoints": CLIENT_VPN}
    rows, gaps = collect(canned(answers), "ec2_client_vpn_endpoint")
    (endpoint,) = rows["ec2_client_vpn_endpoint"]
    assert gaps == []
    assert endpoint["resource_id"] == "cvpn-endpoint-123456789123abcde"
    assert endpoint["connection_log_enabled"] is True
    assert endpoint["connection_log_group"] == "Client-vpn-connection-logs"
    assert (endpoint["status"], endpoint["split_tunnel"]) == ("available", False)


def test_peers_tell_their_blocks_once_both_agree(canned: Any, collect: Any) -> None:
    answers = {"ec2.describe_vpc_peering_connections": PEERING}
    rows, gaps = collect(canned(answers), "ec2_vpc_peering_connection")
    active, waiting = rows["ec2_vpc_peering_connection"]
    assert gaps == []
    assert active["accepter_cidr_blocks"] == ["10.0.1.0/28", "2001:db8:1::/56"]
    assert active["requester_cidr_blocks"] == ["192.168.0.0/16"]
    assert (waiting["status"], waiting["accepter_cidr_blocks"]) == ("pending-acceptance", [])


def test_a_fleet_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    answers = {"ec2.describe_spot_fleet_requests": read_example("ec2", "DescribeSpotFleetRequests")}
    rows, gaps = collect(canned(answers), "ec2_spot_fleet")
    (fleet,) = rows["ec2_spot_fleet"]
    assert gaps == []
    assert (fleet["state"], fleet["launch_specification_count"]) == ("active", 2)
    assert fleet["iam_fleet_role"] == "arn:aws:iam::123456789012:role/my-spot-fleet-role"
    assert (fleet["unencrypted_devices"], fleet["undecided_devices"]) == ([], [])


def test_a_fleet_tells_its_disks_and_not_its_user_data(canned: Any, collect: Any) -> None:
    launch = {
        "UserData": "c2VjcmV0",
        "BlockDeviceMappings": [
            {"DeviceName": "/dev/a", "Ebs": {"Encrypted": False}},
            {"DeviceName": "/dev/b", "Ebs": {"VolumeSize": 8}},
            {"DeviceName": "/dev/c", "Ebs": {"Encrypted": True}},
            {"DeviceName": "/dev/d", "VirtualName": "ephemeral0"},
        ],
    }
    config = {"IamFleetRole": "role", "LaunchSpecifications": [launch]}
    request = {
        "SpotFleetRequestId": "sfr-1",
        "SpotFleetRequestState": "active",
        "SpotFleetRequestConfig": config,
    }
    answers = {"ec2.describe_spot_fleet_requests": {"SpotFleetRequestConfigs": [request]}}
    rows, _ = collect(canned(answers), "ec2_spot_fleet")
    (fleet,) = rows["ec2_spot_fleet"]
    assert (fleet["unencrypted_devices"], fleet["undecided_devices"]) == (["/dev/a"], ["/dev/b"])
    assert "c2VjcmV0" not in json.dumps(fleet, default=str)


def test_a_template_is_what_its_default_version_says(canned: Any, collect: Any) -> None:
    versions = read_example("ec2", "DescribeLaunchTemplateVersions")
    template = {"LaunchTemplateId": "lt-068f72b72934aff71", "LaunchTemplateName": "Webservers"}
    answers = {
        "ec2.describe_launch_templates": {"LaunchTemplates": [template]},
        "ec2.describe_launch_template_versions": versions,
    }
    rows, gaps = collect(canned(answers), "ec2_launch_template")
    (found,) = rows["ec2_launch_template"]
    assert gaps == []
    assert found["associate_public_ip_address"] is True
    assert (found["http_tokens"], found["network_interface_ids"]) == ("", [])
    assert "UserData" not in found["raw"]


def test_a_template_without_a_default_version_is_a_gap(canned: Any, collect: Any) -> None:
    versions = read_example("ec2", "DescribeLaunchTemplateVersions")
    shown = [one | {"DefaultVersion": False} for one in versions["LaunchTemplateVersions"]]
    template = {"LaunchTemplateId": "lt-068f72b72934aff71", "LaunchTemplateName": "Webservers"}
    answers = {
        "ec2.describe_launch_templates": {"LaunchTemplates": [template]},
        "ec2.describe_launch_template_versions": {"LaunchTemplateVersions": shown},
    }
    rows, gaps = collect(canned(answers), "ec2_launch_template")
    (found,) = rows["ec2_launch_template"]
    assert {gap.table_name for gap in gaps} >= {"ec2_launch_template"}
    assert (found["http_tokens"], found["associate_public_ip_address"]) == (None, None)


def test_the_service_reads_connections(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    ec2 = aws("ec2")
    here, there = (
        ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"] for block in ("10.1.0.0/16", "10.2.0.0/16")
    )
    ec2.create_vpc_peering_connection(VpcId=here, PeerVpcId=there)
    device = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="198.51.100.9", BgpAsn=65000)
    ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=device["CustomerGateway"]["CustomerGatewayId"],
        VpnGatewayId=ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"],
    )
    ec2.create_client_vpn_endpoint(
        ClientCidrBlock="10.250.0.0/22",
        ServerCertificateArn="arn:aws:acm:eu-west-1:123456789012:certificate/vpn",
        AuthenticationOptions=[{"Type": "federated-authentication"}],
        ConnectionLogOptions={"Enabled": False},
    )
    names = ("ec2_vpn_connection", "ec2_client_vpn_endpoint", "ec2_vpc_peering_connection")
    rows, gaps = collect(live, *names, "ec2_spot_fleet")
    assert gaps == []
    (connection,) = rows["ec2_vpn_connection"]
    assert (connection["tunnel_statuses"], connection["logged_tunnels"]) == (["DOWN", "DOWN"], 0)
    assert [one["connection_log_enabled"] for one in rows["ec2_client_vpn_endpoint"]] == [False]
    (peers,) = rows["ec2_vpc_peering_connection"]
    assert (peers["requester_cidr_blocks"], peers["accepter_cidr_blocks"]) == (["10.1.0.0/16"], [])
    assert rows["ec2_spot_fleet"] == []
