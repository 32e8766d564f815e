"""`ringwall intel`: lists and data files, as a user sees them."""

from pathlib import Path
from typing import Any

import pytest
from geo_package import GeoData, Put


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    (tmp_path / "c2.txt").write_text("192.0.2.7\nevil.example.com\nwhat is this\n")
    return tmp_path / "c2.txt"


def test_a_list_is_imported_listed_and_removed(ringwall: Any, feed: Path) -> None:
    ran = ringwall("intel", "import", feed, "--kind", "c2", "--max-age", "2w")
    assert ran.code == 0
    assert "c2: 2 indicators (c2)" in ran.err
    assert "not understood 1 time:" in ran.err
    found = {row["list"]: row for row in ringwall("intel", "list", "--format", "json").objects}
    assert found["c2"]["indicators"] == 2
    assert found["c2"]["counts"] is True
    assert found["c2"]["not_understood"] == {"no address, network or domain": 1}
    assert found["mining_pools"]["source"] == "Ringwall"
    assert ringwall("intel", "remove", "c2").code == 0
    assert not any(line.startswith("c2\t") for line in ringwall("intel").lines)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "none.txt", "--kind", "c2"), "cannot be read"),
        (("import", "http://a.example/x", "--kind", "c2"), "only https:// is fetched"),
        (("import", "FEED", "--kind", "c2", "--max-age", "soon"), "30d"),
        (("import", "FEED", "--kind", "asn"), "no MaxMind DB"),
        (("import", "FEED", "--kind", "c2", "--form", "stix"), "no JSON"),
        (("remove", "none"), "no list none"),
        (("update", "none"), "no list none"),
    ],
)
def test_bad_input_ends_with_64(
    ringwall: Any, feed: Path, words: tuple[str, ...], said: str
) -> None:
    ran = ringwall("intel", *(str(feed) if word == "FEED" else word for word in words))
    assert ran.code == 64
    assert said in ran.err


def test_a_feed_that_does_not_answer_ends_with_2(ringwall: Any) -> None:
    ran = ringwall("intel", "import", "https://localhost:1/x", "--kind", "c2")
    assert ran.code == 2
    assert "cannot be fetched" in ran.err


def test_without_a_url_nothing_is_updated(ringwall: Any) -> None:
    ran = ringwall("intel", "update")
    assert ran.code == 0
    assert "no list has a URL" in ran.err


def test_a_damaged_list_is_said(ringwall: Any, feed: Path, tmp_path: Path) -> None:
    ringwall("intel", "import", feed, "--kind", "c2")
    (tmp_path / "home" / "intel" / "c2" / "list.json").write_text("{")
    ran = ringwall("intel", "list")
    assert ran.code == 64
    assert "damaged" in ran.err


def test_data_of_a_package_is_listed_with_its_date(ringwall: Any, put_geo_package: Put) -> None:
    without = ringwall("intel")
    assert "`pip install 'ringwall[geo]'` brings one" in without.err
    put_geo_package(GeoData())
    found = {row["list"]: row for row in ringwall("intel", "--format", "json").objects}
    country = found["packaged-country"]
    assert (country["made"], country["source"]) == ("2026-10-04", "plevin-db-network")
    assert found["packaged-asn"]["age"] == "counts until 2027-11-08"
    assert "no data file" not in ringwall("intel").err
    put_geo_package(GeoData(built="soon"))
    damaged = ringwall("intel")
    assert (damaged.code, "the data of plevin-db-network cannot be read" in damaged.err) == (
        64,
        True,
    )


def test_the_names_of_packaged_data_are_taken(ringwall: Any, feed: Path) -> None:
    ran = ringwall("intel", "import", feed, "--kind", "c2", "--name", "packaged-asn")
    assert (ran.code, "packaged-asn is a list of Ringwall's own" in ran.err) == (64, True)
