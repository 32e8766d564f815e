"""Where the route table of a subnet, or of a gateway, sends packets.

https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Literal

from ringwall.emulator.traffic.filters import find_prefixes
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.script import BadTraffic

RouteKind = Literal[
    "none", "local", "internet", "egress_only", "nat", "peering", "endpoint", "transit", "firewall"
]


@dataclass(frozen=True)
class ChosenRoute:
    """The route that a packet takes; `none` where there is none, or where it leads nowhere."""

    kind: RouteKind
    target: str = ""
    """The id of the gateway, the endpoint or the peering connection."""
    vpc_id: str = ""
    """The VPC that it leads to, where it is one of AWS."""


def find_route(interface: TrafficInterface, destination: str) -> ChosenRoute:
    """Return where packets from an interface's subnet go: by the longest prefix that matches.

    BadTraffic where the route's target is one whose traffic is not modelled.
    """
    if interface.is_regional:
        return _leave_regional(interface, destination)
    return _look_up(interface, _find_table(interface), destination)


def find_edge_route(interface: TrafficInterface, destination: str) -> ChosenRoute:
    """Return where packets from the internet go first: the gateway may have a route table."""
    gateways = {
        gateway.id
        for gateway in interface.backend.internet_gateways.values()
        if gateway.vpc and gateway.vpc.id == interface.vpc_id
    }
    for table in interface.backend.route_tables.values():
        if any(each.get("GatewayId") in gateways for each in table.associations):
            return _look_up(interface, table, destination)
    return ChosenRoute("local", vpc_id=interface.vpc_id)


def _leave_regional(interface: TrafficInterface, destination: str) -> ChosenRoute:
    """Return the route of a regional NAT gateway: AWS makes it a table that leads out.

    https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
    """
    vpc = interface.backend.vpcs[interface.vpc_id]
    blocks = (part["cidr_block"] for part in vpc.cidr_block_association_set)
    if any(ip_address(destination) in ip_network(block) for block in blocks):
        return ChosenRoute("local", vpc_id=interface.vpc_id)
    return ChosenRoute("internet") if is_attached(interface) else ChosenRoute("none")


def _look_up(interface: TrafficInterface, table: Any, destination: str) -> ChosenRoute:
    address = ip_address(destination)
    matching = [
        (network.prefixlen, -rank, route)
        for route in (table.routes if table else ())
        for rank, network in _networks(interface, route)
        if network.version == address.version and address in network
    ]
    if not matching:
        return ChosenRoute("none")
    _, _, route = max(matching, key=lambda found: found[:2])
    return _read_target(interface, route)


def is_attached(interface: TrafficInterface) -> bool:
    """Return whether an internet gateway is attached to the interface's VPC."""
    gateways: Iterable[Any] = interface.backend.internet_gateways.values()
    return any(gateway.vpc and gateway.vpc.id == interface.vpc_id for gateway in gateways)


def _find_table(interface: TrafficInterface) -> Any:
    """Return the route table of the subnet: its own, or the main one of the VPC."""
    tables = [
        table
        for table in interface.backend.route_tables.values()
        if table.vpc_id == interface.vpc_id
    ]
    own = (
        t for t in tables if any(a.get("SubnetId") == interface.subnet_id for a in t.associations)
    )
    return next(own, None) or next((t for t in tables if t.main_association_id), None)


def _networks(
    interface: TrafficInterface, route: Any
) -> Iterator[tuple[int, IPv4Network | IPv6Network]]:
    """Yield the blocks of a route; of equal ones, a CIDR block comes before a prefix list."""
    for block in (route.destination_cidr_block, route.destination_ipv6_cidr_block):
        if block:
            yield 0, ip_network(block, strict=False)
    if route.destination_prefix_list:
        for block in find_prefixes(interface, route.destination_prefix_list.id):
            yield 1, ip_network(block, strict=False)


def _read_target(interface: TrafficInterface, route: Any) -> ChosenRoute:
    if route.local:
        return ChosenRoute("local", vpc_id=interface.vpc_id)
    if route.nat_gateway:
        is_there = route.nat_gateway.state == "available"
        return ChosenRoute("nat", route.nat_gateway.id) if is_there else ChosenRoute("none")
    if route.vpc_pcx:
        return _read_peering(interface, route.vpc_pcx)
    if route.transit_gateway_id:
        return ChosenRoute("transit", route.transit_gateway_id)
    return _read_gateway(interface, route)


def _read_gateway(interface: TrafficInterface, route: Any) -> ChosenRoute:
    if route.egress_only_igw:
        return ChosenRoute("egress_only", route.egress_only_igw.id)
    target = route.gateway_id or ""
    if target.startswith("vpce-"):
        return _read_endpoint(interface, target)
    if target.startswith("igw-"):
        attached = route.gateway.vpc is not None and route.gateway.vpc.id == interface.vpc_id
        return ChosenRoute("internet", target) if attached else ChosenRoute("none")
    others = (route.network_interface_id, route.carrier_gateway_id, route.instance_id, target)
    named = next((each for each in others if each), "a target")
    message = (
        f"the route of {interface.subnet_id} leads to {named}, which traffic does not know: it "
        "models internet, NAT, egress-only and transit gateways, peering, gateway endpoints and "
        "those of firewalls"
    )
    raise BadTraffic(message)


def _read_endpoint(interface: TrafficInterface, target: str) -> ChosenRoute:
    endpoint = interface.backend.vpc_end_points.get(target)
    if endpoint is None:
        return ChosenRoute("none")
    is_firewall = endpoint.vpc_endpoint_type == "GatewayLoadBalancer"
    return ChosenRoute("firewall" if is_firewall else "endpoint", target)


def _read_peering(interface: TrafficInterface, peering: Any) -> ChosenRoute:
    if peering.status["Code"] != "active":
        return ChosenRoute("none")
    both = (peering.vpc, peering.peer_vpc)
    other = next((vpc for vpc in both if vpc.id != interface.vpc_id), peering.peer_vpc)
    return ChosenRoute("peering", peering.id, other.id)
