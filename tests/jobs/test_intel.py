"""Lists and data files: imported, fetched again, listed, removed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mmdb_file import write_mmdb

from ringwall.detect.enrichment.fetch import FeedNotFetchedError, FetchedFeed
from ringwall.jobs import intel
from ringwall.jobs.intel import (
    IntelRequest,
    import_list,
    list_intel,
    remove_intel,
    update_lists,
)
from ringwall.model.errors import BadInput

NOW = datetime(2026, 12, 31, tzinfo=UTC)
URL = "https://feed.example/c2.txt"


def yours(home: Path) -> dict[str, int]:
    return {one.name: one.indicators for one in list_intel(home).lists if not one.ours}


def test_a_file_is_imported_under_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "Bad Hosts.txt").write_text("192.0.2.7\nevil.example.com\n")
    made = import_list(tmp_path / "home", IntelRequest(str(tmp_path / "Bad Hosts.txt"), "c2"), NOW)
    assert (made.name, made.format, made.made) == ("bad-hosts", "text", NOW)
    assert made.max_age == timedelta(days=30)
    assert yours(tmp_path / "home") == {"bad-hosts": 2}


def test_a_data_file_has_the_age_of_its_making(tmp_path: Path) -> None:
    path = write_mmdb(tmp_path / "asn.mmdb", {"192.0.2.0/24": {"asn": "AS64500"}})
    made = import_list(tmp_path / "home", IntelRequest(str(path), "asn"), NOW)
    assert (made.name, made.made.year, made.format) == ("asn", 2025, "mmdb")
    with pytest.raises(BadInput, match="takes a file"):
        import_list(tmp_path / "home", IntelRequest("https://a.example/x.mmdb", "asn"), NOW)


@pytest.mark.parametrize(
    ("source", "name"),
    [("none.txt", ""), ("http://a.example/", ""), ("a.txt", "A B"), ("a.txt", "mining_pools")],
)
def test_what_cannot_be_imported_is_refused(tmp_path: Path, source: str, name: str) -> None:
    with pytest.raises(BadInput):
        import_list(tmp_path / "home", IntelRequest(source, "c2", name=name), NOW)


def test_lists_with_urls_are_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    answers = [b"a.example\n", b"a.example\nb.example\n", None, b"<html>"]

    def answer(url: str) -> FetchedFeed:
        content = answers.pop(0)
        if content is None:
            raise FeedNotFetchedError("no route")
        return FetchedFeed(content, url)

    monkeypatch.setattr(intel, "fetch", answer)
    import_list(home, IntelRequest(URL, "c2", max_age=timedelta(days=3)), NOW)
    later = NOW + timedelta(days=1)
    (updated,) = update_lists(home, (), later)
    assert updated.now is not None
    assert (updated.now.made, updated.now.max_age) == (later, timedelta(days=3))
    for said in ("no route", "no indicator was understood"):
        (failed,) = update_lists(home, ("feed.example-c2",), later)
        assert failed.now is None
        assert said in failed.error
    assert yours(home) == {"feed.example-c2": 2}
    with pytest.raises(BadInput, match="no list other"):
        list(update_lists(home, ("other",), later))


def test_all_named_lists_are_removed_or_none(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (tmp_path / "a.txt").write_text("192.0.2.7\n")
    for name in ("a", "b"):
        import_list(home, IntelRequest(str(tmp_path / "a.txt"), "c2", name=name), NOW)
    with pytest.raises(BadInput, match="no list c"):
        remove_intel(home, ("a", "c"))
    assert yours(home) == {"a": 1, "b": 1}
    (home / "intel" / "b" / "list.json").write_text("{")
    assert "damaged" in list_intel(home).damaged[0]
    remove_intel(home, ("a", "b"))
    assert yours(home) == {}
