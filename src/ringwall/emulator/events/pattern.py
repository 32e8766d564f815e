"""An event pattern: which events a rule is for.

EventBridge matches with a library that AWS publishes, https://github.com/aws/event-ruler. This is a
reader of the same language, from its documentation: names of nested fields are joined by dots, a
field holds for any item of a list, and two fields never match in different items of one list.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from ringwall.emulator.events.field_test import FieldTest, InvalidPattern, read_test

OR = "$or"
MAX_BRANCHES = 1000
"""How many combinations of `$or` a pattern may have.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-content-based-filtering.html
"""
MAX_PATTERN_DEPTH = 200
MAX_EVENT_DEPTH = 200
"""How deep the detail of an event may be nested: ours, so that nothing recurses without end."""
RESERVED = frozenset(
    (
        *("exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists"),
        *("wildcard", "numeric", "cidr", "html", "=", "<", "<=", ">", ">=", "regex"),
        *("not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after"),
        *("date-before", "date-on-or-before", "in-date-range"),
        *("ip-address-in-range", "ip-address-not-in-range"),
    )
)
"""Names that no field inside of `$or` may have."""
MAX_CHOICES = 1000
"""How often a field may be looked for in another place: `a.b` can be `{"a": {"b": 1}}` and
`{"a.b": 1}`, and an event can have both."""
Branch = Mapping[str, tuple[FieldTest, ...]]
"""Fields that must all hold, each if one of its tests does; names joined by dots."""


@dataclass(frozen=True)
class CompiledPattern:
    """A pattern that was read: an event matches if one of the branches does."""

    branches: tuple[Branch, ...]

    def matches(self, event: Mapping[str, Any]) -> bool:
        """Return whether an event matches; numbers with a fraction are Decimal, see `read_json`.

        InvalidPattern where too many fields of the event have two names.
        """
        present = frozenset(_list_names(event, ""))
        choices = iter(range(MAX_CHOICES))
        return any(_matches(branch, event, present, choices) for branch in self.branches)


def read_json(text: str) -> Any:
    """Return a document with exact numbers; InvalidPattern if it is none."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise InvalidPattern("Invalid JSON") from error


def compile_pattern(text: str) -> CompiledPattern:
    """Return the pattern that a text stands for; InvalidPattern where AWS refuses it."""
    document = read_json(text)
    if not isinstance(document, dict):
        raise InvalidPattern("Filter is not an object")
    return CompiledPattern(tuple(_read_object(document, "", [], 0, in_or=False)))


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _read_object(
    document: Mapping[str, Any], prefix: str, branches: list[Branch], depth: int, *, in_or: bool
) -> list[Branch]:
    """Return the branches with the fields of an object added to each."""
    if not document:
        raise InvalidPattern("Empty objects are not allowed")
    if depth > MAX_PATTERN_DEPTH:
        raise InvalidPattern("the objects are nested too deep")
    for name, value in document.items():
        path = f"{prefix}.{name}" if prefix else name
        if name == OR:
            branches = _read_or(value, prefix, branches, depth)
        elif in_or and name in RESERVED:
            raise InvalidPattern(
                f"{name} is Ruler reserved fieldName which cannot be used inside {OR}."
            )
        elif isinstance(value, dict):
            branches = _read_object(value, path, branches, depth + 1, in_or=in_or)
        elif isinstance(value, list):
            tests = tuple(read_test(item) for item in value)
            if not tests:
                raise InvalidPattern("Empty arrays are not allowed")
            branches = [{**branch, path: tests} for branch in branches or [{}]]
        else:
            raise InvalidPattern(f'"{name}" must be an object or an array')
    return branches


def _read_or(value: Any, prefix: str, branches: list[Branch], depth: int) -> list[Branch]:
    if not isinstance(value, list):
        raise InvalidPattern(f"It must be an Array followed with {OR}.")
    found: list[Branch] = []
    for item in value:
        if not isinstance(item, dict):
            raise InvalidPattern(f"Only JSON object is allowed in array of {OR} relationship.")
        found += _read_object(item, prefix, list(branches) or [{}], depth + 1, in_or=True)
        if len(found) > MAX_BRANCHES:
            raise InvalidPattern(f"the pattern has more than {MAX_BRANCHES} OR combinations")
    if len(value) < 2:  # noqa: PLR2004  # the message says it
        raise InvalidPattern(f"There must have at least 2 Objects in {OR} relationship.")
    return found


def _list_names(value: Any, name: str) -> Iterator[str]:
    """Yield the names of the values of an event that are neither lists nor objects."""
    if isinstance(value, Mapping):
        for key, member in value.items():
            yield from _list_names(member, f"{name}.{key}" if name else key)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _list_names(item, name)
    else:
        yield name


def _matches(
    branch: Branch, event: Mapping[str, Any], present: frozenset[str], choices: Iterator[int]
) -> bool:
    """Return whether all fields hold: one that the event does not have, if it is to be absent."""
    wanted = {
        name: tests
        for name, tests in branch.items()
        if name in present or not any(test.is_absence for test in tests)
    }
    return wanted.keys() <= present and _holds(wanted, event, choices)


def _holds(wanted: Branch, value: Any, choices: Iterator[int]) -> bool:
    """Return whether fields hold below a value, in the same item of each list that they share.

    Names are those below the value: '' is the value itself.
    """
    if not wanted:
        return True
    if isinstance(value, Mapping):
        return _holds_in_object(wanted, value, choices)
    if not isinstance(value, list | tuple):
        return wanted.keys() == {""} and any(test.holds(value) for test in wanted[""])
    plain = [item for item in value if not isinstance(item, Mapping | list | tuple)]
    if any(test.holds(item) for test in wanted.get("", ()) for item in plain):
        wanted = {name: tests for name, tests in wanted.items() if name}
    nested = (item for item in value if isinstance(item, Mapping | list | tuple))
    return not wanted or any(_holds(wanted, item, choices) for item in nested)


def _holds_in_object(wanted: Branch, value: Mapping[str, Any], choices: Iterator[int]) -> bool:
    found = {name: [key for key in _split(name) if key in value] for name in wanted}
    is_first = True
    for keys in product(*found.values()):
        if not is_first and next(choices, None) is None:
            raise InvalidPattern("the event has too many fields of the same name")
        is_first = False
        below: dict[str, dict[str, tuple[FieldTest, ...]]] = {}
        for name, key in zip(found, keys, strict=True):
            below.setdefault(key, {})[name[len(key) + 1 :]] = wanted[name]
        if all(_holds(inner, value[key], choices) for key, inner in below.items()):
            return True
    return False


def _split(name: str) -> Iterator[str]:
    """Yield the keys with which a name may begin: `a` and `a.b` of `a.b`."""
    yield from (name[:at] for at, char in enumerate(name) if char == ".")
    yield name
