"""What a pattern asks of one value of an event: one test for each comparison that EventBridge has.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

LARGEST = Decimal("5e9")
"""Numbers beyond this, on both sides of zero, are compared as they are written."""
MAX_BITS = {4: 31, 6: 127}
IPV4 = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+")
IPV6 = re.compile(r"(?=[0-9a-fA-F]*:)[0-9a-fA-F:]+")
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, bound: value == bound,
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
}
WORDS = "start|null|boolean is not supported."
NEGATED = ("equals-ignore-case", "prefix", "suffix", "wildcard")


class InvalidPattern(ValueError):
    """A pattern that EventBridge refuses, and its reason."""


@dataclass(frozen=True)
class FieldTest:
    """A test of one value: `kind` is a comparison as patterns call it, or `exact`."""

    kind: str
    operands: tuple[Any, ...]
    nested: str = ""
    """The comparison inside of another one: `prefix` of anything-but."""

    @property
    def is_absence(self) -> bool:
        """Whether it holds where there is no value at all."""
        return self.kind == "exists" and not self.operands[0]

    def holds(self, value: Any) -> bool:
        """Return whether it holds for a value of JSON that is no list and no object."""
        if self.kind == "exists":
            return bool(self.operands[0])
        if self.kind == "anything-but":
            return not any(_compare(self.nested or "exact", value, o) for o in self.operands)
        if self.kind == "numeric":
            return _is_number(value) and all(COMPARISONS[o](value, b) for o, b in self.operands)
        if self.kind == "cidr":
            return _is_within(value, *self.operands)
        kind = f"{self.kind}-ignore-case" if self.nested else self.kind
        return _compare(kind, value, self.operands[0])


def _compare(kind: str, value: Any, operand: Any) -> bool:
    if kind == "exact":
        return _is_same(value, operand)
    if not isinstance(value, str):
        return False
    if kind.endswith("ignore-case"):
        value, operand = value.lower(), operand.lower()
    match kind.removesuffix("-ignore-case"):
        case "prefix":
            return bool(value.startswith(operand))
        case "suffix":
            return bool(value.endswith(operand))
        case "wildcard":
            return matches_wildcard(operand, value)
        case _:
            return bool(value == operand)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _is_same(value: Any, operand: Any) -> bool:
    if _is_number(operand):
        is_small = _is_number(value) and _is_small(value) and _is_small(operand)
        return bool(value == operand) if is_small else _write(value) == _write(operand)
    if isinstance(operand, str) and isinstance(value, str):
        return value == operand or (
            (address := _read_address(operand)) is not None and address == _read_address(value)
        )
    return type(value) is type(operand) and bool(value == operand)


def _is_small(number: Any) -> bool:
    return bool(-LARGEST <= number <= LARGEST)  # abs() would round, and fail at 1e1000000


def _write(value: Any) -> str:
    return str(value) if _is_number(value) else json.dumps(value)


def _read_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if not (IPV4.fullmatch(text) or IPV6.fullmatch(text)):
        return None
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_within(value: Any, version: int, first: int, last: int) -> bool:
    address = _read_address(value) if isinstance(value, str) else None
    return address is not None and address.version == version and first <= int(address) <= last


def matches_wildcard(pattern: str, value: str) -> bool:
    """Return whether a text matches a pattern in which `*` stands for any text.

    Each `*` takes as little as it can, so that no text takes more than pattern times value steps.
    """
    pieces = split_wildcard(pattern)
    if len(pieces) == 1:
        return value == pieces[0]
    first, *middle, last = pieces
    if len(value) < len(first) + len(last) or not value.startswith(first):
        return False
    at, end = len(first), len(value) - len(last)
    for piece in middle:
        at = value.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return value.endswith(last)


def split_wildcard(pattern: str) -> tuple[str, ...]:
    """Return the texts between the `*` of a pattern; InvalidPattern where it is not valid."""
    pieces = [""]
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if pattern.startswith("**", at):
            # The reference counts the quote before the text as one.
            raise InvalidPattern(f"Consecutive wildcard characters at pos {at + 1}")
        if char == "*":
            pieces.append("")
        elif char != "\\":
            pieces[-1] += char
        elif pattern[at + 1 : at + 2] in ("*", "\\"):
            at += 1
            pieces[-1] += pattern[at]
        else:
            raise InvalidPattern(f"Invalid escape character at pos {at + 1}")
        at += 1
    return tuple(pieces)


def read_test(item: Any) -> FieldTest:
    """Return the test that an item of a pattern's list stands for; InvalidPattern if it is none."""
    if isinstance(item, list):
        _refuse("Match value must be String, number, true, false, or null")
    if not isinstance(item, dict):
        return FieldTest("exact", (item,))
    if not item:
        _refuse("Match expression name not found")
    kind, operand = next(iter(item.items()))
    reader = _READERS.get(kind)
    if reader is None:
        _refuse(f"Unrecognized match type {kind}")
    found = reader(kind, operand)
    if len(item) > 1:
        is_numeric = kind in ("numeric", "anything-but")
        _refuse(
            "Too many elements in numeric expression"
            if is_numeric
            else "Only one key allowed in match expression"
        )
    return found


def _read_text(kind: str, operand: Any) -> FieldTest:
    name = "exact" if kind == "exactly" else kind
    if not isinstance(operand, str):
        _refuse(f"{name} match pattern must be a string")
    if kind == "wildcard":
        split_wildcard(operand)
    return FieldTest(name, (operand,))


