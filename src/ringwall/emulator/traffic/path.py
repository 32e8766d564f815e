"""The way of a connection through interfaces, gateways and filters, and what each interface sees.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from typing import Literal

from ringwall.emulator.traffic.filters import PacketFlow, acl_allows, groups_allow
from ringwall.emulator.traffic.interfaces import TrafficInterface, TrafficNetwork
from ringwall.emulator.traffic.routes import ChosenRoute, find_route, is_attached
from ringwall.emulator.traffic.script import ICMP, NUMBERS, BadTraffic, ScriptedConnection

EPHEMERAL = (32768, 60999)
"""Ports that Linux takes for itself."""
NAT_PORTS = (1024, 65535)
ECHO = {1: 8, 58: 128}
MAX_GATEWAYS = 2
"""How many NAT gateways a packet may pass: a private one, then a public one."""
THROUGH_VPC, INTERNET, PEERING, FAR_PEERING = "1", "2", "4", "5"
NITRO_ENDPOINT, NITRO_INTERNET = "7", "8"
UNLOGGED = tuple(ip_network(block) for block in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"))
"""Instance metadata, the time service, the resolver: flow logs have nothing of them.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
"""


@dataclass(frozen=True)
class PacketHop:
    """Packets of one direction at one interface, before it is known whether they pass."""

    interface: TrafficInterface
    flow: PacketFlow
    packet_source: str
    packet_destination: str
    """The addresses in the packets, where the flow has those of the interface."""
    crosses: bool = True
    """Whether the packets leave or enter the subnet, where the network ACL is."""
    peer: TrafficInterface | None = None
    traffic_path: str = ""
    is_egress: bool = False
    is_reply: bool = False


@dataclass(frozen=True)
class Sighting:
    """Packets of one direction as an interface saw them: accepted or rejected."""

    hop: PacketHop
    is_accepted: bool


@dataclass(frozen=True)
class ConnectionCourse:
    """What became of a connection."""

    sightings: tuple[Sighting, ...]
    outcome: Literal["open", "closed", "unanswered", "lost"]
    """`unanswered`: the first packet did not get through, or nobody answered; `lost`: the answer
    did not get back."""


def trace(network: TrafficNetwork, connection: ScriptedConnection) -> ConnectionCourse:
    """Return the course of a connection; BadTraffic where neither side is an interface."""
    hops, arrives = _find_hops(network, connection)
    seen: list[Sighting] = []
    for hop in hops:
        if not _see(seen, hop, is_new=True):
            return ConnectionCourse(tuple(seen), "unanswered")
    if not arrives or connection.answer == "silent":
        return ConnectionCourse(tuple(seen), "unanswered")
    for reply in _find_replies(hops):
        if not _see(seen, reply, is_new=False) or not _finds_back(reply):
            return ConnectionCourse(tuple(seen), "lost")
    return ConnectionCourse(tuple(seen), connection.answer)


def _see(seen: list[Sighting], hop: PacketHop, *, is_new: bool) -> bool:
    """Take down what an interface sees, and return whether the packets pass.

    Security groups know what belongs to a connection that they let through; network ACLs do not.
    A NAT gateway has no security group.
    """
    passes = not hop.crosses or acl_allows(hop.interface, hop.flow, is_egress=hop.is_egress)
    if is_new and not hop.interface.nat_gateway_id:
        passes = passes and groups_allow(
            hop.interface, hop.flow, is_egress=hop.is_egress, peer=hop.peer
        )
    seen.append(Sighting(hop, passes))
    return passes


def _find_replies(hops: list[PacketHop]) -> Iterator[PacketHop]:
    """Yield the hops of the answer: the same, the other way round."""
    for hop in reversed(hops):
        flow = hop.flow.turn()
        yield replace(
            hop,
            is_egress=not hop.is_egress,
            flow=flow,
            packet_source=hop.packet_destination,
            packet_destination=hop.packet_source,
            traffic_path="" if hop.is_egress else _path_back(hop),
            is_reply=True,
        )


def _path_back(hop: PacketHop) -> str:
    """Return by which way an interface answers."""
    route = find_route(hop.interface, hop.packet_source)
    return _name_path(hop.interface, route, hop.peer)


def _finds_back(reply: PacketHop) -> bool:
    """Return whether the routes of the one who answers lead to where the packets came from."""
    if not reply.is_egress:
        return True
    route = find_route(reply.interface, reply.packet_destination)
    if reply.peer is None:
        return route.kind == "internet" or (
            route.kind == "egress_only" and ":" in reply.packet_destination
        )
    return route.kind in {"local", "peering"} and route.vpc_id == reply.peer.vpc_id


def _find_hops(
    network: TrafficNetwork, connection: ScriptedConnection
) -> tuple[list[PacketHop], bool]:
    """Return the hops of the first packets, and whether they arrive where something answers."""
    source = network.find(connection.source)
    target = network.find(connection.destination)
    if source is None:
        sender = network.by_public.get(connection.source)
        if sender is None:
            return _come_in(network, connection, connection.source, target)
        source = sender
    destination = _choose_address(network, source, target, connection.destination)
    if _is_unlogged(source, destination):
        return [], True
    flow = _make_flow(connection, source.own(destination), destination)
    if not flow.source:
        raise BadTraffic(f"{source.id} has no address of the family of {destination}")
    return _go_out(network, source, flow, gateways=0)


def _go_out(
    network: TrafficNetwork,
    source: TrafficInterface,
    flow: PacketFlow,
    *,
    gateways: int,
) -> tuple[list[PacketHop], bool]:
    route = find_route(source, flow.destination)
    peer = network.by_private.get((route.vpc_id, flow.destination)) if route.vpc_id else None
    out = PacketHop(
        source, flow, flow.source, flow.destination,
        crosses=peer is None or peer.subnet_id != source.subnet_id,
        peer=peer,
        traffic_path=_name_path(source, route, peer),
        is_egress=True,
    )  # fmt: skip
    if peer is not None:
        return [out, _arrive(peer, flow, peer=source, crosses=out.crosses)], True
    match route.kind:
        case "endpoint":
            return [out], True
        case "nat" if gateways < MAX_GATEWAYS:
            gateway = _find_gateway(source, network, route)
            rest, arrives = _go_out(
                network, gateway, _translate(gateway, flow), gateways=gateways + 1
            )
            return [out, *_pass_gateway(source, gateway, flow), *rest], arrives
        case "internet" | "egress_only":
            return _leave(network, out, route)
        case _:
            return [out], False


def _leave(
    network: TrafficNetwork, out: PacketHop, route: ChosenRoute
) -> tuple[list[PacketHop], bool]:
    """Return the hops of packets that go to the internet, which may come back to AWS."""
    is_new_family = ":" in out.flow.source
    outside = out.flow.source if is_new_family else out.interface.public
    if not outside or (route.kind == "egress_only" and not is_new_family):
        return [out], False  # there is no public address to leave with
    arriving = network.by_public.get(out.flow.destination)
    if arriving is None:
        return [out], True
    if not is_attached(arriving):
        return [out], False
    own = arriving.own(out.flow.destination)
    shown = replace(out.flow, source=outside, destination=own)
    return [out, _arrive(arriving, shown, None)], True


def _come_in(
    network: TrafficNetwork,
    connection: ScriptedConnection,
    outside: str,
    target: TrafficInterface | None,
) -> tuple[list[PacketHop], bool]:
    """Return the hops of packets from outside: they reach public addresses alone."""
    found = target or network.by_public.get(connection.destination)
    if found is None:
        message = f"neither {connection.source} nor {connection.destination} is an interface's"
        raise BadTraffic(message)
    public = found.own(outside) if ":" in outside else found.public
    if not public:
        raise BadTraffic(f"{found.id} has no public address that {outside} could reach")
    if not is_attached(found):
        return [], False
    flow = _make_flow(connection, outside, found.own(outside))
    return [_arrive(found, flow, None)], True


def _arrive(
    interface: TrafficInterface,
    flow: PacketFlow,
    peer: TrafficInterface | None,
    *,
    crosses: bool = True,
) -> PacketHop:
    """Return the hop at the receiver, where the flow has the interface's primary address."""
    seen = replace(flow, destination=interface.own(flow.destination))
    return PacketHop(interface, seen, flow.source, flow.destination, crosses=crosses, peer=peer)


