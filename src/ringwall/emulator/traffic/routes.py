"""Where a subnet's route table sends packets.

https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any, Literal

from ringwall.emulator.traffic.filters import find_prefixes
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.script import BadTraffic

RouteKind = Literal["none", "local", "internet", "egress_only", "nat", "peering", "endpoint"]


@dataclass(frozen=True)
class ChosenRoute:
    """The route that a packet takes; `none` where there is none, or where it leads nowhere."""

    kind: RouteKind
    target: str = ""
    """The id of the gateway or the peering connection."""
    vpc_id: str = ""
    """The VPC that it leads to, where it is one of AWS."""


def find_route(interface: TrafficInterface, destination: str) -> ChosenRoute:
    """Return where packets from an interface's subnet go: by the longest prefix that matches.

    BadTraffic where the route's target is one whose traffic is not modelled.
    """
    table = _find_table(interface)
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
    here = interface.vpc_id
    if route.local:
        return ChosenRoute("local", vpc_id=here)
    if route.nat_gateway:
        is_there = route.nat_gateway.state == "available"
        return ChosenRoute("nat", route.nat_gateway.id) if is_there else ChosenRoute("none")
    if route.egress_only_igw:
        return ChosenRoute("egress_only", route.egress_only_igw.id)
    if route.vpc_pcx:
        return _read_peering(interface, route.vpc_pcx)
    target = route.gateway_id or ""
    if target.startswith("vpce-"):
        return ChosenRoute("endpoint", target)
    if target.startswith("igw-"):
        attached = route.gateway.vpc is not None and route.gateway.vpc.id == here
        return ChosenRoute("internet", target) if attached else ChosenRoute("none")
    others = (route.transit_gateway_id, route.network_interface_id, route.carrier_gateway_id)
    named = next((each for each in (*others, route.instance_id, target) if each), "")
    message = (
        f"the route of {interface.subnet_id} leads to {named or 'a target'}, which traffic does "
        "not know: it models internet, NAT and egress-only gateways, peering and gateway endpoints"
    )
    raise BadTraffic(message)


def _read_peering(interface: TrafficInterface, peering: Any) -> ChosenRoute:
    if peering.status["Code"] != "active":
        return ChosenRoute("none")
    both = (peering.vpc, peering.peer_vpc)
    other = next((vpc for vpc in both if vpc.id != interface.vpc_id), peering.peer_vpc)
    return ChosenRoute("peering", peering.id, other.id)
