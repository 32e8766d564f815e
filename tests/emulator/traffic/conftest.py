"""A VPC with a public and a private subnet, its gateways, and instances in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.traffic.script import ScriptedConnection

AT = datetime(2026, 3, 2, 10, 0, 5, tzinfo=UTC)
OUTSIDE = "198.51.100.7"


@dataclass
class SmallNetwork:
    """Ids of a VPC's parts, and what changes it."""

    app: Emulator
    ec2: Any
    vpc: str
    public: str
    private: str
    gateway: str
    public_routes: str
    private_routes: str
    enis: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    public_addresses: dict[str, str] = field(default_factory=dict)

    def group(self, name: str, *rules: tuple[str, int, str], closed: bool = False) -> str:
        """Make a group that lets (protocol, port, source) in; `closed` lets nothing out."""
        made = self.ec2.create_security_group(GroupName=name, Description=name, VpcId=self.vpc)
        group: str = made["GroupId"]
        for protocol, port, source in rules:
            rule: dict[str, Any] = {"IpProtocol": protocol, "FromPort": port, "ToPort": port}
            if source.startswith("sg-"):
                rule["UserIdGroupPairs"] = [{"GroupId": source}]
            elif source.startswith("pl-"):
                rule["PrefixListIds"] = [{"PrefixListId": source}]
            elif ":" in source:
                rule["Ipv6Ranges"] = [{"CidrIpv6": source}]
            else:
                rule["IpRanges"] = [{"CidrIp": source}]
            self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
        if closed:
            every = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
            self.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=every)
        return group

    def run(
        self, name: str, group: str, *, public: bool = False, subnet: str = "", kind: str = ""
    ) -> str:
        """Run an instance, and return the id of its interface."""
        place = subnet or (self.public if public else self.private)
        interface = {
            "DeviceIndex": 0, "SubnetId": place, "Groups": [group],
            "AssociatePublicIpAddress": public,
        }  # fmt: skip
        made = self.ec2.run_instances(
            ImageId="ami-12345678", InstanceType=kind or "t3.small", MinCount=1, MaxCount=1,
            NetworkInterfaces=[interface],
        )["Instances"][0]  # fmt: skip
        (found,) = made["NetworkInterfaces"]
        self.enis[name] = found["NetworkInterfaceId"]
        self.addresses[name] = found["PrivateIpAddress"]
        self.public_addresses[name] = found.get("Association", {}).get("PublicIp", "")
        return self.enis[name]

    def add_nat(self) -> str:
        """Route the private subnet out by a NAT gateway; return its public address."""
        address = self.ec2.allocate_address(Domain="vpc")
        nat = self.ec2.create_nat_gateway(
            SubnetId=self.public, AllocationId=address["AllocationId"]
        )["NatGateway"]["NatGatewayId"]
        self.ec2.create_route(
            RouteTableId=self.private_routes, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat
        )
        return str(address["PublicIp"])

    def acl(self, subnet: str, *entries: tuple[int, str, bool, str, int, int]) -> None:
        """Give a subnet an ACL of (number, action, egress, cidr, first port, last port)."""
        made = self.ec2.create_network_acl(VpcId=self.vpc)["NetworkAcl"]["NetworkAclId"]
        for number, action, egress, cidr, first, last in entries:
            self.ec2.create_network_acl_entry(
                NetworkAclId=made, RuleNumber=number, Protocol="6", RuleAction=action,
                Egress=egress, CidrBlock=cidr, PortRange={"From": first, "To": last},
            )  # fmt: skip
        own = [{"Name": "association.subnet-id", "Values": [subnet]}]
        found = self.ec2.describe_network_acls(Filters=own)["NetworkAcls"][0]["Associations"]
        (association,) = [a["NetworkAclAssociationId"] for a in found if a["SubnetId"] == subnet]
        self.ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=made)

    def outcome(self, source: str, destination: str, port: int = 443, **more: Any) -> str:
        """Return what becomes of a connection between two of the names, or addresses."""
        one, other = (self.enis.get(name, name) for name in (source, destination))
        connection = ScriptedConnection(one, other, port, AT, **more)
        (result,) = self.app.send_traffic([connection])
        return result.outcome


@pytest.fixture
def net(emulator: Emulator, client: Callable[..., Any]) -> SmallNetwork:
    return make_network(emulator, client("ec2"), "10.9")


@pytest.fixture(scope="session")
def networks() -> Callable[..., SmallNetwork]:
    """Return a function that makes another such network: of an emulator, a client, a prefix."""
    return make_network


def make_network(app: Emulator, ec2: Any, prefix: str) -> SmallNetwork:
    vpc = ec2.create_vpc(CidrBlock=f"{prefix}.0.0/16")["Vpc"]["VpcId"]
    public, private = (
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"{prefix}.{third}.0/24",
            AvailabilityZone=f"{ec2.meta.region_name}a",
        )["Subnet"]["SubnetId"]
        for third in (0, 1)
    )  # fmt: skip
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    tables = []
    for subnet in (public, private):
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        tables.append(table)
    ec2.create_route(RouteTableId=tables[0], DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    return SmallNetwork(app, ec2, vpc, public, private, gateway, *tables)
