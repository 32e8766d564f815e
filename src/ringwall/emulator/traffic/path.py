"""The way of a connection through interfaces, gateways and filters, and what each interface sees.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
"""

from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from typing import Literal

from ringwall.emulator.traffic.filters import PacketFlow
from ringwall.emulator.traffic.interfaces import TrafficInterface, TrafficNetwork
from ringwall.emulator.traffic.routes import find_route
from ringwall.emulator.traffic.script import ICMP, NUMBERS, BadTraffic, ScriptedConnection
from ringwall.emulator.traffic.walk import Arrival, ConnectionWalk, Sighting, pick_port

EPHEMERAL = (32768, 60999)
"""Ports that Linux takes for itself."""
ECHO = {1: 8, 58: 128}
UNLOGGED = tuple(ip_network(block) for block in ("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"))
"""Instance metadata, the time service, the resolver: flow logs have nothing of them.

https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
"""


@dataclass(frozen=True)
class ConnectionCourse:
    """What became of a connection."""

    sightings: tuple[Sighting, ...]
    outcome: Literal["open", "closed", "unanswered", "lost", "cut"]
    """`unanswered`: the first packet did not get through, or nobody answered; `lost`: the answer
    did not get back; `cut`: it was made, and a firewall drops what it carries."""


def trace(network: TrafficNetwork, connection: ScriptedConnection) -> ConnectionCourse:
    """Return the course of a connection; BadTraffic where neither side is an interface."""
    walk = ConnectionWalk(network, connection)
    sender = network.find(connection.source) or network.by_public.get(connection.source)
    if sender is None:
        flow, first = _come_in(walk, network, connection)
    else:
        target = network.find(connection.destination)
        destination = _choose_address(network, sender, target, connection.destination)
        if _is_unlogged(sender, destination):
            return ConnectionCourse((), _answer(connection))
        flow = _make_flow(connection, sender.own(destination), destination)
        if not flow.source:
            raise BadTraffic(f"{sender.id} has no address of the family of {destination}")
        first = walk.send(sender, flow)
    if first is None or (connection.answer == "silent" and walk.rejected_by is None):
        return ConnectionCourse(tuple(walk.sightings), "unanswered")
    walk.is_reply = True
    if not _comes_back(_answer_from(walk, first), flow, sender):
        return ConnectionCourse(tuple(walk.sightings), "lost")
    if walk.rejected_by is not None:
        return ConnectionCourse(tuple(walk.sightings), "closed")
    cut = walk.find_cut()
    if cut is None or connection.answer != "open":
        return ConnectionCourse(tuple(walk.sightings), _answer(connection))
    before, after = walk.sightings[:cut], walk.sightings[cut:]
    return ConnectionCourse((*before, *(replace(s, is_past_cut=True) for s in after)), "cut")


def _answer(connection: ScriptedConnection) -> Literal["open", "closed", "unanswered"]:
    return "unanswered" if connection.answer == "silent" else connection.answer


def _answer_from(walk: ConnectionWalk, first: Arrival) -> Arrival | None:
    """Return where the answer comes to that is sent from where the first packets came to."""
    if first.interface is not None:
        return walk.send(first.interface, first.flow.turn())
    if first.is_service:
        return walk.answer_service(first)
    return walk.come_in(first.left_by, first.flow.turn()) if first.left_by else None


def _comes_back(last: Arrival | None, flow: PacketFlow, sender: TrafficInterface | None) -> bool:
    """Whether the answer is one to what was sent, and comes to who has sent it."""
    return last is not None and last.interface == sender and last.flow == flow.turn()


def _come_in(
    walk: ConnectionWalk, network: TrafficNetwork, connection: ScriptedConnection
) -> tuple[PacketFlow, Arrival | None]:
    """Let packets come from outside: they reach public addresses alone."""
    outside = connection.source
    found = network.find(connection.destination) or network.by_public.get(connection.destination)
    if found is None:
        message = f"neither {outside} nor {connection.destination} is an interface's"
        raise BadTraffic(message)
    public = found.own(outside) if ":" in outside else found.public
    if not public:
        raise BadTraffic(f"{found.id} has no public address that {outside} could reach")
    flow = _make_flow(connection, outside, public)
    return flow, walk.come_in(found, flow)


def _choose_address(
    network: TrafficNetwork,
    source: TrafficInterface,
    target: TrafficInterface | None,
    named: str,
) -> str:
    """Return the address that the source sends to: inside of a VPC the private one.

    The name of an instance means its private address also over a peering connection, a transit
    gateway or a firewall.
    """
    if target is None:
        near = network.by_public.get(named)
        is_own = near is not None and near.vpc_id == source.vpc_id and ":" not in named
        return near.addresses[0] if is_own and near is not None else named
    first = target.addresses[0]
    reached = find_route(source, first)
    is_inside = reached.vpc_id == target.vpc_id or reached.kind in {"transit", "firewall"}
    return first if is_inside or not target.public else target.public


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
    port = connection.source_port or pick_port(
        EPHEMERAL, str(connection.start), flow, connection.port
    )
    return replace(flow, source_port=port, destination_port=connection.port)
