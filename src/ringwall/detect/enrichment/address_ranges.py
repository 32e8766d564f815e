"""Sorted ranges of addresses: merged, as bytes, and searched in the steps of a bisection."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain

from ringwall.detect.enrichment.indicators import AddressRange

WIDTH = 16
"""Bytes of an IPv6 address."""


def merge_ranges(networks: Iterable[AddressRange], version: int) -> list[tuple[int, int]]:
    """Return the networks of a version as ranges, sorted, none of which touches another."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((n.first, n.last) for n in networks if n.version == version):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def pack_ranges(ranges: Sequence[tuple[int, int]], version: int) -> bytes:
    """Return ranges as bytes: all first addresses, then all last ones."""
    numbers = chain((first for first, _ in ranges), (last for _, last in ranges))
    if version == 4:  # noqa: PLR2004 - IPv4
        return b"".join(number.to_bytes(4, "big") for number in numbers)
    return b"".join(number.to_bytes(WIDTH, "big") for number in numbers)


def unpack_ranges(content: bytes, version: int) -> tuple[Sequence[int], Sequence[int]]:
    """Return the first and the last addresses of ranges."""
    numbers: Sequence[int]
    if version == 4:  # noqa: PLR2004 - IPv4
        four = array("I", content)
        four.byteswap() if array("H", [1]).tobytes() == b"\1\0" else None
        numbers = four
    else:
        numbers = [
            int.from_bytes(content[place : place + WIDTH])
            for place in range(0, len(content), WIDTH)
        ]
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


def is_within(firsts: Sequence[int], lasts: Sequence[int], number: int) -> bool:
    """Whether an address is in one of the ranges."""
    place = bisect_right(firsts, number) - 1
    return place >= 0 and number <= lasts[place]
