"""Axes of numbers, moments, addresses and bytes: atoms are points and the gaps between them."""

import base64
import ipaddress
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from ringwall.reason.iam.language.comparisons import (
    EXACT,
    MAX_EXPONENT,
    read_moment,
    read_network,
    read_number,
)
from ringwall.reason.iam.language.operators import Operator

_V6 = 1 << 128
"""Offset that keeps addresses of version 6 apart from those of version 4."""
_LAST_YEAR = 9000
_SMALLEST = Decimal(1).scaleb(-MAX_EXPONENT)
_NEXT_TO_ZERO = ({Decimal(0), _SMALLEST}, {Decimal(0), -_SMALLEST})
"""Numbers with none between them that is read."""


class NumberAxis:
    """Numbers or, with `moments`, dates: 2n + 1 atoms for n values, less gaps without a number."""

    def __init__(self, values: Sequence[str], *, moments: bool) -> None:
        self._read = read_moment if moments else read_number
        self._moments = moments
        found = {number for value in values if (number := self._read(value)) is not None}
        self._points = sorted(found)
        self.full = (1 << (2 * len(self._points) + 1)) - 1
        for at, pair in enumerate(pairwise(self._points), 1):
            if set(pair) in _NEXT_TO_ZERO:
                self.full &= ~(1 << 2 * at)

    def mask(self, operator: Operator, value: str) -> int:
        """Return the atoms that stand in the operator's relation to a value of a policy."""
        number = self._read(value)
        if number is None:
            return 0
        return self.full & self._side(operator, 1 << (2 * bisect_left(self._points, number) + 1))

    def _side(self, operator: Operator, at: int) -> int:
        match operator.comparison:
            case "eq":
                return at
            case "lt":
                return at - 1
            case "le":
                return (at << 1) - 1
            case "gt":
                return ~((at << 1) - 1)
            case "ge":
                return ~(at - 1)

    def sample(self, atom: int) -> str:
        """Return a value of an atom."""
        number = self._number(atom)
        if not self._moments or number != int(number) or not 0 <= number < _year(_LAST_YEAR):
            return str(number) if number != int(number) else str(int(number))
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(number))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def _number(self, atom: int) -> Decimal:
        points, at = self._points, atom // 2
        if atom % 2:
            return points[at]
        if not points:
            return Decimal(0)
        if at == 0:
            return EXACT.subtract(points[0], Decimal(1))
        if at == len(points):
            return EXACT.add(points[-1], Decimal(1))
        low, high = points[at - 1], points[at]
        after = EXACT.add(low, Decimal(1))
        return after if after < high else _between(low, high)


def _between(low: Decimal, high: Decimal) -> Decimal:
    middle = EXACT.divide(EXACT.add(low, high), Decimal(2))
    if abs(middle) >= _SMALLEST:
        return middle
    if low < 0 < high:
        return Decimal(0)
    return _between(low or _SMALLEST, high or -_SMALLEST)


class AddressAxis:
    """IP addresses of both versions, cut where a network begins or ends."""

    def __init__(self, values: Sequence[str]) -> None:
        self._ranges = {value: found for value in values if (found := _range(value))}
        ends = {end for pair in self._ranges.values() for end in pair}
        self._cuts = sorted({0, _V6, *ends} - {1 << 32, 2 * _V6})
        # A cut at 2**32 would be no address: version 4 ends there.
        self.full = (1 << len(self._cuts)) - 1

    def mask(self, _: Operator, value: str) -> int:
        """Return the atoms in a network."""
        if value not in self._ranges:
            return 0
        low, high = self._ranges[value]
        first, last = bisect_left(self._cuts, low), bisect_left(self._cuts, high)
        return (1 << last) - (1 << first)

    def sample(self, atom: int) -> str:
        """Return an address of an atom."""
        number = self._cuts[atom]
        if number >= _V6:
            return str(ipaddress.IPv6Address(number - _V6))
        return str(ipaddress.IPv4Address(number))


class BytesAxis:
    """Bytes, written in base64: an atom for each value, and one for all others."""

    def __init__(self, values: Sequence[str]) -> None:
        found = {value: data for value in values if (data := _decode(value)) is not None}
        self._values = sorted(set(found.values()))
        self._at = {value: self._values.index(data) for value, data in found.items()}
        self.full = (1 << (len(self._values) + 1)) - 1

    def mask(self, _: Operator, value: str) -> int:
        """Return the atom of a value."""
        at = self._at.get(value)
        return 0 if at is None else 1 << at

    def sample(self, atom: int) -> str:
        """Return bytes of an atom, in base64."""
        if atom < len(self._values):
            return base64.b64encode(self._values[atom]).decode()
        return base64.b64encode(b"".join(self._values) + b"x").decode()


def _range(value: str) -> tuple[int, int] | None:
    network = read_network(value)
    if network is None:
        return None
    offset = _V6 if network.version == 6 else 0  # noqa: PLR2004 - the version's name
    return int(network.network_address) + offset, int(network.broadcast_address) + offset + 1


def _decode(value: str) -> bytes | None:
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        return None


def _year(year: int) -> int:
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
