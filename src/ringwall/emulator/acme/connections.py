"""What joins Acme's networks with others: VPNs, peers, and a fleet that comes and goes."""

from typing import Any

from ringwall.emulator.acme.network import Vpc, tag
from ringwall.emulator.acme.team import HOME, Team, make_tags


def connect_office(team: Team) -> None:
    """Connect the office, which has a device that nobody has set up yet."""
    ec2 = team.client("ec2", HOME)
    device = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="198.51.100.9", BgpAsn=65000)
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    made = ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=device["CustomerGateway"]["CustomerGatewayId"],
        VpnGatewayId=gateway,
    )["VpnConnection"]["VpnConnectionId"]
    tag(team, ec2, made, "office")


def let_people_in(team: Team, region: str, name: str, group: str = "") -> None:
    """Make an endpoint for people, whose connections a log group receives, or nothing."""
    if group:
        logs = team.client("logs", region)
        logs.create_log_group(logGroupName=group)
        logs.put_retention_policy(logGroupName=group, retentionInDays=365)
    log = {"Enabled": True, "CloudwatchLogGroup": group} if group else {"Enabled": False}
    team.client("ec2", region).create_client_vpn_endpoint(
        ClientCidrBlock="10.250.0.0/22",
        ServerCertificateArn=team.arn("acm", region, "certificate/vpn"),
        AuthenticationOptions=[
            {
                "Type": "certificate-authentication",
                "MutualAuthentication": {
                    "ClientRootCertificateChainArn": team.arn("acm", region, "certificate/people")
                },
            }
        ],
        ConnectionLogOptions=log,
        TagSpecifications=[{"ResourceType": "client-vpn-endpoint", "Tags": make_tags(name, team)}],
    )


def peer(team: Team, here: Vpc, there: Vpc, destination: str) -> None:
    """Join two VPCs of a Region, with a route from the first one."""
    ec2 = team.client("ec2", here.region)
    made = ec2.create_vpc_peering_connection(VpcId=here.id, PeerVpcId=there.id)
    connection = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=connection)
    tag(team, ec2, connection, "tools")
    ec2.create_route(
        RouteTableId=here.private_routes,
        DestinationCidrBlock=destination,
        VpcPeeringConnectionId=connection,
    )


def request_fleet(team: Team, region: str, subnet: str, image: str) -> None:
    """Request a fleet of Spot Instances for builds, now of none, with disks in plain."""
    ec2 = team.client("ec2", region)
    disk: dict[str, Any] = {"VolumeSize": 50, "Encrypted": False}
    ec2.request_spot_fleet(
        SpotFleetRequestConfig={
            "IamFleetRole": team.arn("iam", "", "role/aws-ec2-spot-fleet-tagging-role"),
            "TargetCapacity": 0,
            "AllocationStrategy": "lowestPrice",
            "LaunchSpecifications": [
                {
                    "ImageId": image,
                    "InstanceType": "t3.small",
                    "SubnetId": subnet,
                    "BlockDeviceMappings": [{"DeviceName": "/dev/xvdf", "Ebs": disk}],
                }
            ],
        }
    )
