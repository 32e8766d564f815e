"""Feeds as indicators: plain text, CSV, STIX 2.1 bundles and MISP events, within limits."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from ringwall.detect.enrichment.indicators import AddressRange, NotUnderstoodError, read_indicator
from ringwall.detect.enrichment.misp import read_misp
from ringwall.detect.enrichment.stix import read_stix
from ringwall.model.errors import BadInput

FeedFormat = Literal["text", "csv", "stix", "misp"]
FEED_FORMATS: tuple[FeedFormat, ...] = get_args(FeedFormat)
MAX_INDICATORS = 5_000_000
HOSTS = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1"})  # noqa: S104 - a hosts file names them
"""What a hosts file has before the names that it blocks."""

_COMMENT = re.compile(r"(?<!\s)\s+[#;].*$")
_COLUMNS = ("indicator", "ioc", "ioc_value", "ip", "ip_address", "dst_ip", "address", "domain",
            "host", "hostname", "url", "value", "network", "cidr")  # fmt: skip
"""Names of the column of a CSV file that has the indicators, where none is named."""


@dataclass
class Feed:
    """What a feed names. `skipped` counts what was not understood, by reason.

    `expiring` holds the indicators that the feed itself dates, as it writes them, with their ends.
    """

    networks: list[AddressRange] = field(default_factory=list)
    domains: set[str] = field(default_factory=set)
    expiring: dict[AddressRange | str, datetime] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    takes_suffixes: bool = False
    """Whether it may name domains below which anyone registers names."""

    def __len__(self) -> int:
        """Return how many indicators there are."""
        return len(self.networks) + len(self.domains) + len(self.expiring)

    def add(self, text: str, expires: datetime | None = None) -> None:
        """Take one indicator, or count why it is none; BadInput for one too many."""
        try:
            found = read_indicator(text, takes_suffixes=self.takes_suffixes)
        except NotUnderstoodError as error:
            self.skipped[str(error)] += 1
            return
        if len(self) >= MAX_INDICATORS:
            raise BadInput(f"more than {MAX_INDICATORS:,} indicators; split the list")
        if expires is not None:
            self.expiring[found] = max(expires, self.expiring.get(found, expires))
        elif isinstance(found, str):
            self.domains.add(found)
        else:
            self.networks.append(found)


def guess_format(content: bytes) -> FeedFormat:
    """Return the format that a feed seems to have."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return "misp" if b'"Event"' in content[:65536] and b'"bundle"' not in start else "stix"
    lines = [line for line in start.splitlines()[:20] if line and not line.startswith((b"#", b";"))]
    return "csv" if lines and all(b"," in line for line in lines) else "text"


def read_feed(
    content: bytes, format_: FeedFormat, column: str = "", *, takes_suffixes: bool = False
) -> Feed:
    """Return the indicators of a feed; BadInput where it is not of that format, or has none.

    `column` names the column of a CSV file, or counts it from 1. `takes_suffixes` is whether it may
    name domains below which anyone registers names.
    """
    feed = Feed(takes_suffixes=takes_suffixes)
    if format_ == "stix":
        for text, expires in read_stix(content, feed.skipped):
            feed.add(text, expires)
    elif format_ == "misp":
        for text in read_misp(content, feed.skipped):
            feed.add(text)
    else:
        text = content.decode("utf-8-sig", "replace")
        values = _read_csv(text, column) if format_ == "csv" else _read_lines(text)
        for value in values:
            feed.add(value)
    if not len(feed):
        why = "; ".join(f"{count} times: {reason}" for reason, count in feed.skipped.most_common(3))
        raise BadInput(f"no indicator was understood as {format_} ({why or 'it is empty'})")
    return feed


def _read_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        value = _COMMENT.sub("", line.strip())
        if not value or value.startswith(("#", ";", "//", "!")):
            continue
        first, *more = value.split()
        yield from more if first in HOSTS and more else (value if _is_range(value) else first,)


def _is_range(value: str) -> bool:
    return " - " in value


def _read_csv(text: str, column: str) -> Iterator[str]:
    lines = (line for line in io.StringIO(text) if line.strip() and not _is_remark(line))
    try:
        rows = csv.reader(lines, strict=True)
        head = next(rows, [])
        place, has_head = _find_column(head, column)
        yield from _pick(rows if has_head else [head, *rows], place)
    except csv.Error as error:
        raise BadInput(f"no CSV: {error}") from error


def _is_remark(line: str) -> bool:
    # abuse.ch writes the names of columns as a remark: they are lost, and the first column counts.
    return line.lstrip().startswith("#")


def _pick(rows: Iterable[list[str]], place: int) -> Iterator[str]:
    for row in rows:
        yield row[place] if place < len(row) else ""


def _find_column(head: list[str], column: str) -> tuple[int, bool]:
    """Return where the indicators are, and whether the first row has names."""
    names = [name.strip().lower() for name in head]
    if column.isdecimal() and 1 <= int(column) <= max(len(names), 1):
        return int(column) - 1, not any(map(_is_indicator, head))
    if column:
        if column.lower() not in names:
            raise BadInput(f"no column {column}; the first row has {', '.join(names)[:200]}")
        return names.index(column.lower()), True
    for name in _COLUMNS:
        if name in names:
            return names.index(name), True
    places = [place for place, value in enumerate(head) if _is_indicator(value)]
    if not places:
        raise BadInput("no column of the CSV seems to have the indicators; name it with --column")
    return places[0], False


def _is_indicator(text: str) -> bool:
    try:
        read_indicator(text)
    except NotUnderstoodError:
        return False
    return True
