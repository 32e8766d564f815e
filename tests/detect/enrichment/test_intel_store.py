"""Lists at rest: whole or not at all, and refused where they are damaged."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ringwall.detect.enrichment import intel_store
from ringwall.detect.enrichment.feeds import Feed
from ringwall.detect.enrichment.indicators import AddressRange
from ringwall.detect.enrichment.intel_list import IntelList
from ringwall.detect.enrichment.intel_store import (
    check_name,
    data_file,
    find_list,
    read_domains,
    read_expiring,
    read_lists,
    read_ranges,
    remove_list,
    remove_partial_lists,
    write_data,
    write_list,
)
from ringwall.model.errors import BadInput

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def about(name: str = "acme") -> IntelList:
    return IntelList(name, "c2", "acme.txt", "text", NOW, timedelta(days=30))


def feed() -> Feed:
    found = Feed()
    for text in ("192.0.2.7", "192.0.2.8", "2001:db8::/64", "evil.example.com", "x"):
        found.add(text)
    found.add("198.51.100.1", NOW + timedelta(days=1))
    found.add("198.51.100.2", NOW - timedelta(days=1))
    found.add("short.example.com", NOW + timedelta(days=2))
    return found


def test_a_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = write_list(tmp_path, about(), feed())
    lists, damaged = read_lists(tmp_path)
    assert (lists, damaged) == ([written], [])
    assert (written.networks, written.domains, written.expiring) == (2, 1, 3)
    assert written.skipped == {"no address, network or domain": 1}
    firsts, lasts = read_ranges(tmp_path, written, 4)
    assert (list(firsts), list(lasts)) == ([0xC0000207], [0xC0000208])
    assert list(read_domains(tmp_path, written)) == ["evil.example.com"]
    assert set(read_expiring(tmp_path, written, NOW)) == {
        AddressRange(4, 0xC6336401, 0xC6336401),
        "short.example.com",
    }
    assert find_list(lists, "acme") == written
    assert find_list(lists, "other") is None


def test_a_new_list_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    write_list(tmp_path, about(), feed())
    other = Feed()
    other.add("192.0.2.99")
    write_list(tmp_path, about(), other)
    assert [one.indicators for one in read_lists(tmp_path)[0]] == [1]
    assert [path.name for path in tmp_path.iterdir()] == ["acme"]


def test_a_data_file_is_kept_as_it_is(tmp_path: Path) -> None:
    written = write_data(tmp_path, about("places"), b"data")
    assert data_file(tmp_path, written).read_bytes() == b"data"
    assert data_file(tmp_path, written).stat().st_mode & 0o077 == 0


def test_what_a_killed_run_left_is_no_list(tmp_path: Path) -> None:
    (tmp_path / ".partial-0011223344556677").mkdir()
    assert read_lists(tmp_path) == ([], [])
    remove_partial_lists(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_list_is_removed(tmp_path: Path) -> None:
    write_list(tmp_path, about(), feed())
    remove_list(tmp_path, "acme")
    assert read_lists(tmp_path) == ([], [])
    with pytest.raises(BadInput, match="no list acme"):
        remove_list(tmp_path, "acme")


@pytest.mark.parametrize("name", ["", "..", "a/b", "A", ".hidden", "x" * 64, "ä", "a\n"])
def test_a_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(BadInput):
        check_name(name)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"manifest": 2}', "\0", "null"])
def test_a_damaged_manifest_is_said(tmp_path: Path, content: str) -> None:
    write_list(tmp_path, about(), feed())
    (tmp_path / "acme" / intel_store.MANIFEST).write_text(content)
    lists, damaged = read_lists(tmp_path)
    assert lists == []
    assert "damaged" in damaged[0]


def test_a_manifest_of_another_name_is_damaged(tmp_path: Path) -> None:
    write_list(tmp_path, about(), feed())
    path = tmp_path / "acme" / intel_store.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"name": "../other"}))
    assert read_lists(tmp_path)[0] == []


@pytest.mark.parametrize("name", ["v4.bin", "domains.txt", "expiring.tsv"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    written = write_list(tmp_path, about(), feed())
    (tmp_path / "acme" / name).write_bytes(b"")
    with pytest.raises(BadInput, match="changed since it was written"):
        (list(read_ranges(tmp_path, written, 4)),
         list(read_domains(tmp_path, written)),
         list(read_expiring(tmp_path, written, NOW)))  # fmt: skip
