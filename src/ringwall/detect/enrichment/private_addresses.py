"""Addresses that nobody on the internet has."""

PRIVATE: tuple[tuple[int, int, int], ...] = (
    (4, 0x00000000, 0x00FFFFFF),  # this network
    (4, 0x0A000000, 0x0AFFFFFF),
    (4, 0x64400000, 0x647FFFFF),  # shared by carriers
    (4, 0x7F000000, 0x7FFFFFFF),
    (4, 0xA9FE0000, 0xA9FEFFFF),  # link-local: the metadata service
    (4, 0xAC100000, 0xAC1FFFFF),
    (4, 0xC0A80000, 0xC0A8FFFF),
    (4, 0xE0000000, 0xFFFFFFFF),  # multicast, reserved, broadcast
    (6, 0, 1),
    (6, 0xFC << 120, (0xFE << 120) - 1),  # unique local: fd00:ec2::254 is the metadata service
    (6, 0xFE80 << 112, (0xFEC0 << 112) - 1),
    (6, 0xFF << 120, (1 << 128) - 1),
)
"""Addresses that nobody on the internet has: version, first and last.

Those for documentation are not among them, since examples need some."""


def is_private(version: int, number: int) -> bool:
    """Whether nobody on the internet has an address."""
    return any(v == version and first <= number <= last for v, first, last in PRIVATE)
