"""VPCs of Acme: public and private subnets, routes, network ACLs, flow logs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.acme.team import Team, make_tags

ANYWHERE = "0.0.0.0/0"
INSIDE = "10.0.0.0/8"
OFFICE = "203.0.113.0/24"
EPHEMERAL = (32768, 65535)
"""Ephemeral ports of Linux; 1024-65535 would include the ports of RDP and databases."""


@dataclass(frozen=True)
class Vpc:
    """A VPC that was made, with the ids that workloads need."""

    id: str
    region: str
    public: str
    private: tuple[str, ...]
    private_routes: str


@dataclass(frozen=True)
class Layout:
    """How to make a VPC."""

    name: str
    region: str
    second: int
    """The second number of its 10.N.0.0/16."""
    flow_logs: bool = True
    public_ips: bool = False
    """Whether instances in the public subnet get public addresses by default."""
    open_nacl: bool = False
    denying_nacl: bool = False
    """Whether the public NACL denies the admin ports before it allows all: it only looks open."""
    closed_default_group: bool = True
    nat: bool = False


def make_vpc(team: Team, layout: Layout) -> Vpc:
    """Make a VPC with subnets, routes, network ACLs and flow logs."""
    ec2 = team.client("ec2", layout.region)
    network = f"10.{layout.second}"
    vpc_id = ec2.create_vpc(CidrBlock=f"{network}.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc_id, EnableDnsHostnames={"Value": True})
    tag(team, ec2, vpc_id, layout.name)
    public, *private = (
        _subnet(team, layout, vpc_id, f"{network}.{third}.0/24", name)
        for third, name in ((0, "public-a"), (10, "private-a"), (11, "private-b"))
    )
    ec2.modify_subnet_attribute(SubnetId=public, MapPublicIpOnLaunch={"Value": layout.public_ips})
    _route_out(team, layout, vpc_id, public)
    routes = _route_table(team, ec2, vpc_id, f"{layout.name}-private", (*private,))
    if layout.nat:
        _add_nat(team, layout, public, routes)
    _replace_default_nacl(ec2, vpc_id)
    _add_public_nacl(team, ec2, vpc_id, layout, public)
    if layout.closed_default_group:
        _close_default_group(ec2, vpc_id)
    if layout.flow_logs:
        _log_flows(team, ec2, vpc_id, layout)
    return Vpc(vpc_id, layout.region, public, (*private,), routes)


def tag(team: Team, ec2: Any, resource: str, name: str, **more: str) -> None:
    """Tag an EC2 resource."""
    ec2.create_tags(Resources=[resource], Tags=make_tags(name, team, **more))


def make_group(team: Team, vpc: Vpc, name: str, rules: Mapping[tuple[int, int], str]) -> str:
    """Make a security group; `rules` are sources (a CIDR or a group) by port range."""
    ec2 = team.client("ec2", vpc.region)
    group: str = ec2.create_security_group(
        GroupName=name, Description=f"{name} of {team.name}", VpcId=vpc.id
    )["GroupId"]
    tag(team, ec2, group, name)
    for (first, last), source in rules.items():
        permission: dict[str, Any] = {"IpProtocol": "tcp", "FromPort": first, "ToPort": last}
        if source.startswith("sg-"):
            permission["UserIdGroupPairs"] = [{"GroupId": source}]
        elif ":" in source:
            permission["Ipv6Ranges"] = [{"CidrIpv6": source}]
        else:
            permission["IpRanges"] = [{"CidrIp": source, "Description": name}]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    return group


def _subnet(team: Team, layout: Layout, vpc: str, cidr: str, name: str) -> str:
    ec2 = team.client("ec2", layout.region)
    zone = layout.region + name[-1]
    subnet: str = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone=zone)["Subnet"][
        "SubnetId"
    ]
    tag(team, ec2, subnet, f"{layout.name}-{name}")
    return subnet


def _route_out(team: Team, layout: Layout, vpc: str, public: str) -> None:
    """Connect the public subnet to the internet, in both directions."""
    ec2 = team.client("ec2", layout.region)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    tag(team, ec2, gateway, layout.name)
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = _route_table(team, ec2, vpc, f"{layout.name}-public", (public,))
    ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, GatewayId=gateway)


def _add_nat(team: Team, layout: Layout, public: str, private_routes: str) -> None:
    """Let the private subnets reach the internet, but not the reverse."""
    ec2 = team.client("ec2", layout.region)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=public, AllocationId=address)["NatGateway"][
        "NatGatewayId"
    ]
    tag(team, ec2, nat, layout.name)
    ec2.create_route(RouteTableId=private_routes, DestinationCidrBlock=ANYWHERE, NatGatewayId=nat)


def _route_table(team: Team, ec2: Any, vpc: str, name: str, subnets: tuple[str, ...]) -> str:
    table: str = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    tag(team, ec2, table, name)
    for subnet in subnets:
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    return table


def _replace_default_nacl(ec2: Any, vpc: str) -> None:
    """Let the default NACL, which the private subnets have, allow internal traffic only."""
    own = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "default", "Values": ["true"]}]
    nacl = ec2.describe_network_acls(Filters=own)["NetworkAcls"][0]["NetworkAclId"]
    ec2.replace_network_acl_entry(
        NetworkAclId=nacl, RuleNumber=100, Protocol="-1", RuleAction="allow", Egress=False,
        CidrBlock=INSIDE,
    )  # fmt: skip
    _entry(ec2, nacl, 110, ANYWHERE, EPHEMERAL)


def _add_public_nacl(team: Team, ec2: Any, vpc: str, layout: Layout, subnet: str) -> None:
    nacl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    tag(team, ec2, nacl, f"{layout.name}-public")
    if layout.open_nacl:
        _entry(ec2, nacl, 100, ANYWHERE, None)
    elif layout.denying_nacl:
        _entry(ec2, nacl, 80, ANYWHERE, (22, 22), action="deny")
        _entry(ec2, nacl, 90, ANYWHERE, (3389, 3389), action="deny")
        _entry(ec2, nacl, 100, ANYWHERE, None)
    else:
        _entry(ec2, nacl, 100, ANYWHERE, (443, 443))
        _entry(ec2, nacl, 110, OFFICE, (22, 22))
        _entry(ec2, nacl, 120, ANYWHERE, EPHEMERAL)
        _entry(ec2, nacl, 130, INSIDE, None)
    _entry(ec2, nacl, 100, ANYWHERE, None, egress=True)
    own = [{"Name": "association.subnet-id", "Values": [subnet]}]
    found = ec2.describe_network_acls(Filters=own)["NetworkAcls"][0]["Associations"]
    association = next(a for a in found if a["SubnetId"] == subnet)
    ec2.replace_network_acl_association(
        AssociationId=association["NetworkAclAssociationId"], NetworkAclId=nacl
    )


def add_unused_nacl(team: Team, vpc: Vpc, name: str) -> None:
    """Make a network ACL that no subnet uses any more."""
    ec2 = team.client("ec2", vpc.region)
    nacl = ec2.create_network_acl(VpcId=vpc.id)["NetworkAcl"]["NetworkAclId"]
    tag(team, ec2, nacl, name)
    _entry(ec2, nacl, 100, INSIDE, None)
    _entry(ec2, nacl, 100, ANYWHERE, None, egress=True)


def _entry(
    ec2: Any,
    nacl: str,
    number: int,
    cidr: str,
    ports: tuple[int, int] | None,
    *,
    action: str = "allow",
    egress: bool = False,
) -> None:
    where = {"PortRange": {"From": ports[0], "To": ports[1]}} if ports else {}
    ec2.create_network_acl_entry(
        NetworkAclId=nacl, RuleNumber=number, Protocol="6" if ports else "-1",
        RuleAction=action, Egress=egress, CidrBlock=cidr, **where,
    )  # fmt: skip


def _close_default_group(ec2: Any, vpc: str) -> None:
    own = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    group = ec2.describe_security_groups(Filters=own)["SecurityGroups"][0]
    if group["IpPermissions"]:
        ec2.revoke_security_group_ingress(
            GroupId=group["GroupId"], IpPermissions=group["IpPermissions"]
        )
    ec2.revoke_security_group_egress(
        GroupId=group["GroupId"], IpPermissions=group["IpPermissionsEgress"]
    )


def _log_flows(team: Team, ec2: Any, vpc: str, layout: Layout) -> None:
    group = f"/acme/flow-logs/{layout.name}"
    team.client("logs", layout.region).create_log_group(logGroupName=group)
    ec2.create_flow_logs(
        ResourceIds=[vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="cloud-watch-logs",
        LogGroupName=group,
        DeliverLogsPermissionArn=team.arn("iam", "", "role/acme-flow-logs"),
    )
