"""JSON text read into plain values, with the line and column of each value."""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NoReturn

from ringwall.model.errors import BadInput

MAX_SIZE = 10_000_000
"""The most characters that are read. AWS's own limits are below 25,000."""
MAX_DEPTH = 100
"""The deepest nesting that is read. A valid policy has five levels."""
MAX_DIGITS = 1_000
"""The longest integer that is read."""

JsonPath = tuple[str | int, ...]
"""The way to a value: keys and list positions from the root."""


@dataclass(frozen=True, order=True)
class SourcePosition:
    """Line and column in a text, both from 1; 0 where the value did not come from text."""

    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `line:column`, or nothing where there was no text."""
        return f"{self.line}:{self.column}" if self.line else ""


NO_POSITION = SourcePosition()


class BrokenDocument(BadInput):
    """The text is not JSON that can be read; `position` says where it breaks."""

    def __init__(self, reason: str, position: SourcePosition = NO_POSITION) -> None:
        super().__init__(f"{position}: {reason}" if position.line else reason)
        self.reason = reason
        self.position = position


@dataclass(frozen=True)
class Document:
    """A JSON value, and the position of each of its parts in the text (if there was one)."""

    value: Any
    text: str = ""
    offsets: Mapping[JsonPath, int] = field(default_factory=dict)
    duplicates: tuple[JsonPath, ...] = ()
    """Paths of keys that appear more than once in their object; the last value counts."""
    first_line: int = 1
    """Line of the file on which the text starts."""

    def position(self, path: JsonPath) -> SourcePosition:
        """Return the position of the value at a path, or of the nearest value around it."""
        for length in range(len(path), -1, -1):
            if (offset := self.offsets.get(path[:length])) is not None:
                return self._at(offset)
        return NO_POSITION

    def _at(self, offset: int) -> SourcePosition:
        line = bisect_right(self._line_starts, offset)
        return SourcePosition(line + self.first_line - 1, offset - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


def read_document(source: str | bytes, first_line: int = 1) -> Document:
    """Return the JSON value of a text; `first_line` is the line on which it starts in its file.

    Raises BrokenDocument where the text is not JSON, over 10 MB, or nested deeper than 100 levels.
    """
    if len(source) > MAX_SIZE:
        raise BrokenDocument(f"the document is larger than {MAX_SIZE // 1_000_000} MB")
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BrokenDocument(f"the document is not UTF-8 (byte {error.start})") from error
    scanner = _Scanner(source.removeprefix("\ufeff"), first_line)
    value = scanner.scan()
    return Document(value, scanner.text, scanner.offsets, tuple(scanner.duplicates), first_line)


def check_depth(value: Any) -> None:
    """Raise BrokenDocument where a parsed value is nested deeper than 100 levels."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _children(outer)]
        if not level:
            return
    raise BrokenDocument(f"the document is nested deeper than {MAX_DEPTH} levels")


def _children(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _read_integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError(f"the number has more than {MAX_DIGITS:,} digits")
    return int(text)


_SCALARS = json.JSONDecoder(parse_constant=_refuse_constant, parse_int=_read_integer)
_SPACE = re.compile(r"[ \t\r\n]*")


class _Scanner:
    """A recursive-descent reader; scalars are left to the standard library."""

    def __init__(self, text: str, first_line: int) -> None:
        self.text = text
        self.first_line = first_line
        self.offsets: dict[JsonPath, int] = {}
        self.duplicates: list[JsonPath] = []
        self.at = 0

    def scan(self) -> Any:
        self._skip()
        value = self._value(())
        if self._skip() < len(self.text):
            self._fail("there is text after the end of the document")
        return value

    def _value(self, path: JsonPath) -> Any:
        if len(path) > MAX_DEPTH:
            self._fail(f"the document is nested deeper than {MAX_DEPTH} levels")
        self.offsets[path] = self.at
        match self._peek():
            case "{":
                return self._object(path)
            case "[":
                return self._array(path)
            case _:
                return self._scalar()

    def _object(self, path: JsonPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self._take("{")
        while self._peek() != "}":
            if found:
                self._take(",")
            start = self.at
            key = self._scalar() if self._peek() == '"' else self._fail("expected a key in quotes")
            if key in found:
                self.duplicates.append((*path, key))
            self._skip()
            self._take(":")
            found[key] = self._value((*path, key))
            # A problem of a value is reported at its key.
            self.offsets[*path, key] = start
            self._skip()
        self._take("}")
        return found

    def _array(self, path: JsonPath) -> list[Any]:
        found: list[Any] = []
        self._take("[")
        while self._peek() != "]":
            if found:
                self._take(",")
            found.append(self._value((*path, len(found))))
            self._skip()
        self._take("]")
        return found

    def _scalar(self) -> Any:
        try:
            value, self.at = _SCALARS.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            self._fail(error.msg[:1].lower() + error.msg[1:])
        except ValueError as error:  # a number that is too long, or NaN
            self._fail(str(error))
        return value

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _skip(self) -> int:
        space = _SPACE.match(self.text, self.at)
        self.at = space.end() if space else self.at
        return self.at

    def _take(self, mark: str) -> None:
        if self._peek() != mark:
            self._fail(f"expected {mark}")
        self.at += 1
        self._skip()

    def _fail(self, reason: str) -> NoReturn:
        raise BrokenDocument(reason, self._position())

    def _position(self) -> SourcePosition:
        return Document(None, self.text, {(): self.at}, first_line=self.first_line).position(())
