"""Who reaches whom in a network that a blueprint builds: docs/layers/infrastructure.md, by traffic.

Each cell of its two tables "What reaches what" is tried, and where packets pass is looked up in
the flow logs that the blueprint wants.
"""

from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from built_network import (
    EGRESS,
    FIREWALL,
    KINDS,
    OUTSIDE,
    SPOKES,
    TEXT,
    BuiltNetwork,
    build_network,
)

pytestmark = pytest.mark.slow
PRODUCTION, REST = ("shop", "pay"), ("dev", "lab")
TEXTS = {"firewall": TEXT + FIREWALL, "egress": TEXT + EGRESS}
ALLOWED: dict[str, Any] = {"tls_name": "www.example.com"}
"""A name that the firewall lets pass."""
Copy = Callable[[], BuiltNetwork]


@pytest.fixture(scope="module")
def builder(
    blueprint_sessions: tuple[Any, Any, Any],
    migrated_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Copy]:
    """Return a function that builds each of the networks once."""

    @cache
    def build(kind: str) -> Copy:
        home = tmp_path_factory.mktemp(kind)
        return build_network(blueprint_sessions, home, migrated_database, TEXTS[kind])

    return build


@pytest.fixture(params=TEXTS)
def kind(request: pytest.FixtureRequest) -> str:
    """Return which network it is: one with a firewall, or one without."""
    return str(request.param)


@pytest.fixture
def net(kind: str, builder: Callable[[str], Copy]) -> BuiltNetwork:
    """Return a network of a test's own."""
    return builder(kind)()


@pytest.fixture
def inspected(builder: Callable[[str], Copy]) -> BuiltNetwork:
    """Return a network with a firewall, of a test's own."""
    return builder("firewall")()


def test_the_plan_of_addresses_is_reached_within_a_vpc(net: BuiltNetwork) -> None:
    for here, there in product(KINDS, KINDS):
        outcome = net.send(f"shop:{here}-1", f"shop:{there}-1", 8443)
        assert outcome == "open", (here, there)


def test_security_groups_decide_within_the_plan(net: BuiltNetwork) -> None:
    for tier in KINDS:
        place = f"shop:{tier}-1"
        net.close(place, but=443)
        for source in ("shop:private-2", "pay:private-1"):
            assert net.send(source, place, 443) == "open", (source, place)
            assert net.send(source, place, 8443) == "unanswered", (source, place)


def test_the_internet_reaches_public_subnets_but_for_the_denied_ports(net: BuiltNetwork) -> None:
    place = "shop:public-1"
    for port, protocol in product((80, 443, 8443, 22, 3389), ("tcp", "udp")):
        outcome = net.send(OUTSIDE, net.public[place], port, protocol=protocol)
        assert outcome == ("unanswered" if port in {22, 3389} else "open"), (port, protocol)
    net.close(place, but=443)
    assert net.send(OUTSIDE, net.public[place], 80) == "unanswered"
    assert net.send(OUTSIDE, net.public[place], 443) == "open"


@pytest.mark.parametrize("account", ["shop", "lab"])
@pytest.mark.parametrize("tier", ["private", "isolated"])
def test_the_internet_reaches_no_other_subnet_whatever_address_it_has(
    net: BuiltNetwork, tier: str, account: str
) -> None:
    place = f"{account}:{tier}-1"
    net.give_address(place)
    for port, protocol in product((22, 443, 3389, 8443, 50000), ("tcp", "udp")):
        outcome = net.send(OUTSIDE, net.public[place], port, protocol=protocol)
        assert outcome in {"unanswered", "lost"}, (port, protocol)


