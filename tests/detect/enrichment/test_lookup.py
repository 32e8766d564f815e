"""Which lists an address or a name is on, of those that count."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ringwall.detect.enrichment.feeds import Feed
from ringwall.detect.enrichment.indicators import read_address
from ringwall.detect.enrichment.intel_list import IntelKind, IntelList
from ringwall.detect.enrichment.intel_store import read_lists, write_list
from ringwall.detect.enrichment.lookup import IntelLookup, make_lookup, names_above

NOW = datetime(2026, 12, 31, tzinfo=UTC)


def store(intel: Path, name: str, kind: IntelKind, *texts: str, age: int = 0) -> None:
    feed = Feed()
    for text in texts:
        feed.add(text)
    about = IntelList(name, kind, name, "text", NOW - timedelta(days=age), timedelta(days=30))
    write_list(intel, about, feed)


def look(intel: Path, *names: str) -> IntelLookup:
    return make_lookup(intel, read_lists(intel)[0], names, NOW)


def on(lookup: IntelLookup, text: str) -> list[str]:
    address = read_address(text)
    assert address is not None
    return [one.name for one in lookup.find_address(*address)]


def test_an_address_is_on_each_list_that_counts(tmp_path: Path) -> None:
    store(tmp_path, "a", "c2", "192.0.2.0/24", "2001:db8::1")
    store(tmp_path, "b", "scanner", "192.0.2.7")
    store(tmp_path, "old", "c2", "192.0.2.7", age=31)
    lookup = look(tmp_path)
    assert on(lookup, "192.0.2.7") == ["a", "b"]
    assert on(lookup, "192.0.3.7") == []
    assert on(lookup, "2001:db8::1") == ["a"]
    assert on(lookup, "8.8.8.8") == ["public_resolvers"]
    assert lookup.has_kind("scanner")
    assert not lookup.has_kind("tor")  # Ringwall's own list has a few of them only


def test_a_name_is_on_the_lists_of_the_names_above_it(tmp_path: Path) -> None:
    store(tmp_path, "a", "c2", "evil.example.com", "other.example.org")
    lookup = look(tmp_path, "x.evil.example.com", "notevil.example.com", "pool.nanopool.org")
    assert [one.name for one in lookup.find_domain("x.evil.example.com")] == ["a"]
    assert lookup.find_domain("notevil.example.com") == []
    assert [one.name for one in lookup.find_domain("pool.nanopool.org")] == ["mining_pools"]


def test_indicators_end_one_by_one(tmp_path: Path) -> None:
    feed = Feed()
    feed.add("192.0.2.1", NOW + timedelta(seconds=1))
    feed.add("192.0.2.2", NOW - timedelta(seconds=1))
    feed.add("late.example.com", NOW + timedelta(days=1))
    write_list(tmp_path, IntelList("a", "c2", "a", "stix", NOW, timedelta(days=30)), feed)
    lookup = look(tmp_path, "late.example.com")
    assert on(lookup, "192.0.2.1") == ["a"]
    assert on(lookup, "192.0.2.2") == []
    assert lookup.find_domain("late.example.com")


def test_names_above_end_before_the_last_label() -> None:
    assert names_above("a.b.c") == ["a.b.c", "b.c"]
    assert names_above("localhost") == ["localhost"]
    assert names_above("") == [""]
