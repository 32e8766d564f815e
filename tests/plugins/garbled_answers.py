"""Answers of AWS, garbled: one member of an answer is missing, or of another kind, or all are.

A member is named by its path, whatever resource it is of: `Reservations[].Instances[].State`. What
is written in a text as JSON (a policy) has members too.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from recorded_estate import Answer, Change, Record, Request

from ringwall.catalog.loader import load_tables

ITEM = "[]"
"""The name of the items of a list in a path."""
Path = tuple[str, ...]


class _Removed:
    """Stands for a member that is not there."""


REMOVED = _Removed()
VALUES: Mapping[str, Any] = {
    "removed": REMOVED,
    "null": None,
    "empty_list": [],
    "empty_map": {},
    "empty_text": "",
    "odd_map": {"?": []},
    "odd_text": "?",
}
"""What comes in place of a member."""
KINDS: Mapping[str, tuple[type, ...]] = {"odd_map": (list, str), "odd_text": (list, dict)}
"""The kinds of members in place of which a value comes; without an entry, of all."""


@dataclass(frozen=True, order=True)
class Mutation:
    """One member of every answer of an operation comes as another value; at () the whole answer."""

    operation: str
    path: Path
    value: str
    """A name in VALUES."""

    @property
    def member(self) -> str:
        """The operation and the member: `ec2.describe_instances Reservations[].Instances`."""
        return f"{self.operation} {'.'.join(self.path).replace('.[]', ITEM)}".strip()

    def make_change(self) -> Change:
        """Return the change of the answers."""

        def change(request: Request, answer: Answer) -> Answer:
            if request.operation != self.operation:
                return answer
            pages = tuple(_garble(page, self.path, VALUES[self.value]) for page in answer.pages)
            return replace(answer, pages=pages)

        return change


def says_none(mutation: Mutation) -> bool:
    """Whether the answer is one that AWS gives where there is nothing: an empty list of it."""
    return mutation.value == "empty_list" and (mutation.operation, mutation.path) in _find_lists()


@cache
def _find_lists() -> frozenset[tuple[str, Path]]:
    """Return the operations that list what tables hold, each with the member that is the list."""
    calls = [table.list for table in load_tables().values() if table.list]
    names = [(call.operation, re.match(r"\w*", call.take)) for call in calls]
    return frozenset((operation, (name[0],)) for operation, name in names if name)


def writes_another_policy(mutation: Mutation) -> bool:
    """Whether the answer holds another policy than before, which AWS could send as well.

    One without a statement, or without a condition; one whose statement names nobody or nothing.
    """
    if "Statement" not in mutation.path:
        return False
    _, *rest = mutation.path[mutation.path.index("Statement") :]
    if not rest:
        return mutation.value == "empty_list"
    element = rest[1] if rest[0] == ITEM and len(rest) > 1 else rest[0]
    deep = len(rest) - rest.index(element) - 1
    if element == "Condition":
        return deep > 1 or mutation.value in {"removed", "null", "empty_map"}
    named = {"Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"}
    return element in named and (deep > 0 or mutation.value not in {"removed", "null"})


def find_mutations(record: Record) -> tuple[Mutation, ...]:
    """Return every mutation of every member that the answers of a record have, in order."""
    found: set[Mutation] = set()
    for request, answer in record.items():
        for page in answer.pages:
            found.add(Mutation(request.operation, (), "empty_map"))
            for path, value in _walk(page, ()):
                found.update(
                    Mutation(request.operation, path, name) for name in _choose(path, value)
                )
    return tuple(sorted(found))


def _choose(path: Path, value: Any) -> Iterator[str]:
    for name, other in VALUES.items():
        is_of_kind = isinstance(value, KINDS.get(name, object))
        if is_of_kind and other != value and (path[-1] != ITEM or name == "empty_map"):
            yield name


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    value = _read(value)
    for name, inner in _members(value):
        yield (*path, name), inner
        yield from _walk(inner, (*path, name))


def _members(value: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(value, dict):
        return value.items()
    return [(ITEM, inner) for inner in value] if isinstance(value, list) else ()


def _read(value: Any) -> Any:
    """Return the object that a text holds as JSON, or the value itself."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


def _garble(value: Any, path: Path, other: Any) -> Any:
    if not path:
        return other
    held = _read(value)
    first, *rest = path
    if first == ITEM and isinstance(held, list):
        made: Any = [_garble(inner, tuple(rest), other) for inner in held]
    elif isinstance(held, dict) and first in held:
        inner = _garble(held[first], tuple(rest), other)
        made = {name: inner if name == first else kept for name, kept in held.items()}
        made = {name: kept for name, kept in made.items() if kept is not REMOVED}
    else:
        return value
    return json.dumps(made) if isinstance(value, str) else made