def test_the_internet_is_reached_from_where_the_page_says(kind: str, net: BuiltNetwork) -> None:
    hub = ["network:hub-transit-1", "network:hub-firewall-1", "network:hub-public-1"]
    if kind == "egress":
        hub.remove("network:hub-firewall-1")
    for account in SPOKES:
        for tier in KINDS:
            place = f"{account}:{tier}-1"
            outcome = net.send(place, OUTSIDE, **ALLOWED)
            assert outcome == ("unanswered" if tier == "isolated" else "open"), place
        assert net.ways(f"{account}:public-1", OUTSIDE)[0] == [f"{account}:public-1"]
        ways = net.ways(f"{account}:private-1", OUTSIDE, **ALLOWED)
        if account == "lab":
            assert ways[0] == ["lab:private-1", "lab:public-1"], "by a NAT gateway of its own"
        else:
            begin = [f"{account}:private-1", f"{account}:transit-1"]
            assert [of_zone(place, 1) for place in ways[0]] == [*begin, *hub]
        back = [place if place in ways[0] else of_zone(place, 1) for place in ways[1]]
        assert back == ways[0][::-1], "through the same subnets of the hub"


def test_answers_of_icmp_do_not_come_into_private_subnets(net: BuiltNetwork) -> None:
    ping: dict[str, Any] = {"port": 0, "protocol": "icmp"}
    assert net.send("lab:private-1", OUTSIDE, **ping) == "lost"
    assert net.send("lab:public-1", OUTSIDE, **ping) == "open"
    assert net.send("lab:private-1", "lab:isolated-1", **ping) == "open"


@pytest.mark.parametrize("service", ["s3", "dynamodb"])
def test_services_behind_gateway_endpoints_are_reached_from_everywhere(
    net: BuiltNetwork, service: str
) -> None:
    address = net.service_address("shop", service)
    for tier in KINDS:
        place = f"shop:{tier}-1"
        assert net.send(place, address) == "open", tier
        assert net.ways(place, address) == ([place], [place])
    assert net.send("shop:isolated-1", address, 80) == "unanswered"


def test_vpcs_reach_those_of_their_environment_and_no_others(kind: str, net: BuiltNetwork) -> None:
    for here, there in product(SPOKES, SPOKES):
        for one, other in product(KINDS, KINDS) if here != there else ():
            source, target = f"{here}:{one}-1", f"{there}:{other}-1"
            may = (here in PRODUCTION) == (there in PRODUCTION)
            assert net.send(source, target) == ("open" if may else "unanswered"), (source, target)
            if not may:
                assert net.ways(source, target) == ([source, f"{here}:transit-1"], [])
            elif kind == "egress":
                way = [source, f"{here}:transit-1", f"{there}:transit-1", target]
                assert net.ways(source, target) == (way, way[::-1])


def test_both_directions_pass_the_same_endpoint_of_the_firewall(inspected: BuiltNetwork) -> None:
    """The instances are in two zones: without appliance mode, each direction would have its own."""
    zones = set()
    for port in range(40000, 40016):
        there, back = inspected.ways("shop:private-1", "pay:private-2", source_port=port)
        zone = int(there[2][-1])
        zones.add(zone)
        hub = ["hub-transit", "hub-firewall", "hub-transit"]
        through = [f"network:{name}-{zone}" for name in hub]
        way = ["shop:private-1", "shop:transit-1", *through, f"pay:transit-{zone}", "pay:private-2"]
        assert there == way
        assert back == ["pay:private-2", "pay:transit-2", *through, f"shop:transit-{zone}", way[0]]
    assert zones == {1, 2}


def test_the_firewall_lets_pass_what_a_rule_allows(inspected: BuiltNetwork) -> None:
    send, here, there = inspected.send, "shop:private-1", "pay:private-1"
    assert send(here, there, 443) == "open"
    assert send(here, there, 23) == "unanswered"
    assert send(here, there, 8081) == "closed", "the firewall resets it"
    assert send(here, there, 8443) == "cut", "it is made, and nothing passes"
    assert send(here, there, 53, protocol="udp") == "lost"
    assert send(here, OUTSIDE, 443, tls_name="example.com") == "open"
    assert send(here, OUTSIDE, 80, http_host="a.b.example.com") == "open"
    for name in ("example.org", "notexample.com", "www.example.com.example.org"):
        assert send(here, OUTSIDE, 443, tls_name=name) == "cut", name
        assert send(here, OUTSIDE, 80, http_host=name) == "cut", name
    assert send(here, OUTSIDE, 443) == "cut", "it is neither TLS nor HTTP"
    assert send("lab:private-1", OUTSIDE, 443, tls_name="example.org") == "open", "past it"


