"""What becomes of connections: groups, lists, routes and gateways together."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.traffic.script import BadTraffic, ScriptedConnection

AT = datetime(2026, 3, 2, tzinfo=UTC)
OUTSIDE = "198.51.100.7"
ALL_TCP = (0, 65535)


def test_group_lets_a_connection_in_by_port_and_source(net: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    assert net.outcome(OUTSIDE, "web", 443) == "open"
    assert net.outcome(OUTSIDE, "web", 22) == "unanswered"
    assert net.outcome(OUTSIDE, "web", 443, protocol="udp") == "unanswered"
    assert net.outcome(OUTSIDE, "web", 443, answer="closed") == "closed"
    assert net.outcome(OUTSIDE, "web", 443, answer="silent") == "unanswered"


def test_instance_without_a_public_address_is_not_reached(net: Any) -> None:
    net.run("app", net.group("app", ("tcp", 443, "0.0.0.0/0")))
    with pytest.raises(BadTraffic, match="no public address"):
        net.outcome(OUTSIDE, "app")


def test_answer_needs_no_rule_of_a_group(net: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0"), closed=True), public=True)
    assert net.outcome(OUTSIDE, "web", 443) == "open"
    assert net.outcome("web", OUTSIDE, 443) == "unanswered"


def test_answer_needs_the_ephemeral_ports_of_a_network_acl(net: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    world = "0.0.0.0/0"
    net.acl(net.public, (100, "allow", False, world, 443, 443))
    assert net.outcome(OUTSIDE, "web", 443) == "lost"
    net.acl(
        net.public,
        (100, "allow", False, world, 443, 443),
        (100, "allow", True, world, 1024, 65535),
    )
    assert net.outcome(OUTSIDE, "web", 443) == "open"


def test_first_rule_of_a_network_acl_decides(net: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    rules = [(200, "allow", e, "0.0.0.0/0", *ALL_TCP) for e in (True, False)]
    net.acl(net.public, *rules, (100, "deny", False, "198.51.100.0/24", 443, 443))
    assert net.outcome(OUTSIDE, "web", 443) == "unanswered"
    assert net.outcome("203.0.113.1", "web", 443) == "open"


def test_network_acl_does_not_filter_within_a_subnet(net: Any) -> None:
    group = net.group("app", ("tcp", 443, "10.9.0.0/16"))
    net.run("one", group)
    net.run("two", group)
    net.run("three", group, public=True)
    net.acl(net.private)
    assert net.outcome("one", "two") == "open"
    assert net.outcome("one", "three") == "unanswered"


def test_rule_that_names_a_group_means_its_private_addresses(net: Any) -> None:
    web = net.group("web")
    net.run("web", web, public=True)
    net.run("app", net.group("app", ("tcp", 8080, web)))
    net.run("other", net.group("other"), public=True)
    assert net.outcome("web", "app", 8080) == "open"
    assert net.outcome("other", "app", 8080) == "unanswered"


def test_rule_that_names_a_group_lets_nobody_in_from_outside(net: Any) -> None:
    web = net.group("web")
    net.run("web", web, public=True)
    net.run("app", net.group("app", ("tcp", 8080, web)), public=True)
    assert net.outcome(OUTSIDE, "app", 8080) == "unanswered"
    assert net.outcome("web", net.public_addresses["app"], 8080) == "open", "it is in the same VPC"


def test_rule_that_names_a_prefix_list(net: Any) -> None:
    made = net.ec2.create_managed_prefix_list(
        PrefixListName="office", AddressFamily="IPv4", MaxEntries=2,
        Entries=[{"Cidr": "198.51.100.0/24"}],
    )["PrefixList"]["PrefixListId"]  # fmt: skip
    net.run("web", net.group("web", ("tcp", 22, made)), public=True)
    assert net.outcome(OUTSIDE, "web", 22) == "open"
    assert net.outcome("203.0.113.9", "web", 22) == "unanswered"


def test_private_subnet_reaches_the_internet_by_nat_alone(net: Any) -> None:
    net.run("app", net.group("app"))
    assert net.outcome("app", OUTSIDE) == "unanswered"
    net.add_nat()
    assert net.outcome("app", OUTSIDE) == "open"


def test_public_subnet_without_public_address_has_no_way_out(net: Any) -> None:
    net.run("app", net.group("app"), subnet=net.public)
    assert net.outcome("app", OUTSIDE) == "unanswered"


def test_without_a_route_to_the_gateway_no_answer_leaves(net: Any) -> None:
    net.run("web", net.group("web", ("tcp", 443, "0.0.0.0/0")), public=True)
    net.ec2.delete_route(RouteTableId=net.public_routes, DestinationCidrBlock="0.0.0.0/0")
    assert net.outcome(OUTSIDE, "web") == "lost", "the gateway needs no route of the subnet"
    assert net.outcome("web", OUTSIDE) == "unanswered"


def test_two_vpcs_meet_over_the_internet_by_public_addresses(
    net: Any, networks: Callable[..., Any], client: Any, emulator: Emulator
) -> None:
    other = networks(emulator, client("ec2", "", "eu-west-1"), "10.10")
    net.run("web", net.group("web"), public=True)
    source = net.public_addresses["web"]
    other.run("peer", other.group("peer", ("tcp", 443, f"{source}/32")), public=True)
    address = other.public_addresses["peer"]
    assert net.outcome("web", address) == "open"
    assert net.outcome("web", other.enis["peer"]) == "open"
    assert net.outcome("web", address, 22) == "unanswered"


def test_peering_needs_routes_of_both_sides(
    net: Any, networks: Callable[..., Any], client: Any, emulator: Emulator
) -> None:
    other = networks(emulator, client("ec2"), "10.10")
    web = net.group("web")
    net.run("web", web)
    other.run("db", other.group("db", ("tcp", 5432, web)))
    made = net.ec2.create_vpc_peering_connection(VpcId=net.vpc, PeerVpcId=other.vpc)
    peering = made["VpcPeeringConnection"]["VpcPeeringConnectionId"]

    def route(table: str, cidr: str) -> None:
        net.ec2.create_route(
            RouteTableId=table, DestinationCidrBlock=cidr, VpcPeeringConnectionId=peering
        )

    target = other.enis["db"]
    assert net.outcome("web", target, 5432) == "unanswered"
    route(net.private_routes, "10.10.0.0/16")
    assert net.outcome("web", target, 5432) == "unanswered", "it is not accepted yet"
    net.ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    assert net.outcome("web", target, 5432) == "lost"
    route(other.private_routes, "10.9.0.0/16")
    assert net.outcome("web", target, 5432) == "open"


def test_longest_prefix_decides(net: Any) -> None:
    net.run("web", net.group("web"), public=True)
    endpoint = net.ec2.create_vpc_endpoint(
        VpcId=net.vpc, ServiceName="com.amazonaws.us-east-1.s3", VpcEndpointType="Gateway",
        RouteTableIds=[net.private_routes],
    )["VpcEndpoint"]["VpcEndpointId"]  # fmt: skip
    assert endpoint.startswith("vpce-")
    net.run("app", net.group("app"))
    lists = net.ec2.describe_managed_prefix_lists()["PrefixLists"]
    (found,) = [p for p in lists if p["PrefixListName"] == "com.amazonaws.us-east-1.s3"]
    entries = net.ec2.get_managed_prefix_list_entries(PrefixListId=found["PrefixListId"])
    address = entries["Entries"][0]["Cidr"].partition("/")[0]
    assert net.outcome("app", address) == "open"
    assert net.outcome("app", OUTSIDE) == "unanswered"


def test_route_that_is_not_modelled_is_refused_loudly(net: Any) -> None:
    net.run("app", net.group("app"))
    appliance = net.run("appliance", net.group("appliance"))
    net.ec2.create_route(
        RouteTableId=net.private_routes,
        DestinationCidrBlock="10.77.0.0/16",
        NetworkInterfaceId=appliance,
    )
    with pytest.raises(BadTraffic, match=appliance):
        net.outcome("app", "10.77.0.1")


def test_a_nat_gateway_is_no_way_in(net: Any) -> None:
    net.run("app", net.group("app"))
    assert net.outcome(OUTSIDE, net.add_nat()) == "unanswered"


def test_a_regional_nat_gateway_has_a_way_out_of_its_own(net: Any) -> None:
    net.run("app", net.group("app"))
    net.acl(net.public)
    net.acl(net.private, *((1, "allow", e, "0.0.0.0/0", *ALL_TCP) for e in (True, False)))
    made = net.ec2.create_nat_gateway(
        VpcId=net.vpc,
        AvailabilityMode="regional",
        AllocationId=net.ec2.allocate_address(Domain="vpc")["AllocationId"],
    )["NatGateway"]["NatGatewayId"]
    net.ec2.create_route(
        RouteTableId=net.private_routes, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=made
    )
    assert net.outcome("app", OUTSIDE) == "open", "no network ACL of a subnet is about it"


def test_a_gateway_endpoint_has_routes_in_the_tables_that_it_is_given(net: Any) -> None:
    net.run("app", net.group("app"))
    name = "com.amazonaws.us-east-1.s3"
    endpoint = net.ec2.create_vpc_endpoint(VpcId=net.vpc, ServiceName=name)["VpcEndpoint"]
    lists = net.ec2.describe_managed_prefix_lists()["PrefixLists"]
    (prefix,) = [each["PrefixListId"] for each in lists if each["PrefixListName"] == name]
    entries = net.ec2.get_managed_prefix_list_entries(PrefixListId=prefix)["Entries"]
    address, found = entries[0]["Cidr"].partition("/")[0], []
    for change in ("AddRouteTableIds", "RemoveRouteTableIds"):
        found.append(net.outcome("app", address))
        net.ec2.modify_vpc_endpoint(
            VpcEndpointId=endpoint["VpcEndpointId"], **{change: [net.private_routes]}
        )
        found.append(net.outcome("app", address))
    assert found == ["unanswered", "open", "open", "unanswered"]


def test_ping_is_answered_where_echo_requests_may_pass(net: Any) -> None:
    net.run("web", net.group("web", ("icmp", -1, "0.0.0.0/0")), public=True)
    assert net.outcome(OUTSIDE, "web", 0, protocol="icmp") == "open"
    assert net.outcome(OUTSIDE, "web", 80) == "unanswered"


def test_both_sides_outside_is_no_traffic_of_aws(net: Any) -> None:
    for source, destination in ((OUTSIDE, "203.0.113.1"), ("eni-0", OUTSIDE)):
        with pytest.raises(BadTraffic):
            net.app.send_traffic([ScriptedConnection(source, destination, 443, AT)])
