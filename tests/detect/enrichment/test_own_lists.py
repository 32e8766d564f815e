"""The lists that come with Ringwall are whole, and dated."""

from datetime import UTC, datetime

from ringwall.detect.enrichment.lookup import names_above
from ringwall.detect.enrichment.own_lists import FOLDER, read_own_lists


def test_each_list_is_understood_and_dated() -> None:
    lists = {about.name: (about, feed) for about, feed in read_own_lists()}
    assert lists.keys() == {path.stem for path in FOLDER.iterdir()}
    for about, feed in lists.values():
        assert about.made > datetime(2026, 1, 1, tzinfo=UTC)
        assert about.ours
        assert about.indicators == len(feed)
        assert not feed.skipped, about.name
    assert "nanopool.org" in lists["mining_pools"][1].domains


def test_each_list_names_its_sources() -> None:
    for path in FOLDER.iterdir():
        assert "\n# sources: " in path.read_text(), path.name


def test_no_entry_is_a_part_of_another() -> None:
    for about, feed in read_own_lists():
        for name in feed.domains:
            assert not {*names_above(name)[1:]} & feed.domains, (about.name, name)
        for one in feed.networks:
            others = [n for n in feed.networks if n is not one and n.version == one.version]
            assert not any(n.first <= one.first and one.last <= n.last for n in others), one
