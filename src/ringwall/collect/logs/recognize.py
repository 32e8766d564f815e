"""Which log a record or a line is of: by what it says, never by the name of its file."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.store.lake.log_batch import LogSource, StagedObject

DIGEST = "CloudTrail-Digest"
"""In the names of objects with digests of log files: they have no events."""


@dataclass(frozen=True)
class LineFormat:
    """The source of lines, the fields that they have, and how many lines of head come first."""

    source: LogSource
    fields: tuple[str, ...]
    head: int = 0


def recognize_record(sources: Iterable[LogSource], record: Mapping[str, Any]) -> LogSource | None:
    """Return the source of a JSON record; None where it is of none."""
    for source in sources:
        marks, values = source.log.marks, source.log.values
        is_marked = marks and all(mark in record for mark in marks)
        if is_marked and all(_find(record, path) == value for path, value in values.items()):
            return source
    return None


def has_records(sources: Iterable[LogSource], columns: Collection[str]) -> bool:
    """Whether rows with these columns may be records of a source."""
    return any(source.log.marks and {*source.log.marks} <= {*columns} for source in sources)


def _find(record: Mapping[str, Any], path: str) -> str:
    """Return the member at a path as text; '' where there is none."""
    value: Any = record
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return "" if value is None else str(value)


def recognize_line(sources: Iterable[LogSource], line: str) -> LineFormat | None:
    """Return what the first line of a text says of those that follow."""
    for source in sources:
        log = source.log
        if log.header and re.match(log.header, line):
            return LineFormat(source, tuple(line.replace("-", "_").split()), head=1)
        if log.start and re.match(log.start, line):
            return LineFormat(source, log.fields)
    return None


def place_object(source: LogSource, one: StagedObject) -> StagedObject:
    """Return an object with what its address says of account, Region and name."""
    found = re.search(source.log.place, one.address) if source.log.place else None
    if not found:
        return one
    said = {name: value for name, value in found.groupdict().items() if value}
    return StagedObject(
        one.address,
        one.version,
        said.get("account", one.account_id),
        said.get("region", one.region),
        said.get("name", one.name),
        one.is_anew,
    )
