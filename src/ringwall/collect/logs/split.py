"""An object of a log split into its records, at the speed of the decoder where it is well formed.

CloudTrail's `{"Records": [...]}`, a list, a record a line, events of EventBridge, the answer of
`aws cloudtrail lookup-events`, what CloudWatch Logs hands to its subscribers, and lines of text.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Any

import msgspec

from ringwall.collect.logs.clean import clean_lines, clean_records, encode
from ringwall.collect.logs.exports import ParquetLog, has_events, read_csv
from ringwall.collect.logs.recognize import (
    has_records,
    place_object,
    recognize_line,
    recognize_record,
)
from ringwall.collect.logs.unpack import Broken, Unpacked
from ringwall.collect.records import parse_records
from ringwall.model.table import Row
from ringwall.model.text import count_of
from ringwall.store.lake.log_batch import LogSource, StagedObject
from ringwall.store.lake.log_query import LONGEST_RECORD, SEPARATOR

WHOLE = 64 * 1024**2
"""Bytes up to which an object is decoded at once."""
PIECE = 16 * 1024**2
"""Bytes of lines that are taken at once."""
LINES = 100_000
"""Lines of a Parquet file that are taken at once."""
GROUP = 1_000
"""Records that are taken at once where each is looked at."""
_LIST = re.compile(rb'\s*(?:\{\s*"Records"\s*:\s*)?\[')
_MARK = b"\xef\xbb\xbf"


class Unrecognized(Exception):
    """An object is no log that Ringwall knows."""


@dataclass(frozen=True)
class Piece:
    """Records of one source from one object; none has a line break in it."""

    source: LogSource
    one: StagedObject
    records: Sequence[bytes]
    fields: tuple[str, ...] = ()
    is_whole: bool = False
    """Whether they are all that the object has, and nothing of it broke off."""


class _File(msgspec.Struct):
    Records: list[msgspec.Raw]
    NextToken: str | None = None


_FILE = msgspec.json.Decoder(_File)
_RECORDS = msgspec.json.Decoder(list[msgspec.Raw])


def split_object(
    unpacked: Unpacked, sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    """Yield the records of an object; then `Broken`, where some could not be read.

    Unrecognized where it is no log.
    """
    if unpacked.is_parquet:
        yield from _split_parquet(unpacked, sources, one)
        return
    start = unpacked.read(WHOLE)
    text = start.removeprefix(_MARK).lstrip()
    if not text:
        raise Unrecognized
    if text[:1] not in b"{[":
        yield from _split_lines(start, unpacked, sources, one)
    elif _LIST.match(text) and len(start) < WHOLE:
        yield from _split_list(start, unpacked, sources, one)
    elif _is_line_of_json(text):
        yield from _split_json_lines(start, unpacked, sources, one)
    else:
        yield from _look_at_each(start, unpacked, sources, one)


def _split_list(
    start: bytes, unpacked: Unpacked, sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    data = start.removeprefix(_MARK)
    more = unpacked.read(1)
    try:
        raw = _decode_list(data)
        source = recognize_record(sources, _decode(raw[0])) if raw else None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raw, source = [], None
    if more or not raw or source is None:
        unpacked.give_back(more)
        yield from _look_at_each(start, unpacked, sources, one)
        return
    records: list[bytes] = [bytes(record) for record in raw]
    if b"\n" in data or b"\r" in data:
        records = [record.replace(b"\n", b" ").replace(b"\r", b" ") for record in records]
    cleaned = clean_records(data, records)
    yield Piece(source, place_object(source, one), cleaned, is_whole=True)


def _decode_list(data: bytes) -> list[msgspec.Raw]:
    """Return the records of a whole file; none where it is one page of several."""
    if data.lstrip()[:1] == b"[":
        return _RECORDS.decode(data)
    file = _FILE.decode(data)
    return [] if file.NextToken else file.Records


def _split_json_lines(
    start: bytes, unpacked: Unpacked, sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    source: LogSource | None = None
    for data in _cut_at_lines(start.removeprefix(_MARK), unpacked):
        lines = [line for line in data.split(b"\n") if line.strip()]
        if source is None and lines:
            source = recognize_record(sources, _decode(lines[0]))
            if source is None:
                unpacked.give_back(data)
                yield from _look_at_each(b"", unpacked, sources, one)
                return
        if source and lines:
            yield Piece(source, place_object(source, one), clean_records(data, lines))


def _split_lines(
    start: bytes, unpacked: Unpacked, sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    first = start.removeprefix(_MARK).lstrip()[:65_536].partition(b"\n")[0]
    line = first.decode("utf-8", "replace").rstrip("\r")
    if has_events(line):
        unpacked.give_back(start)
        yield from _take_events(read_csv(unpacked), sources, one)
        return
    found = recognize_line(sources, line)
    if found is None:
        raise Unrecognized
    skip = found.head
    placed = place_object(found.source, one)
    for data in _cut_at_lines(start.removeprefix(_MARK), unpacked):
        text = data.translate(None, b"\r\x00" + SEPARATOR.encode())
        try:
            text.decode()
        except UnicodeDecodeError:
            text = text.decode("utf-8", "replace").encode()
        lines = [line for line in text.split(b"\n") if line]
        if skip:
            lines, skip = lines[skip:], 0
        yield Piece(found.source, placed, clean_lines(text, lines), found.fields)


def _split_parquet(
    unpacked: Unpacked, sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    with closing(ParquetLog(unpacked)) as log:
        if log.has_events:
            yield from _take_events(log.read_events(), sources, one)
            return
        if not log.is_flow:
            if not has_records(sources, log.columns):
                raise Unrecognized
            yield from _look_at(log.read_records(), sources, one)
            return
        found = recognize_line(sources, " ".join(log.columns).replace("_", "-"))
        if found is None:
            raise Unrecognized
        placed = place_object(found.source, one)
        lines = log.read_lines()
        while group := [line.encode() for line in islice(lines, LINES)]:
            yield Piece(found.source, placed, group, found.fields)


def _take_events(
    records: Iterator[Row], sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    """Yield events that a query returned; `Broken` where some could not be read."""
    while True:
        group: list[bytes] = []
        broken: Broken | None = None
        try:
            group.extend(encode(record) for record in islice(records, GROUP))
        except Broken as error:
            broken = error
        source = recognize_record(sources, {"eventName": "", "eventSource": ""})
        if source is None:
            raise Unrecognized
        if group:
            yield Piece(source, place_object(source, one), group)
        if broken:
            raise broken
        if len(group) < GROUP:
            return


def _cut_at_lines(start: bytes, unpacked: Unpacked) -> Iterator[bytes]:
    """Yield the text in pieces that end where a line does."""
    waiting = start
    while True:
        while len(waiting) >= PIECE:
            end = waiting.rfind(b"\n", 0, PIECE) + 1 or waiting.find(b"\n") + 1
            if not end:
                break
            yield waiting[:end]
            waiting = waiting[end:]
        if len(waiting) > PIECE + LONGEST_RECORD:
            raise Broken(f"a line of more than {LONGEST_RECORD // 1024**2} MiB")
        more = _read_on(unpacked)
        if not more:
            break
        waiting += more
    if waiting:
        yield waiting
    unpacked.read(1)  # what broke off is told once its lines are there


def _read_on(unpacked: Unpacked) -> bytes:
    try:
        return unpacked.read(PIECE)
    except Broken:
        return b""


def _look_at_each(
    start: bytes, unpacked: Unpacked, sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    """Yield the records of JSON that is not of one source, breaks off, or has other envelopes."""
    unpacked.give_back(start)
    yield from _look_at(parse_records(unpacked), sources, one)


def _look_at(
    records: Iterator[Row], sources: Sequence[LogSource], one: StagedObject
) -> Iterator[Piece]:
    looked = _Looked(sources)
    broken: Broken | None = None
    while broken is None:
        try:
            record = next(records, None)
        except Broken as error:
            broken = error
            break
        if record is None:
            break
        looked.take(record, one)
        if len(looked.waiting) >= GROUP:
            yield from looked.hand_over()
    yield from looked.hand_over()
    if not looked.known and (looked.others or broken):
        raise Unrecognized if broken is None or looked.others else broken
    if broken:
        raise broken
    if looked.others:
        raise Broken(f"{count_of(looked.others, 'record')} of no log that Ringwall knows")


class _Looked:
    """Records that were looked at one by one, until they are handed over."""

    def __init__(self, sources: Sequence[LogSource]) -> None:
        self.waiting: list[tuple[LogSource, StagedObject, tuple[str, ...], bytes]] = []
        self.known = self.others = 0
        self._sources = sources

    def take(self, record: Row, one: StagedObject) -> None:
        """Take a record, or those that a message of CloudWatch Logs has."""
        if isinstance(record.get("logEvents"), list) and "logGroup" in record:
            for text, placed in _open_message(record, one):
                self._take_text(text, placed)
        else:
            self._take_record(record, one)

    def hand_over(self) -> Iterator[Piece]:
        """Yield what waits, in order."""
        waiting, self.waiting = self.waiting, []
        for (_, one, fields), group in groupby(waiting, lambda i: (id(i[0].log), i[1], i[2])):
            held = list(group)
            yield Piece(held[0][0], one, [text for *_, text in held], fields)

    def _take_text(self, text: str, one: StagedObject) -> None:
        if text.lstrip()[:1] == "{":
            try:
                value = json.loads(text)
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                self._take_record(value, one)
                return
        line = " ".join(text.split())
        found = recognize_line(self._sources, line)
        if found is None or found.head:
            self.others += 1
            return
        self._wait(found.source, one, found.fields, line.replace(SEPARATOR, " ").encode())

    def _take_record(self, record: Row, one: StagedObject) -> None:
        source = recognize_record(self._sources, record)
        if source is None:
            self.others += 1
            return
        try:
            self._wait(source, one, (), encode(record))
        except (RecursionError, ValueError):
            self.others += 1

    def _wait(
        self, source: LogSource, one: StagedObject, fields: tuple[str, ...], text: bytes
    ) -> None:
        self.known += 1
        self.waiting.append((source, place_object(source, one), fields, text))


def _open_message(record: Row, one: StagedObject) -> Iterator[tuple[str, StagedObject]]:
    """Yield the lines of what CloudWatch Logs hands to a subscriber.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
    """
    owner, group = record.get("owner"), str(record.get("logGroup"))
    cluster = re.fullmatch(r"/aws/eks/([\w-]+)/cluster", group)
    placed = replace(
        one,
        account_id=owner if isinstance(owner, str) else one.account_id,
        name=cluster[1] if cluster else one.name,
    )
    for event in record["logEvents"]:
        if isinstance(event, dict) and isinstance(event.get("message"), str):
            yield event["message"], placed


def _is_line_of_json(text: bytes) -> bool:
    line = text.partition(b"\n")[0]
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False


def _decode(record: bytes | msgspec.Raw) -> dict[str, Any]:
    value = msgspec.json.decode(record)
    return value if isinstance(value, dict) else {}