def _read_affix(kind: str, operand: Any) -> FieldTest:
    if not isinstance(operand, dict):
        return _read_text(kind, operand)
    name = next(iter(operand), None)
    if name is None:
        _refuse(f"{kind.capitalize()} expression name not found")
    if name != "equals-ignore-case":
        _refuse(f"Unsupported {kind} pattern: {name}")
    if not isinstance(operand[name], str):
        _refuse("equals-ignore-case match pattern must be a string")
    if len(operand) > 1:
        _refuse("Only one key allowed in match expression")
    return FieldTest(kind, (operand[name],), "equals-ignore-case")


def _read_numeric(kind: str, operand: Any) -> FieldTest:
    if not isinstance(operand, list):
        _refuse("Value of numeric must be an array.")
    if not operand or not isinstance(operand[0], str):
        _refuse(f"Invalid member in numeric match: {operand[0] if operand else ']'}")
    if operand[0] not in COMPARISONS:
        _refuse(f"Unrecognized numeric range operator: {operand[0]}")
    found = [_read_bound(operand[0], operand[1:2])]
    rest = operand[2:]
    if rest:
        if not operand[0].startswith(">"):
            _refuse("Too many elements in numeric expression")
        if not isinstance(rest[0], str):
            _refuse(f"Bad value in numeric range: {_write(rest[0])}")
        if rest[0] not in ("<", "<="):
            _refuse(f"Bad numeric range operator: {rest[0]}")
        found.append(_read_bound(rest[0], rest[1:2]))
        if rest[2:]:
            _refuse("Too many terms in numeric range expression")
        if found[0][1] >= found[1][1]:
            _refuse("Bottom must be less than top")
    return FieldTest(kind, tuple(found))


def _read_bound(operator: str, given: list[Any]) -> tuple[str, Any]:
    if not given or not _is_number(given[0]):
        name = "equals" if operator == "=" else operator
        _refuse(f"Value of {name} must be numeric")
    if not _is_small(given[0]):
        _refuse("Value must be between -5.0E9 and 5.0E9, inclusive")
    return operator, given[0]


def _read_anything_but(kind: str, operand: Any) -> FieldTest:
    if isinstance(operand, dict):
        return _read_negated(kind, operand)
    values = operand if isinstance(operand, list) else [operand]
    if not isinstance(operand, list | str) and not _is_number(operand):
        _refuse("Value of anything-but must be an array or single string/number value.")
    if not all(isinstance(value, str) or _is_number(value) for value in values):
        _refuse(f"Inside anything but list, {WORDS}")
    if len({isinstance(value, str) for value in values}) != 1:
        _refuse(
            "Inside anything but list, either all values are number or string, "
            "mixed type is not supported"
        )
    return FieldTest(kind, tuple(values))


def _read_negated(kind: str, operand: Mapping[str, Any]) -> FieldTest:
    name = next(iter(operand), None)
    if name is None:
        _refuse("Anything-But expression name not found")
    if name not in NEGATED:
        _refuse(f"Unsupported anything-but pattern: {name}")
    given = operand[name]
    if isinstance(given, dict | bool) or given is None:
        _refuse("Value of anything-but must be an array or single string/number value.")
    values = given if isinstance(given, list) else [given]
    for value in values:
        if not isinstance(value, str):
            _refuse(
                {
                    "equals-ignore-case": "Inside anything-but/equals-ignore-case list, "
                    f"number|{WORDS}",
                    "wildcard": "wildcard match pattern must be a string",
                }.get(name, "prefix/suffix match pattern must be a string")
            )
        if name == "wildcard":
            split_wildcard(value)
        elif not value and name != "equals-ignore-case":
            _refuse("Null prefix/suffix not allowed")
    if len(operand) > 1:
        _refuse("Too many elements in numeric expression")
    return FieldTest(kind, tuple(values), name)


def _read_exists(kind: str, operand: Any) -> FieldTest:
    if not isinstance(operand, bool):
        _refuse("exists match pattern must be either true or false.")
    return FieldTest(kind, (operand,))


def _read_cidr(kind: str, operand: Any) -> FieldTest:
    if not isinstance(operand, str):
        _refuse("prefix match pattern must be a string")  # the reference says prefix
    address_text, slash, bits_text = operand.partition("/")
    if not slash or "/" in bits_text:
        _refuse("Malformed CIDR, one '/' required")
    if not re.fullmatch(r"[-+]?[0-9]+", bits_text, re.ASCII):
        _refuse("Malformed CIDR, mask bits must be an integer")
    bits = int(bits_text)
    if bits < 0:
        _refuse("Malformed CIDR, mask bits must not be negative")
    address = _read_address(address_text)
    if address is None:
        word = "Invalid" if IPV4.fullmatch(address_text) else "Nonstandard"
        _refuse(f"{word} IP address: {address_text}")
    if bits > MAX_BITS[address.version]:
        _refuse(f"IPv{address.version} mask bits must be < {MAX_BITS[address.version] + 1}")
    free = (1 << (address.max_prefixlen - bits)) - 1
    # The range starts at the address itself, not at the first one of its network.
    return FieldTest(kind, (address.version, int(address), int(address) | free))


def _refuse(reason: str) -> NoReturn:
    raise InvalidPattern(reason)


_READERS: Mapping[str, Callable[[str, Any], FieldTest]] = {
    "exactly": _read_text,
    "equals-ignore-case": _read_text,
    "wildcard": _read_text,
    "prefix": _read_affix,
    "suffix": _read_affix,
    "numeric": _read_numeric,
    "anything-but": _read_anything_but,
    "exists": _read_exists,
    "cidr": _read_cidr,
}