def _find_gateway(
    source: TrafficInterface, network: TrafficNetwork, route: ChosenRoute
) -> TrafficInterface:
    gateway = source.backend.nat_gateways[route.target]
    return network.by_id[gateway._eni.id]  # noqa: SLF001


def _translate(gateway: TrafficInterface, flow: PacketFlow) -> PacketFlow:
    """Return a flow as a NAT gateway sends it on: from its own address, by a port of its own."""
    port = 0 if flow.protocol in ICMP else _pick(NAT_PORTS, gateway.id, flow)
    return replace(flow, source=gateway.own(flow.destination), source_port=port)


def _pass_gateway(
    source: TrafficInterface, gateway: TrafficInterface, flow: PacketFlow
) -> Iterator[PacketHop]:
    seen = replace(flow, destination=gateway.own(flow.destination))
    yield PacketHop(
        gateway, seen, flow.source, flow.destination,
        crosses=gateway.subnet_id != source.subnet_id,
        peer=source,
    )  # fmt: skip


def _name_path(
    interface: TrafficInterface, route: ChosenRoute, peer: TrafficInterface | None
) -> str:
    """Return the number by which a flow log calls the way that packets leave by; '' for none."""
    match route.kind:
        case "local" | "nat":
            return THROUGH_VPC
        case "internet" | "egress_only":
            return NITRO_INTERNET if interface.is_nitro else INTERNET
        case "endpoint":
            return NITRO_ENDPOINT if interface.is_nitro else INTERNET
        case "peering":
            is_near = peer is None or peer.region == interface.region
            return PEERING if is_near else FAR_PEERING
        case _:
            return ""


