"""Numbers, dates, booleans, bytes and addresses compared as condition operators do.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
A value that cannot be read as what the operator compares matches nothing.
"""

import base64
import binascii
import ipaddress
import operator as op
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Context, Decimal
from typing import Any

from ringwall.reason.iam.language.operators import Comparison, Family, Operator

ValueTest = Callable[[str], bool]
"""Whether a value of the request stands in the operator's relation to the policy's value."""

_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    "eq": op.eq,
    "lt": op.lt,
    "le": op.le,
    "gt": op.gt,
    "ge": op.ge,
}
MAX_CHARACTERS = 1_000
"""The longest number that is read."""
MAX_EXPONENT = 308
"""Numbers are below 10 to this power, as double-precision numbers are, and not nearer to 0."""
EXACT = Context(prec=MAX_CHARACTERS)
"""Keeps every digit of a number."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_MONTH = re.compile(r"\d{4}-\d\d")


def compare_to(operator: Operator, value: str) -> ValueTest:
    """Return the test against one value of a policy; negation is left to the caller."""
    if operator.family == "ip":
        return _in_network(value)
    read = _READERS[operator.family]
    wanted = read(value)
    compare = _COMPARE[operator.comparison]
    if wanted is None:
        return lambda _: False

    def test(text: str) -> bool:
        found = read(text)
        return found is not None and compare(found, wanted)

    return test


def read_number(text: str) -> Decimal | None:
    """Return an integer or decimal number, None where the text is none or is out of bounds.

    AWS does not say how large a number may be: the bounds are those of double precision.
    """
    stripped = text.strip()
    if len(stripped) > MAX_CHARACTERS or not _NUMBER.fullmatch(stripped):
        return None
    number = Decimal(stripped)
    if not number:
        return Decimal(0)
    return number if -MAX_EXPONENT <= number.adjusted() < MAX_EXPONENT else None


def read_moment(text: str) -> Decimal | None:
    """Return seconds since 1970 of an ISO 8601 date or an epoch time; without zone it is UTC."""
    if (number := read_number(text)) is not None:
        return number
    try:
        moment = datetime.fromisoformat(f"{text}-01" if _MONTH.fullmatch(text) else text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    elapsed = aware - datetime(1970, 1, 1, tzinfo=UTC)
    return Decimal(elapsed.days * 86_400 + elapsed.seconds) + Decimal(elapsed.microseconds) / 10**6


def read_network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    """Return the range of addresses that a text names, v4 or v6; one address is a range too."""
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def _in_network(value: str) -> ValueTest:
    network = read_network(value)
    if network is None:
        return lambda _: False
    low, high = int(network.network_address), int(network.broadcast_address)

    def test(text: str) -> bool:
        found = read_network(text)
        if found is None or found.version != network.version:
            return False
        return low <= int(found.network_address) and int(found.broadcast_address) <= high

    return test


def _read_boolean(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text.lower())


def _read_bytes(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


_READERS: Mapping[Family, Callable[[str], Any]] = {
    "numeric": read_number,
    "date": read_moment,
    "bool": _read_boolean,
    "binary": _read_bytes,
    "null": _read_boolean,
    "unknown": lambda _: None,
}