def test_the_internet_reaches_nothing_by_the_hub(net: BuiltNetwork) -> None:
    for gateway in net.client("network").describe_nat_gateways()["NatGateways"]:
        for address in gateway["NatGatewayAddresses"]:
            assert net.send(OUTSIDE, address["PublicIp"], 443) == "unanswered"


def test_flow_logs_have_each_leg_of_the_way_out(net: BuiltNetwork) -> None:
    source = "shop:private-1"
    assert net.send(source, OUTSIDE, sent_packets=9, received_packets=4, **ALLOWED) == "open"
    ways = net.ways(source, OUTSIDE, **ALLOWED)[0]
    records = list(net.records())
    assert {record["place"] for record in records} == set(ways)
    assert {record["action"] for record in records} == {"ACCEPT"}
    own, far = net.address(source), OUTSIDE
    shown = {
        # An interface that packets pass shows its own address for the one on its side.
        place: {
            "shop:private": [(own, far)],
            "shop:transit": [(own, at)],
            "network:hub-transit": [(at, far)],
            "network:hub-firewall": [(at, far), (own, at)],
            "network:hub-public": [(at, far), (own, at)],
        }[place.rpartition("-")[0]]
        for place in ways
        for at in [net.address(place)]
    }
    there, back = ([r for r in records if r["packets"] == number] for number in ("9", "4"))
    for place, pairs in shown.items():
        found = [(r["srcaddr"], r["dstaddr"]) for r in there if r["place"] == place]
        assert sorted(found) == sorted(pairs), place
        found = [(r["dstaddr"], r["srcaddr"]) for r in back if r["place"] == place]
        assert len(found) == len(pairs), place


def test_flow_logs_tell_the_real_addresses_where_they_are_asked_for(net: BuiltNetwork) -> None:
    fields = "interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr flow-direction packets"
    ec2 = net.client("network")
    (log,) = ec2.describe_flow_logs()["FlowLogs"]
    made = ec2.create_flow_logs(
        ResourceIds=[net.named("network", "subnet", f"hub-public-{zone}") for zone in (1, 2)],
        ResourceType="Subnet", TrafficType="ALL",
        LogDestinationType="s3", LogDestination=log["LogDestination"],
        LogFormat=" ".join(f"${{{field}}}" for field in fields.split()),
    )  # fmt: skip
    assert made["Unsuccessful"] == []
    source = "shop:private-1"
    assert net.send(source, OUTSIDE, sent_packets=9, received_packets=4, **ALLOWED) == "open"
    own, found = net.address(source), [r for r in net.records() if "pkt-srcaddr" in r]
    at = net.address(found[0]["place"])
    assert {(r["flow-direction"], r["pkt-srcaddr"], r["pkt-dstaddr"]) for r in found} == {
        ("ingress", own, OUTSIDE),
        ("egress", at, OUTSIDE),
        ("ingress", OUTSIDE, at),
        ("egress", OUTSIDE, own),
    }


def test_flow_logs_show_where_packets_end(net: BuiltNetwork) -> None:
    assert net.send("shop:private-1", "dev:private-1", retries=2) == "unanswered"
    found = [(r["place"], r["action"], r["packets"]) for r in net.records()]
    assert sorted(found) == [
        ("shop:private-1", "ACCEPT", "3"),
        ("shop:transit-1", "ACCEPT", "3"),
    ], "the transit gateway drops them: its interface has them, and nothing after it"


def test_flow_logs_show_what_network_acls_and_groups_reject(net: BuiltNetwork) -> None:
    net.close("shop:private-1", but=443)
    for source, target, port in (
        (OUTSIDE, net.public["shop:public-1"], 22),
        ("shop:private-2", "shop:private-1", 80),
    ):
        assert net.send(source, target, port) == "unanswered"
    rejected = {r["place"]: r["dstport"] for r in net.records() if r["action"] == "REJECT"}
    assert rejected == {"shop:public-1": "22", "shop:private-1": "80"}


