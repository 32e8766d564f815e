"""CloudTrail log files, read record by record in bounded memory; what is in them is not trusted.

A file is `{"Records": [...]}`, as CloudTrail writes it, or a list of records, or one record a line;
gzipped or not, whatever its name. A record may be in an event of EventBridge, or in the answer of
`aws cloudtrail lookup-events`.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
"""

import codecs
import io
import json
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ringwall.collect.logs.unpack import Broken, Unpacked
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.model.text import count_of

MAX_BYTES = 512 * 1024**2
"""Of one file, unpacked: CloudTrail's own files have some 50 MB."""
MAX_RECORD = 8 * 1024**2
"""Letters of one record: CloudTrail cuts records off at 1 MB."""
MAX_DEPTH = 100
CHUNK = 1024**2

_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
"""What says where a value of JSON ends: brackets, and texts, whose brackets are none."""
_SPACE = re.compile(r"[\s,]*")
LISTS = ("Records", "Events")
"""Members that hold the records of CloudTrail's files, and of the answer of lookup-events."""
_NO_END = "broken JSON: the list of records does not end properly"
_WIDEST_NUMBER = 18
"""Digits of a whole number that every reader of JSON can hold."""


def read_records(path: Path, limit: int = MAX_BYTES) -> Iterator[Row]:
    """Yield every record of a file that can be read; then BadInput, where some could not.

    The message has the file, what is wrong and how many records came before. One page of an answer
    that has more is read like a file that breaks off: the records of the other pages are not there.
    """
    count = 0
    try:
        with path.open("rb") as plain:
            for record in parse_records(Unpacked(plain, limit)):
                yield record
                count += 1
    except Broken as error:
        raise BadInput(f"{path}: {error}; {count_of(count, 'record')} read before that") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadInput(
            f"{path}: cannot read: {reason}; {count_of(count, 'record')} read"
        ) from error


def parse_records(unpacked: Unpacked, lists: Sequence[str] = LISTS) -> Iterator[Row]:
    """Yield every record of an object that can be read; then `Broken`, where some could not.

    `lists` are the members in which an object may have its records.
    """
    parser = _Parser(_Text(unpacked), lists)
    yield from parser.records()
    if parser.skipped:
        more = len(parser.skipped) - 1
        raise Broken(parser.skipped[0] + f", and {more} more" * (more > 0))
    if parser.has_more_pages:
        raise Broken(
            "one page of an answer that has more (NextToken): the records of the other pages are "
            "not here"
        )


def parse_value(text: bytes) -> list[Row]:
    """Return the records that one line has; `Broken` where it is none."""
    return list(parse_records(Unpacked(io.BytesIO(text))))


class _TooDeep(Broken):
    """A record is nested too deep; what follows it can be read."""


