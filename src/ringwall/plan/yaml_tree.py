"""Reads YAML into a tree that knows the line and the column of everything in it.

The file may come from anybody: its size, depth and what its aliases stand for have limits, tags
are refused, and no object of Python is ever made of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from yaml.reader import Reader as YamlReader

from ringwall.plan.yaml_scalars import UnclearScalar, YamlScalar, read_scalar

MAX_DEPTH = 40
MAX_NODES = 100_000
"""Values in a file, with what its aliases stand for."""


@dataclass(frozen=True, order=True)
class FilePlace:
    """A place in a file; the first line and the first column are 1."""

    line: int
    column: int


START = FilePlace(1, 1)


@dataclass(frozen=True)
class YamlNode:
    """A value of a file, with its place."""

    place: FilePlace
    value: "YamlScalar | Mapping[str, YamlNode] | tuple[YamlNode, ...]"
    text: str = ""
    """What a scalar without quotes has in the file."""
    keys: Mapping[str, FilePlace] = field(default_factory=dict)
    """The places of a mapping's keys."""
    size: int = 1
    """How many values it is, with those in it."""


@dataclass(frozen=True, order=True)
class Flaw:
    """What is wrong at one place of a file."""

    place: FilePlace
    message: str


class _EndOfReading(Exception):
    """Nothing more can be read: the file is no YAML, or is beyond a limit."""

    def __init__(self, place: FilePlace, message: str) -> None:
        super().__init__(message)
        self.flaw = Flaw(place, message)


def read_tree(text: str) -> tuple[YamlNode | None, list[Flaw]]:
    """Return the tree of a text, as far as it could be read, and what is wrong with it.

    The tree is None where the text is no YAML to its end.
    """
    composer = _Composer()
    try:
        return composer.read(text), composer.flaws
    except _EndOfReading as end:
        return None, [*composer.flaws, end.flaw]


class _Composer:
    """Makes a tree of the events of a parser. PyYAML's own composer has no limits."""

    def __init__(self) -> None:
        self.flaws: list[Flaw] = []
        self._anchors: dict[str, YamlNode] = {}
        self._nodes = 0

    def read(self, text: str) -> YamlNode:
        found = YamlReader.NON_PRINTABLE.search(text)
        if found:
            line, column = text.count("\n", 0, found.start()), found.start()
            place = FilePlace(line + 1, column - text.rfind("\n", 0, found.start()))
            raise _EndOfReading(place, "a character that YAML does not allow")
        self._loader: Any = yaml.SafeLoader(text)
        self._next()  # the beginning of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise _EndOfReading(START, "the file is empty")
        node = self._value(self._next(), 1)
        self._next()  # the end of the document
        more = self._next()
        if not isinstance(more, yaml.StreamEndEvent):
            raise _EndOfReading(_place(more.start_mark), "a second document begins; one is read")
        return node

    def _next(self) -> Any:
        try:
            return self._loader.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            said = error.problem or error.context or "no YAML"
            raise _EndOfReading(_place(mark), f"no YAML: {said}") from error
        except (ValueError, OverflowError) as error:  # a number in an escape is out of range
            raise _EndOfReading(
                _place(self._loader.get_mark()), "no YAML: no such value"
            ) from error

    def _value(self, event: Any, depth: int) -> YamlNode:
        place = _place(event.start_mark)
        if depth > MAX_DEPTH:
            raise _EndOfReading(place, f"nested deeper than {MAX_DEPTH} levels")
        if isinstance(event, yaml.AliasEvent):
            node = self._alias(event.anchor, place)
        elif isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            node = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._refuse_tag(event)
            node = self._sequence(place, depth)
        else:
            self._refuse_tag(event)
            node = self._mapping(place, depth)
        self._count(node.size if isinstance(event, yaml.AliasEvent) else 1, place)
        if not isinstance(event, yaml.AliasEvent) and (anchor := getattr(event, "anchor", None)):
            if anchor in self._anchors:
                self._add(place, f"the anchor &{anchor} is defined twice")
            self._anchors.setdefault(anchor, node)
        return node

    def _count(self, size: int, place: FilePlace) -> None:
        self._nodes += size
        if self._nodes > MAX_NODES:
            raise _EndOfReading(place, f"more than {MAX_NODES:,} values, with those of aliases")

    def _alias(self, anchor: Any, place: FilePlace) -> YamlNode:
        if anchor not in self._anchors:
            self._add(place, f"there is no anchor &{anchor} that ends before this alias")
            return YamlNode(place, None)
        return replace(self._anchors[anchor], place=place)

    def _scalar(self, event: yaml.ScalarEvent) -> YamlNode:
        place, text = _place(event.start_mark), event.value
        is_plain = event.style is None
        try:
            value = read_scalar(text, is_plain=is_plain)
        except UnclearScalar as unclear:
            self._add(place, str(unclear))
            return YamlNode(place, text)
        return YamlNode(place, value, text if is_plain else "")

    def _sequence(self, place: FilePlace, depth: int) -> YamlNode:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._value(event, depth + 1))
        return YamlNode(place, tuple(items), size=1 + sum(item.size for item in items))

    def _mapping(self, place: FilePlace, depth: int) -> YamlNode:
        members: dict[str, YamlNode] = {}
        keys: dict[str, FilePlace] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._value(event, depth + 1)
            value = self._value(self._next(), depth + 1)
            if not isinstance(key.value, str):
                said = f': write "{key.text}"' if key.text else ""
                self._add(key.place, f"a key is a text{said}")
            elif key.value.startswith("$"):
                self._add(key.place, f"no key begins with $: {key.value}")
            elif key.value in members:
                first = keys[key.value]
                said = f"line {first.line}, column {first.column}"
                self._add(key.place, f"the key {key.value} is there twice; first at {said}")
            else:
                members[key.value], keys[key.value] = value, key.place
        size = 1 + len(members) + sum(member.size for member in members.values())
        return YamlNode(place, members, keys=keys, size=size)

    def _refuse_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None:
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._add(_place(event.start_mark), f"tags are not read: remove {shown}")

    def _add(self, place: FilePlace, message: str) -> None:
        self.flaws.append(Flaw(place, message))


def _place(mark: Any) -> FilePlace:
    return FilePlace(mark.line + 1, mark.column + 1) if mark else START


def to_data(node: YamlNode) -> object:
    """Return the value of a node and all in it, as JSON has it."""
    if isinstance(node.value, Mapping):
        return {key: to_data(member) for key, member in node.value.items()}
    if isinstance(node.value, tuple):
        return [to_data(item) for item in node.value]
    return node.value
