"""Records made such that the lake takes them: no password in a URL, no half character, no NUL."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from ringwall.collect.logs.unpack import Broken
from ringwall.collect.records import parse_value
from ringwall.model.text import drop_user_info, make_storable
from ringwall.store.lake.log_batch import Repaired

ODD = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
"""What JSON may say and no database takes: NUL, and what may be half a character."""
HIDDEN = re.compile(rb"\\/|\\u00(?:40|2[fF]|3[aA])")
"""A slash, colon or at sign that JSON writes in another way: a URL may hide behind it."""


def clean_records(data: bytes, records: Iterable[bytes]) -> list[bytes]:
    """Return the records of an object whose text is given; most objects have nothing to clean."""
    if not _may_need(data):
        return list(records)
    return [cleaned for record in records for cleaned in _clean(record)]


def clean_lines(data: bytes, lines: Iterable[bytes]) -> list[bytes]:
    """Return lines of text without passwords in URLs, NUL, and what is no UTF-8."""
    if b"://" in data and b"@" in data:
        lines = (
            drop_user_info(line.decode("utf-8", "replace")).encode()
            if b"://" in line and b"@" in line
            else line
            for line in lines
        )
    return list(lines)


def repair(record: bytes) -> Repaired:
    """Return what the engine can read of a record that it could not read, or why it is none."""
    try:
        found = parse_value(record.decode("utf-8", "replace").encode())
    except Broken as error:
        return Repaired(reason=str(error).removeprefix("record 1: "))
    return Repaired(tuple(encode(value) for value in found))


def encode(record: Any) -> bytes:
    """Return a record as one line of JSON that every reader takes."""
    return msgspec.json.encode(_storable(record))


def _may_need(data: bytes) -> bool:
    if b"\\" in data and (ODD.search(data) or HIDDEN.search(data)):
        return True
    return b"://" in data and b"@" in data


def _clean(record: bytes) -> Iterator[bytes]:
    has_escapes = b"\\" in record
    if has_escapes and (ODD.search(record) or HIDDEN.search(record)):
        yield from repair(record).records or (record,)
    elif b"@" in record and b"://" in record:
        yield drop_user_info(record.decode("utf-8", "replace")).encode()
    else:
        yield record


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return drop_user_info(make_storable(value))
    if isinstance(value, dict):
        return {make_storable(name): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    return value