def test_flow_logs_show_what_the_firewall_drops(inspected: BuiltNetwork) -> None:
    assert inspected.send("shop:private-1", "pay:private-1", 23) == "unanswered"
    records = list(inspected.records())
    assert {r["action"] for r in records} == {"ACCEPT"}
    places = [r["place"] for r in records]
    (endpoint,) = [place for place in places if "firewall" in place]
    assert places.count(endpoint) == 1, "it comes in, and does not go out"
    assert "pay:private-1" not in places


def test_without_appliance_mode_connections_between_zones_are_lost(
    inspected: BuiltNetwork,
) -> None:
    ends = ("shop:private-1", "pay:private-2")
    assert inspected.send(*ends) == "open"
    hub = inspected.named("network", "transit-gateway-attachment", "hub-transit")
    inspected.client("network").modify_transit_gateway_vpc_attachment(
        TransitGatewayAttachmentId=hub, Options={"ApplianceModeSupport": "disable"}
    )
    assert inspected.send(*ends) == "lost"
    there, back = inspected.ways(*ends)
    assert "network:hub-firewall-1" in there
    assert back[-1] == "network:hub-firewall-2", "the other endpoint did not see the beginning"
    assert inspected.send("shop:private-1", "pay:private-1") == "open", "they are in one zone"


def test_without_the_way_back_from_the_hub_answers_are_lost(kind: str, net: BuiltNetwork) -> None:
    tier = "firewall" if kind == "firewall" else "public"
    for number in (1, 2):
        table = net.named("network", "route-table", f"hub-{tier}-{number}")
        net.client("network").delete_route(RouteTableId=table, DestinationCidrBlock="10.0.0.0/8")
    assert net.send("shop:private-1", OUTSIDE, **ALLOWED) == "lost"


def test_without_the_propagation_to_the_hub_answers_are_lost(net: BuiltNetwork) -> None:
    names = {"TransitGatewayRouteTableId": ("transit-gateway-route-table", "hub")}
    (table,) = [net.named("network", *name) for name in names.values()]
    attachment = net.named("shop", "transit-gateway-attachment", "transit")
    net.client("network").disable_transit_gateway_route_table_propagation(
        TransitGatewayRouteTableId=table, TransitGatewayAttachmentId=attachment
    )
    assert net.send("shop:private-1", OUTSIDE, **ALLOWED) == "lost"
    assert net.send("dev:private-1", OUTSIDE, **ALLOWED) == "open"


def test_without_the_routes_that_drop_the_environments_meet_in_the_hub(
    inspected: BuiltNetwork,
) -> None:
    hub = inspected.client("network")
    for table, account in (("production", "dev"), ("other", "shop")):
        vpc = inspected.named(account, "vpc", "main")
        found = inspected.client(account).describe_vpcs(VpcIds=[vpc])["Vpcs"][0]
        hub.delete_transit_gateway_route(
            TransitGatewayRouteTableId=inspected.named(
                "network", "transit-gateway-route-table", table
            ),
            DestinationCidrBlock=found["CidrBlock"],
        )
    assert inspected.send("shop:private-1", "dev:private-1") == "open"


def test_without_the_route_to_the_firewall_what_leaves_is_not_inspected(
    inspected: BuiltNetwork,
) -> None:
    """A way past the firewall is seen, and one direction alone that passes it is cut by it."""
    ec2, ends = inspected.client("network"), ("shop:private-1", OUTSIDE)
    for number in (1, 2):
        table = inspected.named("network", "route-table", f"hub-transit-{number}")
        (nat,) = [
            gateway["NatGatewayId"]
            for gateway in ec2.describe_nat_gateways()["NatGateways"]
            if gateway["SubnetId"] == inspected.named("network", "subnet", f"hub-public-{number}")
        ]
        ec2.replace_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=nat)
    assert inspected.send(*ends, tls_name="example.org") == "lost"


def of_zone(place: str, number: int) -> str:
    """Return a place of the hub, or of an attachment, as if it were in another zone."""
    return f"{place[:-1]}{number}" if "transit" in place or "hub" in place else place
