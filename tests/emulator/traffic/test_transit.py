"""Traffic through a transit gateway and a firewall, in networks made by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from emulated_firewalls import DOMAINS, FORWARD, STRICT, make_group, make_policy

ANYWHERE, OUTSIDE = "0.0.0.0/0", "198.51.100.7"
OPEN = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANYWHERE}]}
ZONES = ("us-east-1a", "us-east-1b")
OFF = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}


class Joined:
    """VPCs on a transit gateway: each has two zones with a subnet for instances, and one to join.

    The VPC `hub` has a firewall in each zone, and all that passes between the others passes it.
    """

    def __init__(self, send: Callable[..., str], ec2: Any, firewalls: Any) -> None:
        self.send, self.ec2, self.firewalls = send, ec2, firewalls
        made = ec2.create_transit_gateway(Options=OFF)["TransitGateway"]
        self.gateway = made["TransitGatewayId"]
        self.tables = {name: self._make_table() for name in ("spokes", "hub")}
        self.subnets: dict[str, str] = {}
        self.routes: dict[str, str] = {}
        self.attachments: dict[str, str] = {}
        self.interfaces: dict[str, str] = {}

    def _make_table(self) -> str:
        made = self.ec2.create_transit_gateway_route_table(TransitGatewayId=self.gateway)
        return str(made["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"])

    def add(self, name: str, number: int, table: str, **options: str) -> str:
        """Add a VPC that looks its routes up in a table."""
        vpc = self.ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")["Vpc"]["VpcId"]
        for third, (part, zone) in enumerate(
            (part, zone) for part in ("own", "join") for zone in ZONES
        ):
            subnet = self.ec2.create_subnet(
                VpcId=vpc, CidrBlock=f"10.{number}.{third}.0/24", AvailabilityZone=zone
            )["Subnet"]["SubnetId"]
            routes = self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
            self.ec2.associate_route_table(RouteTableId=routes, SubnetId=subnet)
            place = f"{name}-{part}-{zone[-1]}"
            self.subnets[place], self.routes[place] = subnet, routes
        self.attachments[name] = self.ec2.create_transit_gateway_vpc_attachment(
            TransitGatewayId=self.gateway,
            VpcId=vpc,
            SubnetIds=[self.subnets[f"{name}-join-{zone[-1]}"] for zone in ZONES],
            Options=options,
        )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
        self.ec2.associate_transit_gateway_route_table(
            TransitGatewayRouteTableId=self.tables[table],
            TransitGatewayAttachmentId=self.attachments[name],
        )
        return str(vpc)

    def add_spoke(self, name: str, number: int) -> None:
        """Add a VPC with an instance in each zone, whose address the hub learns."""
        vpc = self.add(name, number, "spokes")
        group = self.ec2.create_security_group(GroupName="all", Description="all", VpcId=vpc)
        self.ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[OPEN])
        for zone in ("a", "b"):
            place = f"{name}-own-{zone}"
            self.lead(place, ANYWHERE, TransitGatewayId=self.gateway)
            interface = self.ec2.create_network_interface(
                SubnetId=self.subnets[place], Groups=[group["GroupId"]]
            )["NetworkInterface"]
            self.interfaces[f"{name}-{zone}"] = interface["NetworkInterfaceId"]
        self.propagate(name, "hub")

    def add_hub(self, policy: str, **options: str) -> None:
        """Add the VPC of the firewall, to which all that has no other way goes."""
        vpc = self.add("hub", 99, "hub", **options)
        self.firewall = self.firewalls.create_firewall(
            FirewallName="main", FirewallPolicyArn=policy, VpcId=vpc,
            SubnetMappings=[{"SubnetId": self.subnets[f"hub-own-{z[-1]}"]} for z in ZONES],
        )  # fmt: skip
        for zone, state in self.firewall["FirewallStatus"]["SyncStates"].items():
            endpoint = state["Attachment"]["EndpointId"]
            self.lead(f"hub-join-{zone[-1]}", ANYWHERE, VpcEndpointId=endpoint)
            self.lead(f"hub-own-{zone[-1]}", "10.0.0.0/8", TransitGatewayId=self.gateway)
        self.set_route("spokes", ANYWHERE, TransitGatewayAttachmentId=self.attachments["hub"])

    def lead(self, place: str, block: str, **target: str) -> None:
        """Add a route of a subnet."""
        self.ec2.create_route(RouteTableId=self.routes[place], DestinationCidrBlock=block, **target)

    def propagate(self, name: str, table: str) -> None:
        """Let a table learn the addresses of a VPC."""
        self.ec2.enable_transit_gateway_route_table_propagation(
            TransitGatewayRouteTableId=self.tables[table],
            TransitGatewayAttachmentId=self.attachments[name],
        )

    def set_route(self, table: str, block: str, **target: Any) -> None:
        """Add a static route of the transit gateway."""
        self.ec2.create_transit_gateway_route(
            TransitGatewayRouteTableId=self.tables[table], DestinationCidrBlock=block, **target
        )

    def outcome(self, source: str, target: str, port: int = 443, **more: Any) -> str:
        """Return what becomes of a connection between instances, or with an address."""
        ends = (self.interfaces.get(each, each) for each in (source, target))
        return self.send(*ends, port, **more)


@pytest.fixture
def joined(net: Any, client: Callable[..., Any]) -> Joined:
    """Return two VPCs on a transit gateway, without any way to each other yet."""
    made = Joined(net.outcome, client("ec2"), client("network-firewall"))
    made.add_spoke("one", 1)
    made.add_spoke("two", 2)
    return made


def rules(text: str) -> dict[str, Any]:
    return {"RulesSource": {"RulesString": text}, "StatefulRuleOptions": STRICT}


def test_attachments_have_an_interface_in_each_of_their_subnets(joined: Joined) -> None:
    def places() -> set[str]:
        kind = [{"Name": "description", "Values": [f"*{joined.attachments['one']}"]}]
        found = joined.ec2.describe_network_interfaces(Filters=kind)["NetworkInterfaces"]
        assert all((e["InterfaceType"], e["Groups"]) == ("transit_gateway", []) for e in found)
        return {each["SubnetId"] for each in found}

    zones = {zone: joined.subnets[f"one-join-{zone}"] for zone in ("a", "b")}
    assert places() == set(zones.values())
    joined.ec2.modify_transit_gateway_vpc_attachment(
        TransitGatewayAttachmentId=joined.attachments["one"], RemoveSubnetIds=[zones["b"]]
    )
    assert places() == {zones["a"]}
    joined.ec2.delete_transit_gateway_vpc_attachment(
        TransitGatewayAttachmentId=joined.attachments["one"]
    )
    assert places() == set()


def test_routes_of_the_transit_gateway_decide(joined: Joined) -> None:
    assert joined.outcome("one-a", "two-a") == "unanswered"
    joined.propagate("two", "spokes")
    assert joined.outcome("one-a", "two-b") == "lost", "no table knows the way back"
    joined.propagate("one", "spokes")
    assert joined.outcome("one-a", "two-b") == "open"
    joined.set_route("spokes", "10.2.0.0/16", Blackhole=True)
    assert joined.outcome("one-a", "two-b") == "unanswered", "static before propagated"
    two = joined.attachments["two"]
    joined.set_route("spokes", "10.2.1.0/24", TransitGatewayAttachmentId=two)
    assert joined.outcome("one-a", "two-b") == "open", "the longest prefix first"
    assert joined.outcome("one-a", "two-a") == "unanswered"


def test_a_zone_without_a_subnet_of_the_attachment_has_no_way(joined: Joined) -> None:
    for name in ("one", "two"):
        joined.propagate(name, "spokes")
    joined.ec2.modify_transit_gateway_vpc_attachment(
        TransitGatewayAttachmentId=joined.attachments["one"],
        RemoveSubnetIds=[joined.subnets["one-join-b"]],
    )
    assert joined.outcome("one-b", "two-b") == "unanswered"
    assert joined.outcome("one-a", "two-b") == "open", "in a VPC, packets reach all zones"


def test_network_acls_of_the_attachments_subnets_count(joined: Joined) -> None:
    for name in ("one", "two"):
        joined.propagate(name, "spokes")
    vpc = joined.ec2.describe_subnets(SubnetIds=[joined.subnets["two-join-a"]])["Subnets"][0]
    closed = joined.ec2.create_network_acl(VpcId=vpc["VpcId"])["NetworkAcl"]["NetworkAclId"]
    own = [{"Name": "association.subnet-id", "Values": [joined.subnets["two-join-a"]]}]
    for each in joined.ec2.describe_network_acls(Filters=own)["NetworkAcls"][0]["Associations"]:
        if each["SubnetId"] == joined.subnets["two-join-a"]:
            joined.ec2.replace_network_acl_association(
                AssociationId=each["NetworkAclAssociationId"], NetworkAclId=closed
            )
    assert joined.outcome("one-a", "two-b") == "unanswered"
    assert joined.outcome("one-b", "two-b") == "open"


@pytest.mark.parametrize("mode", ["enable", "disable"])
def test_appliance_mode_keeps_both_directions_in_one_zone(joined: Joined, mode: str) -> None:
    passing = make_group(joined.firewalls, rules=rules("pass ip any any -> any any (sid:1;)"))
    policy = make_policy(joined.firewalls, passing)
    joined.add_hub(policy, ApplianceModeSupport=mode)
    ports = range(41000, 41008)
    between = {joined.outcome("one-a", "two-b", source_port=port) for port in ports}
    assert between == {"open" if mode == "enable" else "lost"}
    assert joined.outcome("one-a", "two-a") == "open"
    assert joined.outcome("one-a", "two-b", 53, protocol="udp") == "open", "a rule passes both"


def test_a_firewall_may_take_up_what_it_did_not_see_begin(joined: Joined) -> None:
    passing = make_group(joined.firewalls, rules=rules("pass ip any any -> any any (sid:1;)"))
    policy = make_policy(
        joined.firewalls,
        passing,
        StatefulEngineOptions=STRICT | {"StreamExceptionPolicy": "CONTINUE"},
    )
    joined.add_hub(policy)
    assert joined.outcome("one-a", "two-b") == "open"


@pytest.mark.parametrize(
    ("defaults", "outcomes"),
    [
        (["aws:drop_established"], ("open", "cut", "lost")),
        (["aws:drop_strict"], ("unanswered", "unanswered", "unanswered")),
        (["aws:alert_established"], ("open", "open", "open")),
        ([], ("open", "open", "open")),
    ],
)
def test_what_no_rule_is_about_is_as_the_default_says(
    joined: Joined, defaults: list[str], outcomes: tuple[str, ...]
) -> None:
    """A list of domains needs the handshake, which `drop_strict` drops."""
    home = {"RuleVariables": {"IPSets": {"HOME_NET": {"Definition": ["10.1.0.0/16"]}}}}
    group: dict[str, Any] = {**DOMAINS, **home}
    policy = make_policy(
        joined.firewalls,
        make_group(joined.firewalls, rules=group),
        StatefulDefaultActions=defaults,
    )
    joined.add_hub(policy, ApplianceModeSupport="enable")
    found = (
        joined.outcome("one-a", "two-a", tls_name="www.example.com"),
        joined.outcome("one-a", "two-a", tls_name="example.org"),
        joined.outcome("one-a", "two-a", 53, protocol="udp"),
    )
    assert found == outcomes


@pytest.mark.parametrize("order", ["STRICT_ORDER", "DEFAULT_ACTION_ORDER"])
def test_order_of_rules(joined: Joined, order: str) -> None:
    text = """
        alert tcp any any -> any any (sid:1;)
        drop tcp any any -> any 8443 (sid:2;)
        pass tcp any any -> any 8443 (sid:3;)
        reject tcp any any -> any 25 (sid:4;)
        drop tcp any 1024: -> any 23 (flow:established; sid:5;)
    """
    options = {"RuleOrder": order}
    group = make_group(joined.firewalls, rules=rules(text) | {"StatefulRuleOptions": options})
    is_strict = order == "STRICT_ORDER"
    reference = {"ResourceArn": group} | ({"Priority": 1} if is_strict else {})
    made = joined.firewalls.create_firewall_policy(
        FirewallPolicyName="own",
        FirewallPolicy=FORWARD
        | {"StatefulRuleGroupReferences": [reference], "StatefulEngineOptions": options},
    )
    joined.add_hub(made["FirewallPolicyResponse"]["FirewallPolicyArn"])
    outcome = joined.outcome("one-a", "two-a", 8443)
    assert outcome == ("unanswered" if is_strict else "open")
    assert joined.outcome("one-a", "two-a", 25) == "closed"
    assert joined.outcome("one-a", "two-a", 23) == "cut"
    assert joined.outcome("one-a", "two-a", 443) == "open"


def test_stateless_rules_come_before_all_others(joined: Joined) -> None:
    def rule(priority: int, action: str, **match: Any) -> dict[str, Any]:
        definition = {"MatchAttributes": match, "Actions": [action]}
        return {"RuleDefinition": definition, "Priority": priority}

    stateless = [
        rule(1, "aws:drop", DestinationPorts=[{"FromPort": 20, "ToPort": 23}], Protocols=[6]),
        rule(2, "aws:pass", Sources=[{"AddressDefinition": "10.1.0.0/16"}], Protocols=[6]),
    ]
    group = joined.firewalls.create_rule_group(
        RuleGroupName="ports", Type="STATELESS", Capacity=10,
        RuleGroup={
            "RulesSource": {"StatelessRulesAndCustomActions": {"StatelessRules": stateless}}
        },
    )["RuleGroupResponse"]["RuleGroupArn"]  # fmt: skip
    reference = [{"ResourceArn": group, "Priority": 1}]
    policy = make_policy(
        joined.firewalls,
        StatelessRuleGroupReferences=reference,
        StatefulDefaultActions=["aws:alert_strict"],
    )
    joined.add_hub(policy, ApplianceModeSupport="enable")
    assert joined.outcome("one-a", "two-a", 22) == "unanswered"
    assert joined.outcome("two-a", "one-a", 443) == "open"
    assert joined.outcome("one-a", "two-a", 443) == "lost", "the stateful engine saw no beginning"


def test_a_table_of_the_internet_gateway_leads_to_the_firewall(net: Any, client: Any) -> None:
    firewalls = client("network-firewall")
    text = "drop tcp any any -> any 8443 (sid:1;)"
    policy = make_policy(
        firewalls, make_group(firewalls, rules=rules(text)), StatefulDefaultActions=[]
    )
    made = firewalls.create_firewall(
        FirewallName="edge", FirewallPolicyArn=policy, VpcId=net.vpc,
        SubnetMappings=[{"SubnetId": net.private}],
    )  # fmt: skip
    (state,) = made["FirewallStatus"]["SyncStates"].values()
    endpoint = state["Attachment"]["EndpointId"]
    net.run("web", net.group("web", ("tcp", -1, ANYWHERE)), public=True)
    table = net.ec2.create_route_table(VpcId=net.vpc)["RouteTable"]["RouteTableId"]
    net.ec2.associate_route_table(RouteTableId=table, GatewayId=net.gateway)
    net.ec2.create_route(
        RouteTableId=table, DestinationCidrBlock="10.9.0.0/24", VpcEndpointId=endpoint
    )
    assert net.outcome(OUTSIDE, "web") == "cut", "answers go past it"
    assert net.outcome(OUTSIDE, "web", answer="closed") == "closed"
    assert net.outcome(OUTSIDE, "web", 8443) == "unanswered"
    net.ec2.replace_route(
        RouteTableId=net.public_routes, DestinationCidrBlock=ANYWHERE, VpcEndpointId=endpoint
    )
    assert net.outcome(OUTSIDE, "web") == "lost", "the firewall's subnet has no way out"
    net.ec2.create_route(
        RouteTableId=net.private_routes, DestinationCidrBlock=ANYWHERE, GatewayId=net.gateway
    )
    assert net.outcome(OUTSIDE, "web") == "open"
    assert net.outcome("web", OUTSIDE, 8443) == "unanswered"
