"""Protocols and ports, as EC2 writes them in rules."""

import re
from typing import Any

from ringwall.model.table import Row

PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
"""Numbers that EC2 accepts where it also has a name for the protocol."""
NUMBERS = {name: number for number, name in PROTOCOLS.items()}
ALL_PORTS = (0, 65535)


def read_protocol(written: Any) -> str:
    """Return a rule's protocol: its name where EC2 has one, else its number; -1 for all.

    ValueError for what is neither.
    """
    if not isinstance(written, str | int) or not re.fullmatch(r"-1|\w+", str(written)):
        raise ValueError(f"not a protocol: {written!r:.40}")
    return PROTOCOLS.get(str(written), str(written))


def read_ports(protocol: str, from_port: int | None, to_port: int | None) -> tuple[int, int]:
    """Return a rule's ports: EC2 names none, or -1, where it means all of them."""
    is_icmp = protocol in {"icmp", "icmpv6"}
    if protocol == "-1" or from_port is None or to_port is None:
        return ALL_PORTS
    return ALL_PORTS if from_port == -1 and not is_icmp else (from_port, to_port)


def write_entry(names: Row) -> Row:
    """Return the parameters of an entry of a network ACL as EC2's writes have them."""
    protocol = str(names["protocol"])
    parameters: Row = {
        "NetworkAclId": names["network_acl_id"],
        "RuleNumber": names["rule_number"],
        "Egress": names["is_egress"],
        "RuleAction": names["rule_action"],
        "Protocol": NUMBERS.get(protocol, protocol),
        "CidrBlock": names["cidr_block"],
    }
    if protocol in {"tcp", "udp"}:
        ports = {"From": names["from_port"], "To": names["to_port"]}
        parameters["PortRange"] = ports
    return parameters
