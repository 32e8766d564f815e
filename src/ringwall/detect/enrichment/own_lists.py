"""The small lists that come with Ringwall: public facts, each with its date."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from ringwall.detect.enrichment.feeds import Feed, read_feed
from ringwall.detect.enrichment.intel_list import LIST_KINDS, SUFFIX_KINDS, IntelList

FOLDER = Path(__file__).parent / "lists"
_HEAD = re.compile(r"^# (kind|made|max-age-days): (\S+)$", re.MULTILINE)


@cache
def read_own_lists() -> tuple[tuple[IntelList, Feed], ...]:
    """Return each list that comes with Ringwall, with what it names."""
    return tuple(_read_list(path) for path in sorted(FOLDER.glob("*.txt")))


def _read_list(path: Path) -> tuple[IntelList, Feed]:
    content = path.read_bytes()
    head = dict(_HEAD.findall(content.decode()))
    kind = next(kind for kind in LIST_KINDS if kind == head["kind"])
    feed = read_feed(content, "text", takes_suffixes=kind in SUFFIX_KINDS)
    about = IntelList(
        name=path.stem,
        kind=kind,
        source="Ringwall",
        format="text",
        made=datetime.fromisoformat(head["made"]).replace(tzinfo=UTC),
        max_age=timedelta(days=int(head["max-age-days"])),
        networks=len(feed.networks),
        domains=len(feed.domains),
        ours=True,
    )
    return about, feed
