"""The lists that come with Ringwall are whole, and dated."""

from datetime import UTC, datetime

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
