"""Writes a small data file in MaxMind's format, for IPv4 addresses.

https://maxmind.github.io/MaxMind-DB/
"""

import ipaddress
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MARK = b"\xab\xcd\xefMaxMind.com"
TEXT, DOUBLE, SHORT, NUMBER, MAP, LONG, ARRAY = 2, 3, 5, 6, 7, 9, 11


def write_mmdb(path: Path, records: Mapping[str, Any], built: int = 1_760_000_000) -> Path:
    """Write a file with a record for each network, and return its path."""
    nodes: list[list[int | None]] = [[None, None]]
    ends: dict[tuple[int, int], int] = {}
    data, places = b"", []
    for network, record in records.items():
        places.append(len(data))
        data += _encode(record)
        found = ipaddress.IPv4Network(network)
        node = 0
        for depth in range(found.prefixlen):
            bit = int(found.network_address) >> (31 - depth) & 1
            if depth == found.prefixlen - 1:
                ends[node, bit] = len(places) - 1
                break
            following = nodes[node][bit]
            if following is None:
                nodes.append([None, None])
                following = nodes[node][bit] = len(nodes) - 1
            node = following

    def point(number: int, bit: int, child: int | None) -> bytes:
        if (number, bit) in ends:
            return (len(nodes) + 16 + places[ends[number, bit]]).to_bytes(4, "big")
        return (len(nodes) if child is None else child).to_bytes(4, "big")

    tree = b"".join(
        point(number, bit, child)
        for number, children in enumerate(nodes)
        for bit, child in enumerate(children)
    )
    about = b"".join(
        _encode(name) + value
        for name, value in {
            "node_count": _encode(len(nodes)),
            "record_size": _whole(SHORT, 32),
            "ip_version": _whole(SHORT, 4),
            "database_type": _encode("Test"),
            "languages": bytes([0, ARRAY - 7]),
            "binary_format_major_version": _whole(SHORT, 2),
            "binary_format_minor_version": _whole(SHORT, 0),
            "build_epoch": _whole(LONG, built),
            "description": _encode({}),
        }.items()
    )
    path.write_bytes(tree + bytes(16) + data + MARK + _head(MAP, 9) + about)
    return path


def _encode(value: Any) -> bytes:
    if isinstance(value, Mapping):
        inside = b"".join(_encode(k) + _encode(v) for k, v in value.items())
        return _head(MAP, len(value)) + inside
    if isinstance(value, float):
        return _head(DOUBLE, 8) + struct.pack(">d", value)
    if isinstance(value, int):
        return _whole(NUMBER, value)
    raw = str(value).encode()
    return _head(TEXT, len(raw)) + raw


def _whole(kind: int, value: int) -> bytes:
    raw = value.to_bytes(8, "big").lstrip(b"\0")
    return _head(kind, len(raw)) + raw


def _head(kind: int, size: int) -> bytes:
    if kind > MAP:
        return bytes([size, kind - 7])
    if size < 29:
        return bytes([kind << 5 | size])
    return bytes([kind << 5 | 29, size - 29])
