"""One way of packets through a network: from hop to hop, until they arrive or are dropped.

https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
"""

import hashlib
from dataclasses import dataclass, field, replace

from ringwall.emulator.traffic.filters import PacketFlow, acl_allows, groups_allow
from ringwall.emulator.traffic.firewall import FirewallDecision, FirewallRules, read_firewall
from ringwall.emulator.traffic.interfaces import TrafficInterface, TrafficNetwork
from ringwall.emulator.traffic.public_access import BOTH, find_mode, is_blocked
from ringwall.emulator.traffic.routes import ChosenRoute, find_edge_route, find_route, is_attached
from ringwall.emulator.traffic.script import ICMP, ScriptedConnection
from ringwall.emulator.traffic.transit import find_entry, find_exit

NAT_PORTS = (1024, 65535)
MOST_STEPS = 64
"""How many interfaces packets pass at most: those that go in circles end."""
THROUGH_VPC, INTERNET, PEERING, FAR_PEERING = "1", "2", "4", "5"
NITRO_ENDPOINT, NITRO_INTERNET = "7", "8"
BLOCKED = "BPA"
"""Why VPC Block Public Access rejects packets, as a flow log says it."""


@dataclass(frozen=True)
class PacketHop:
    """Packets of one direction at one interface, before it is known whether they pass."""

    interface: TrafficInterface
    flow: PacketFlow
    """The addresses as a flow log has them: the interface's own one on its side."""
    packet_source: str
    packet_destination: str
    """The addresses in the packets."""
    crosses: bool = True
    """Whether the packets leave or enter the subnet, where the network ACL is."""
    peer: TrafficInterface | None = None
    """The interface at the other end, where nothing but the VPC's router is between them."""
    traffic_path: str = ""
    is_egress: bool = False
    is_reply: bool = False


@dataclass(frozen=True)
class Sighting:
    """Packets of one direction as an interface saw them: accepted or rejected."""

    hop: PacketHop
    is_accepted: bool
    reason: str = ""
    """What rejects them where it is neither a group nor a network ACL."""
    is_past_cut: bool = False
    """Whether a firewall lets nothing come here but what opens the connection."""


@dataclass(frozen=True)
class Arrival:
    """Where packets came to."""

    flow: PacketFlow
    interface: TrafficInterface | None = None
    """None where that is outside."""
    left_by: TrafficInterface | None = None
    """Of packets to the outside: the interface whose public address they have."""
    is_service: bool = False
    """Whether they left by a gateway endpoint, which knows private addresses."""


