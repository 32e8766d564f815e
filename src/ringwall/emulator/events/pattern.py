"""An event pattern: which events a rule is for.

EventBridge matches with a library that AWS publishes, https://github.com/aws/event-ruler. This is a
reader of the same language, from its documentation: names of nested fields are joined by dots, a
field holds for any item of a list, and two fields never match in different items of one list.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
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
Branch = Mapping[str, tuple[FieldTest, ...]]
"""Fields that must all hold, each if one of its tests does; names joined by dots."""
Position = frozenset[tuple[tuple[Any, ...], int]]
"""In which item of which lists a value stands; a list is named by the way to it."""


@dataclass(frozen=True)
class FieldValue:
    """A value of an event, and where it stands."""

    value: Any
    position: Position


@dataclass(frozen=True)
class CompiledPattern:
    """A pattern that was read: an event matches if one of the branches does."""

    branches: tuple[Branch, ...]

    def matches(self, event: Mapping[str, Any]) -> bool:
        """Return whether an event matches; numbers with a fraction are Decimal, see `read_json`."""
        names = {name for branch in self.branches for name in branch}
        fields: dict[str, list[FieldValue]] = {}
        for name, value in _flatten(event, (), (), frozenset()):
            if name in names:
                fields.setdefault(name, []).append(value)
        return any(_matches(branch, fields) for branch in self.branches)


def read_json(text: str) -> Any:
    """Return a document with exact numbers; InvalidPattern if it is none."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
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


def _flatten(
    value: Any, names: tuple[str, ...], way: tuple[Any, ...], position: Position
) -> Iterator[tuple[str, FieldValue]]:
    """Yield the values of an event that are neither lists nor objects; lists count for nothing."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _flatten(member, (*names, name), (*way, name), position)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            is_nested = isinstance(item, Mapping | list | tuple)
            inside = position | {(way, index)} if is_nested else position
            yield from _flatten(item, names, (*way, index), inside)
    else:
        yield ".".join(names), FieldValue(value, position)


def _matches(branch: Branch, fields: Mapping[str, list[FieldValue]]) -> bool:
    """Return whether all fields hold, in the same item of each list that they share."""
    candidates: list[set[Position]] = []
    for name, tests in branch.items():
        found = fields.get(name, ())
        if not found and any(test.is_absence for test in tests):
            continue
        fitting = {f.position for f in found if any(test.holds(f.value) for test in tests)}
        if not fitting:
            return False
        candidates.append(fitting)
    joined: set[Position] = {frozenset()}
    for number, fitting in enumerate(candidates):
        # Only lists that a later field is in, too, matter from here on: others are forgotten.
        later = {way for ps in candidates[number + 1 :] for p in ps for way, _ in p}
        joined = {
            frozenset(part for part in one | other if part[0] in later)
            for one in joined
            for other in fitting
            if _agree(one, other)
        }
        if not joined:
            return False
    return True


def _agree(one: Position, other: Position) -> bool:
    indexes = dict(one)
    return all(indexes.get(way, index) == index for way, index in other)