class _Text:
    """The unpacked text of an object, in pieces."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._unpacked = unpacked
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode

    def read(self) -> str:
        """Return the next piece, '' at the end."""
        text = ""
        while not text:
            piece = self._unpacked.read(CHUNK)
            try:
                text = self._decode(piece, not piece)
            except UnicodeDecodeError as error:
                raise Broken("not UTF-8 text") from error
            if not piece:
                break
        return text


class _Parser:
    """Takes one JSON value after the other from the text, holding no more than it must."""

    def __init__(self, text: _Text, lists: Sequence[str]) -> None:
        self._text = text
        self._lists = lists
        self._start = re.compile(rf'\s*(?:\{{\s*"(?:{"|".join(lists)})"\s*:\s*)?\[')
        self._buffer = ""
        self._at = 0
        self._is_done = False
        self._decoder = _new_decoder()
        self.skipped: list[str] = []
        """What is wrong with records that were left out."""
        self.has_more_pages = False
        """Whether it was one page of an answer of AWS's that has more."""

    def records(self) -> Iterator[Row]:
        """Yield the records; `Broken` where the text ends or breaks before its end."""
        number = 0
        while self._skip_space():
            start = self._start.match(self._buffer, self._at)
            if start:
                self._at = start.end()
            while self._skip_space() and not (start and self._buffer[self._at] == "]"):
                number += 1
                try:
                    value = self._value(number)
                except _TooDeep as error:
                    self.skipped.append(str(error))
                    continue
                self.has_more_pages |= _has_more_pages(value)
                yield from _unwrap(value, number, self._lists)
            if start:
                self._close_list(number, is_bare=start[0] == "[")

    def _close_list(self, number: int, *, is_bare: bool) -> None:
        """Go past the end of a list of records, and past the members beside it."""
        if self._is_done and self._at == len(self._buffer):
            raise Broken(_NO_END)
        self._at += 1
        if is_bare:
            return
        self._skip_space()
        self._buffer, self._at = "{" + self._buffer[self._at :], 0
        try:
            self.has_more_pages |= _has_more_pages(self._value(number))
        except Broken as error:
            raise Broken(_NO_END) from error

    def _skip_space(self) -> bool:
        """Whether there is more than space."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return True
            if self._is_done:
                return False
            self._fill()

    def _fill(self) -> None:
        piece = self._text.read()
        self._is_done = not piece
        self._buffer = self._buffer[self._at :] + piece
        self._at = 0

    def _value(self, number: int) -> Any:
        wanted = CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                # A record that the end of the buffer cuts off is distinguished from a broken one by
                # reading on: twice as much each time, so that the work stays linear.
                if self._is_done or len(self._buffer) - self._at > MAX_RECORD:
                    raise Broken(f"record {number}: broken JSON: {error.msg}") from error
                while not self._is_done and len(self._buffer) - self._at < wanted:
                    self._fill()
                wanted = 2 * wanted
            except RecursionError as error:
                self._skip_value(number)
                raise _too_deep(number) from error
            except ValueError as error:
                raise Broken(f"record {number}: cannot be read: {error}") from error
            else:
                text = self._buffer[self._at : end]
                self._at = end
                if text.count("{") + text.count("[") > MAX_DEPTH and is_deep(value):
                    raise _too_deep(number)
                return value

    def _skip_value(self, number: int) -> None:
        """Go past a value that no decoder takes; `Broken` where it has no end."""
        while not self._is_done and len(self._buffer) - self._at <= MAX_RECORD:
            self._fill()
        depth = 0
        for found in _MARKS.finditer(self._buffer, self._at):
            depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(found[0], 0)
            if depth <= 0:
                self._at = found.end()
                return
        raise Broken(f"record {number}: cannot be read: nested too deep, and without an end")


def _too_deep(number: int) -> _TooDeep:
    return _TooDeep(f"record {number}: nested deeper than {MAX_DEPTH}")


def is_deep(value: Any) -> bool:
    """Whether a JSON value is nested deeper than 100 levels."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True


def _has_more_pages(value: Any) -> bool:
    """Whether a value is an answer of `lookup-events` that has more pages, or its end.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
    """
    return isinstance(value, dict) and "eventName" not in value and bool(value.get("NextToken"))


def _unwrap(value: Any, number: int, names: Sequence[str]) -> Iterator[Row]:
    """Yield the records that one value holds: itself, or those of a whole file on one line."""
    is_object = isinstance(value, dict)
    lists = [value[name] for name in names if name in value] if is_object else []
    records = next((found for found in lists if isinstance(found, list)), [value])
    for record in records:
        if not isinstance(record, dict):
            raise Broken(f"record {number}: not a JSON object")
        yield _open_envelope(record)


def _open_envelope(record: Row) -> Row:
    """Return the record that an event of EventBridge or of lookup-events carries.

    An event whose record cannot be read is returned itself: it is no record, and is told as such.

    https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
    https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
    """
    if "eventName" in record:
        return record
    found = record.get("detail") if "detail-type" in record else None
    if isinstance(text := record.get("CloudTrailEvent"), str):
        try:
            found = _new_decoder().decode(text)
        except (RecursionError, ValueError):
            return record
    return found if isinstance(found, dict) and not is_deep(found) else record


def _new_decoder() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=_read_float, parse_int=_read_int, parse_constant=_refuse)


def _read_int(text: str) -> int | str:
    """Return the number; one that is too big for other readers of JSON stays text."""
    return int(text) if len(text) <= _WIDEST_NUMBER else text


def _read_float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not valid JSON")