def _choose_address(
    network: TrafficNetwork,
    source: TrafficInterface,
    target: TrafficInterface | None,
    named: str,
) -> str:
    """Return the address that the source sends to: inside of a VPC the private one.

    The name of an instance means its private address also over a peering connection.
    """
    if target is None:
        near = network.by_public.get(named)
        is_own = near is not None and near.vpc_id == source.vpc_id and ":" not in named
        return near.addresses[0] if is_own and near is not None else named
    first = target.addresses[0]
    reached = find_route(source, first)
    if reached.vpc_id == target.vpc_id or not target.public:
        return first
    return target.public


def _is_unlogged(source: TrafficInterface, destination: str) -> bool:
    address = ip_address(destination)
    if any(address.version == block.version and address in block for block in UNLOGGED):
        return True
    vpc = source.backend.vpcs[source.vpc_id]
    return str(ip_network(vpc.cidr_block).network_address + 2) == destination


def _make_flow(connection: ScriptedConnection, source: str, destination: str) -> PacketFlow:
    number = NUMBERS[connection.protocol]
    flow = PacketFlow(number, source, destination)
    if number in ICMP:
        return replace(flow, icmp_type=connection.port or ECHO[number])
    port = connection.source_port or _pick(EPHEMERAL, str(connection.start), flow, connection.port)
    return replace(flow, source_port=port, destination_port=connection.port)


def _pick(ports: tuple[int, int], *of: object) -> int:
    """Return a port that follows from what it is for: equal scripts have equal logs."""
    digest = hashlib.sha256(repr(of).encode()).digest()
    first, last = ports
    return first + int.from_bytes(digest[:4], "big") % (last - first + 1)