@dataclass
class ConnectionWalk:
    """Lets packets of a connection go, and remembers what answers need."""

    network: TrafficNetwork
    connection: ScriptedConnection
    sightings: list[Sighting] = field(default_factory=list)
    is_reply: bool = False
    rejected_by: TrafficInterface | None = None
    """The firewall's endpoint that answers in place of the destination."""
    _cuts: list[int] = field(default_factory=list)
    """How many sightings there were where a firewall lets no more pass than a handshake."""
    _translations: dict[tuple[str, PacketFlow], PacketFlow] = field(default_factory=dict)
    """By NAT gateway, and by the answer as it comes there: the answer as it goes on."""
    _decisions: dict[str, FirewallDecision] = field(default_factory=dict)
    """By the endpoint of a firewall: what it decided when the connection began."""
    _one_way: dict[str, int] = field(default_factory=dict)
    """By the endpoints that have seen no answer: how many sightings there were."""
    _rules: dict[str, FirewallRules] = field(default_factory=dict)

    def send(self, sender: TrafficInterface, flow: PacketFlow) -> Arrival | None:
        """Return where packets come to that an interface sends; None where they are dropped."""
        step: tuple[TrafficInterface, PacketFlow] | Arrival | None = (sender, flow)
        for _ in range(MOST_STEPS):
            if step is None or isinstance(step, Arrival):
                return step
            step = self._leave(*step)
        return None

    def come_in(self, target: TrafficInterface, flow: PacketFlow) -> Arrival | None:
        """Return where packets of the internet come to that are for an interface's address."""
        if not self.is_reply and not is_attached(target):
            return None
        own = replace(flow, destination=target.own(flow.destination))
        route = find_edge_route(target, own.destination)
        first = self.network.by_endpoint.get(route.target) if route.kind == "firewall" else target
        if first is None:
            return None
        reason = self._block(target, is_egress=False)
        return self._go_on(self._enter(first, own, None, crosses=True, reason=reason))

    def answer_service(self, arrival: Arrival) -> Arrival | None:
        """Return where the answer of a service comes to that a gateway endpoint leads to."""
        if arrival.left_by is None:
            return None
        return self._go_on(self._enter(arrival.left_by, arrival.flow.turn(), None, crosses=True))

    def _go_on(self, step: tuple[TrafficInterface, PacketFlow] | Arrival | None) -> Arrival | None:
        return step if step is None or isinstance(step, Arrival) else self.send(*step)

    def _leave(
        self, sender: TrafficInterface, flow: PacketFlow
    ) -> tuple[TrafficInterface, PacketFlow] | Arrival | None:
        route = find_route(sender, flow.destination)
        following = self._find_next(sender, flow, route)
        is_direct = following is not None and route.kind in {"local", "peering"}
        out = PacketHop(
            sender,
            flow
            if flow.source in sender.addresses
            else replace(flow, source=sender.own(flow.source)),
            flow.source,
            flow.destination,
            crosses=following is None or following.subnet_id != sender.subnet_id,
            peer=following if is_direct else None,
            traffic_path=_name_path(sender, route, following),
            is_egress=True,
            is_reply=self.is_reply,
        )
        if following is not None:
            if not self._see(out):
                return None
            peer = sender if is_direct and flow.source in sender.addresses else None
            return self._enter(following, flow, peer, crosses=out.crosses)
        return self._leave_vpc(out, flow, route)

    def _find_next(
        self, sender: TrafficInterface, flow: PacketFlow, route: ChosenRoute
    ) -> TrafficInterface | None:
        """Return the interface that packets come to, where they stay in AWS's network."""
        match route.kind:
            case "local" | "peering":
                return self.network.by_private.get((route.vpc_id, flow.destination))
            case "nat":
                gateway = sender.backend.nat_gateways[route.target]
                return self.network.by_id[gateway._eni.id]  # noqa: SLF001
            case "firewall":
                return self.network.by_endpoint.get(route.target)
            case "transit":
                return find_entry(self.network, sender, route.target)
            case _:
                return None

    def _leave_vpc(self, out: PacketHop, flow: PacketFlow, route: ChosenRoute) -> Arrival | None:
        """Return where packets come to that leave by a gateway: the internet may lead back."""
        sender = out.interface
        if route.kind == "endpoint":
            return Arrival(flow, left_by=sender, is_service=True) if self._see(out) else None
        if route.kind not in {"internet", "egress_only"}:
            self._see(out)
            return None
        is_egress_only = route.kind == "egress_only"
        owner = self.network.by_private.get((sender.vpc_id, flow.source))
        is_new_family = ":" in flow.source
        reason = self._block(owner or sender, is_egress=True, is_egress_only=is_egress_only)
        if not self._see(out, reason) or owner is None or (is_egress_only and not is_new_family):
            return None
        outside = flow.source if is_new_family else owner.public
        if not outside:
            return None  # there is no public address to leave with
        shown = replace(flow, source=outside)
        arriving = self.network.by_public.get(flow.destination)
        return Arrival(shown, left_by=owner) if arriving is None else self.come_in(arriving, shown)

    def _block(
        self, owner: TrafficInterface, *, is_egress: bool, is_egress_only: bool = False
    ) -> str:
        blocked = is_blocked(
            self.network.state,
            owner,
            starts_inside=is_egress != self.is_reply,
            is_egress_only=is_egress_only,
        )
        return BLOCKED if blocked else ""

    def _enter(
        self,
        interface: TrafficInterface,
        flow: PacketFlow,
        peer: TrafficInterface | None,
        *,
        crosses: bool,
        reason: str = "",
    ) -> tuple[TrafficInterface, PacketFlow] | Arrival | None:
        seen = replace(flow, destination=interface.own(flow.destination))
        hop = PacketHop(
            interface, seen, flow.source, flow.destination,
            crosses=crosses, peer=peer, is_reply=self.is_reply,
        )  # fmt: skip
        if not self._see(hop, reason):
            return None
        if interface.nat_gateway_id:
            return self._translate(interface, flow)
        if not interface.passes_on:
            return Arrival(flow, interface)
        if flow.destination in interface.addresses:
            return None
        if interface.endpoint_id:
            return self._inspect(interface, flow)
        leaving = find_exit(self.network, interface, flow)
        return None if leaving is None else (leaving, flow)

    def _see(self, hop: PacketHop, reason: str = "") -> bool:
        """Take down what an interface sees, and return whether the packets pass.

        Security groups know what belongs to a connection that they let through; network ACLs do
        not. Interfaces of gateways and of firewalls have no security group.
        """
        crosses = hop.crosses and not hop.interface.is_regional
        passes = not crosses or acl_allows(hop.interface, hop.flow, is_egress=hop.is_egress)
        if not self.is_reply and not hop.interface.passes_on:
            passes = passes and groups_allow(
                hop.interface, hop.flow, is_egress=hop.is_egress, peer=hop.peer
            )
        self.sightings.append(Sighting(hop, passes and not reason, reason if passes else ""))
        return passes and not reason

    def _translate(
        self, gateway: TrafficInterface, flow: PacketFlow
    ) -> tuple[TrafficInterface, PacketFlow] | None:
        """Return packets as a NAT gateway sends them on: from its own address, by its own port.

        What comes to that address is dropped, unless it answers what was sent from there.
        """
        if flow.destination in gateway.addresses or self.is_reply:
            answer = self._translations.get((gateway.id, flow))
            return None if answer is None else (gateway, answer)
        port = 0 if flow.protocol in ICMP else pick_port(NAT_PORTS, gateway.id, flow)
        sent = replace(flow, source=gateway.own(flow.destination), source_port=port)
        self._translations[gateway.id, sent.turn()] = flow.turn()
        return gateway, sent

    def _inspect(
        self, endpoint: TrafficInterface, flow: PacketFlow
    ) -> tuple[TrafficInterface, PacketFlow] | Arrival | None:
        """Return packets where a firewall lets them on."""
        name = endpoint.endpoint_id
        if name not in self._rules:
            self._rules[name] = read_firewall(self.network.state, self.network.firewalls[name])
        rules = self._rules[name]
        if find_mode(self.network.state, endpoint) == BOTH:
            return None  # "even if the subnet containing firewall endpoints is excluded"
        if not self.is_reply:
            decision = self._decisions[name] = rules.begin(flow, self.connection)
            if decision != "unseen" and rules.needs_whole_streams:
                self._one_way[name] = len(self.sightings)
        elif name in self._decisions:
            decision = rules.answer(flow, self._decisions[name])
            self._one_way.pop(name, None)
        else:
            decision = rules.takes_up(flow)
        if decision == "reject":
            self.rejected_by = endpoint
            return Arrival(flow, endpoint)
        if decision == "cut" and not self.is_reply:
            self._cuts.append(len(self.sightings))
        return None if decision == "drop" else (endpoint, flow)

    def find_cut(self) -> int | None:
        """Return how many sightings there were before a firewall that lets through no contents.

        It drops what a connection of TCP carries whose answer came past it. None: there is none.
        """
        is_tcp = self.connection.protocol == "tcp"
        return min([*self._cuts, *(self._one_way.values() if is_tcp else ())], default=None)


def _name_path(
    interface: TrafficInterface, route: ChosenRoute, peer: TrafficInterface | None
) -> str:
    """Return the number by which a flow log calls the way that packets leave by; '' for none."""
    match route.kind:
        case "local" | "nat" | "transit" | "firewall":
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


def pick_port(ports: tuple[int, int], *of: object) -> int:
    """Return a port that follows from what it is for: equal scripts have equal logs."""
    digest = hashlib.sha256(repr(of).encode()).digest()
    first, last = ports
    return first + int.from_bytes(digest[:4], "big") % (last - first + 1)
