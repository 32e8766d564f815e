"""CIDR blocks: where they begin and end, and which of them are the internet."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

WIDEST = {4: 8, 6: 12}
"""The shortest prefix that one network on the internet has; more addresses than so are the world.

A rule for 0.0.0.0/1 beside one for 128.0.0.0/1 opens what 0.0.0.0/0 opens, and so do quarters.
The registries assign at most a /8 of IPv4 and a /12 of IPv6.
"""
NOT_PUBLIC = tuple(
    ip_network(cidr)
    for cidr in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"),
        *("::/3", "4000::/2", "8000::/1"),
    )
)
"""Addresses that nobody has on the internet; of IPv6, those are in 2000::/3.

https://www.iana.org/assignments/iana-ipv4-special-registry
https://www.iana.org/assignments/ipv6-address-space
"""


def parse_cidr(cidr: str) -> IPv4Network | IPv6Network:
    """Return the network of a CIDR block; ValueError where it is none."""
    return ip_network(cidr, strict=False)


def is_world(cidr: str) -> bool:
    """Whether a CIDR block is the internet: more public addresses than one network has."""
    return are_world([cidr])


def are_world(cidrs: Iterable[str]) -> bool:
    """Whether CIDR blocks are the internet together; what overlaps counts once."""
    networks = [parse_cidr(cidr) for cidr in cidrs]
    fours = collapse_addresses(n for n in networks if isinstance(n, IPv4Network))
    sixes = collapse_addresses(n for n in networks if isinstance(n, IPv6Network))
    return sum(map(count_public, fours)) > 1 << (32 - WIDEST[4]) or sum(
        map(count_public, sixes)
    ) > 1 << (128 - WIDEST[6])


def count_public(network: IPv4Network | IPv6Network) -> int:
    """Return how many addresses of a network somebody can have on the internet."""
    count = network.num_addresses
    for other in NOT_PUBLIC:
        if network.overlaps(other):
            count -= min(network.num_addresses, other.num_addresses)
    return count


def address_range(cidr: str) -> tuple[str, str]:
    """Return the first and last address as hex digits of fixed width: 8 for IPv4, 32 for IPv6.

    Compared as text, they are in the order of the addresses.
    """
    network = parse_cidr(cidr)
    width = network.max_prefixlen // 4
    return f"{int(network[0]):0{width}x}", f"{int(network[-1]):0{width}x}"
