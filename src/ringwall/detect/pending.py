"""What of the logs was not judged yet: files, in chunks of days, whenever they came.

INVARIANT: what is judged is known by file, not by time. An event that comes late, by hours or by
months, is in a file that nobody has judged, and so is judged, with all that lies around it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

MOST_ROWS = 3_000_000
"""Events of one chunk, but for those of a single day."""
JOINED = re.compile(r"-\d+\.parquet$")
"""The end of the name of a file that others were joined into."""
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - times of logs are UTC, naive


class LogPart(Protocol):
    """One file of a table of logs; times are microseconds since 1970, UTC."""

    @property
    def path(self) -> str:
        """Where it is, from the folder of the logs."""
        ...

    @property
    def source(self) -> str:
        """The table."""
        ...

    @property
    def day(self) -> str:
        """The day of its events."""
        ...

    @property
    def rows(self) -> int:
        """How many events it has."""
        ...

    @property
    def first(self) -> int:
        """The time of the first event."""
        ...

    @property
    def last(self) -> int:
        """The time of the last event."""
        ...


@dataclass(frozen=True)
class Pending:
    """What is to be judged of one table, and what is to be noted only."""

    source: str
    fresh: tuple[LogPart, ...] = ()
    joined: tuple[LogPart, ...] = ()
    """Files that took the place of judged ones, with the same events."""
    gone: frozenset[str] = frozenset()
    """Judged files that are no more."""


@dataclass(frozen=True)
class LogChunk:
    """Files of days that follow each other, judged together; times as in the files."""

    files: tuple[LogPart, ...]

    @property
    def since(self) -> int:
        """The time of the first event."""
        return min(file.first for file in self.files)

    @property
    def until(self) -> int:
        """The time of the last event."""
        return max(file.last for file in self.files)

    @property
    def rows(self) -> int:
        """How many events it has."""
        return sum(file.rows for file in self.files)

    @property
    def sources(self) -> frozenset[str]:
        """The tables that its files are of."""
        return frozenset(file.source for file in self.files)


def find_pending(
    files: Iterable[LogPart], judged: Mapping[str, Mapping[str, int]]
) -> list[Pending]:
    """Return what was not judged of each table; `judged` has the rows of files, by table."""
    present: dict[str, list[LogPart]] = {source: [] for source in judged}
    for file in files:
        present.setdefault(file.source, []).append(file)
    return [
        found
        for source, those in sorted(present.items())
        if (found := _compare(source, those, judged.get(source, {}))) != Pending(source)
    ]


def _compare(source: str, files: Sequence[LogPart], judged: Mapping[str, int]) -> Pending:
    new = [file for file in files if file.path not in judged]
    gone = judged.keys() - {file.path for file in files}
    joined: list[LogPart] = []
    for day in {_day_of(path) for path in gone}:
        rows = sum(judged[path] for path in gone if _day_of(path) == day)
        candidates = [f for f in new if _day_of(f.path) == day and JOINED.search(f.path)]
        # Where an unjudged file was joined too, there are more rows, and all are judged again.
        if sum(file.rows for file in candidates) == rows:
            joined += candidates
    paths = {file.path for file in joined}
    fresh = tuple(file for file in new if file.path not in paths)
    return Pending(source, fresh, tuple(joined), frozenset(gone))


def _day_of(path: str) -> str:
    return path.rpartition("/")[0]


def cut_chunks(files: Iterable[LogPart], most_rows: int = MOST_ROWS) -> list[LogChunk]:
    """Return files as chunks, the earliest first: days that follow each other, not too many."""
    days: dict[str, list[LogPart]] = {}
    for file in files:
        days.setdefault(file.day, []).append(file)
    chunks: list[list[LogPart]] = []
    rows, before = 0, ""
    for day, those in sorted(days.items()):
        more = sum(file.rows for file in those)
        if not chunks or rows + more > most_rows or not _follows(before, day):
            chunks.append([])
            rows = 0
        chunks[-1] += those
        rows, before = rows + more, day
    return [LogChunk(tuple(those)) for those in chunks]


def _follows(before: str, day: str) -> bool:
    return date.fromisoformat(day) - date.fromisoformat(before) <= timedelta(days=1)


def widen(since: int, until: int, window: timedelta, *, forward: bool) -> tuple[datetime, datetime]:
    """Return the time that a detection must see to judge what happened from `since` to `until`.

    `forward` is for what came late: an act that began with it may have ended in what was judged.
    """
    return _shift(since, -window), _shift(until, window if forward else timedelta(0))


def _shift(micros: int, by: timedelta) -> datetime:
    try:
        return EPOCH + timedelta(microseconds=micros) + by
    except OverflowError:  # a wrong clock, near the end of all times
        return datetime.min if by < timedelta(0) else datetime.max  # noqa: DTZ901 - naive


def to_micros(at: datetime) -> int:
    """Return a time (UTC, naive) as files of logs have it."""
    return (at.replace(tzinfo=UTC) - EPOCH.replace(tzinfo=UTC)) // timedelta(microseconds=1)
