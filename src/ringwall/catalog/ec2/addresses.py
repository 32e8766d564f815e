"""CIDR blocks: where they begin and end, and which of them are the internet."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network

WIDEST = {4: 8, 6: 12}
"""The shortest prefix that one network on the internet has; anything wider is the world.

A rule for 0.0.0.0/1 beside one for 128.0.0.0/1 opens what 0.0.0.0/0 opens, and so do quarters.
The registries assign at most a /8 of IPv4 and a /12 of IPv6.
"""
ELSEWHERE: Mapping[int, IPv4Network | IPv6Network] = {
    4: IPv4Network("224.0.0.0/3"),
    6: IPv6Network("fc00::/6"),
}
"""Multicast, reserved, local: wide blocks that are not the internet."""


def parse_cidr(cidr: str) -> IPv4Network | IPv6Network:
    """Return the network of a CIDR block; ValueError where it is none."""
    return ip_network(cidr, strict=False)


def is_world(cidr: str) -> bool:
    """Whether a CIDR block is the internet, or more of it than one network can be."""
    network = parse_cidr(cidr)
    if network.prefixlen >= WIDEST[network.version]:
        return False
    local = ELSEWHERE[network.version]
    # A wide block is elsewhere only if it lies within: ::/0 holds fc00::/6 and more.
    is_local = network[0] in local and network[-1] in local
    return not is_local


def address_range(cidr: str) -> tuple[str, str]:
    """Return the first and last address as hex digits of fixed width: 8 for IPv4, 32 for IPv6.

    Compared as text, they are in the order of the addresses.
    """
    network = parse_cidr(cidr)
    width = network.max_prefixlen // 4
    return f"{int(network[0]):0{width}x}", f"{int(network[-1]):0{width}x}"
