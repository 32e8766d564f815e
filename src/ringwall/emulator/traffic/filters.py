"""What security groups and network ACLs let through.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from ipaddress import ip_address, ip_network
from typing import Any

from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.script import ICMP, NUMBERS

EVERY = "-1"
WHOLE = -1
"""A port, or a type of ICMP, that stands for all."""


@dataclass(frozen=True)
class PacketFlow:
    """Packets of one direction: addresses, ports, and the type and code of ICMP."""

    protocol: int
    source: str
    destination: str
    source_port: int = 0
    destination_port: int = 0
    icmp_type: int = 0
    icmp_code: int = 0

    def turn(self) -> "PacketFlow":
        """Return the packets of the answer: of an echo request, the echo reply."""
        replies = {8: 0, 128: 129}
        return replace(
            self,
            source=self.destination,
            destination=self.source,
            source_port=self.destination_port,
            destination_port=self.source_port,
            icmp_type=replies.get(self.icmp_type, self.icmp_type),
        )


def groups_allow(
    interface: TrafficInterface,
    flow: PacketFlow,
    *,
    is_egress: bool,
    peer: TrafficInterface | None,
) -> bool:
    """Return whether a group of an interface lets a new flow through.

    `peer` is the interface at the other end, where it is reached by its private address: rules
    that name a group mean the private addresses of the group's interfaces.
    """
    return any(
        _rule_allows(interface, rule, flow, is_egress=is_egress, peer=peer)
        for group_id in interface.groups
        for rule in _rules(interface, group_id, is_egress=is_egress)
    )


def _rules(interface: TrafficInterface, group_id: str, *, is_egress: bool) -> Iterable[Any]:
    group = interface.backend.get_security_group_from_id(group_id)
    if group is None:
        return ()
    rules: Iterable[Any] = group.egress_rules if is_egress else group.ingress_rules
    return rules


def _rule_allows(
    interface: TrafficInterface,
    rule: Any,
    flow: PacketFlow,
    *,
    is_egress: bool,
    peer: TrafficInterface | None,
) -> bool:
    if not _protocol_matches(str(rule.ip_protocol), flow.protocol):
        return False
    if str(rule.ip_protocol) != EVERY and not _group_ports_match(rule, flow):
        return False
    address = flow.destination if is_egress else flow.source
    if rule.source_group:
        return peer is not None and rule.source_group.get("GroupId") in peer.groups
    if rule.prefix_list_id:
        return any(
            _contains(block, address) for block in find_prefixes(interface, rule.prefix_list_id)
        )
    return _contains(rule.cidr_ipv4 or rule.cidr_ipv6, address)


def find_prefixes(interface: TrafficInterface, prefix_list: str) -> list[str]:
    """Return the CIDR blocks of a prefix list, in the version that it has now."""
    found = interface.backend.managed_prefix_lists.get(prefix_list)
    versions = found.entries if found is not None else {}
    # Lists of AWS have entries but no version.
    newest = found.version or max(versions, default=None) if found is not None else None
    entries = versions.get(newest)
    return [str(entry.get("Cidr")) for entry in entries or ()]


def acl_allows(interface: TrafficInterface, flow: PacketFlow, *, is_egress: bool) -> bool:
    """Return whether the network ACL of an interface's subnet lets packets out of it, or in.

    The first rule that matches decides, by number; the last, which AWS adds, denies.
    """
    acls = interface.backend.network_acls.values()
    own = (a for a in acls if any(x.subnet_id == interface.subnet_id for x in a.associations))
    fallback = (a for a in acls if a.default and a.vpc_id == interface.vpc_id)
    acl = next(own, None) or next(fallback, None)
    if acl is None:
        return False
    address = flow.destination if is_egress else flow.source
    for entry in sorted(acl.entries, key=lambda entry: int(entry.rule_number)):
        if _is_egress(entry) == is_egress and _entry_matches(entry, flow, address):
            return str(entry.rule_action).lower() == "allow"
    return False


def _is_egress(entry: Any) -> bool:
    return str(entry.egress).lower() == "true"


def _entry_matches(entry: Any, flow: PacketFlow, address: str) -> bool:
    if not _contains(entry.cidr_block or entry.ipv6_cidr_block, address):
        return False
    if not _protocol_matches(str(entry.protocol), flow.protocol):
        return False
    if str(entry.protocol) == EVERY:
        return True
    if flow.protocol in ICMP:
        kind = WHOLE if entry.icmp_type is None else int(entry.icmp_type)
        code = WHOLE if entry.icmp_code is None else int(entry.icmp_code)
        return kind in (WHOLE, flow.icmp_type) and code in (WHOLE, flow.icmp_code)
    return _between(entry.port_range_from, flow.destination_port, entry.port_range_to)


def _protocol_matches(rule: str, protocol: int) -> bool:
    names: dict[str, int] = {str(name): number for name, number in NUMBERS.items()}
    return rule == EVERY or names.get(rule, int(rule) if rule.isdigit() else WHOLE) == protocol


def _group_ports_match(rule: Any, flow: PacketFlow) -> bool:
    """Return whether a rule's ports match; with ICMP they are type and code."""
    if flow.protocol in ICMP:
        kind, code = rule.from_port, rule.to_port
        return kind in (None, WHOLE, flow.icmp_type) and code in (None, WHOLE, flow.icmp_code)
    return _between(rule.from_port, flow.destination_port, rule.to_port)


def _between(first: Any, port: int, last: Any) -> bool:
    return first in (None, WHOLE) or int(first) <= port <= int(last)


def _contains(block: str | None, address: str) -> bool:
    if not block:
        return False
    network, found = ip_network(block, strict=False), ip_address(address)
    return network.version == found.version and found in network
