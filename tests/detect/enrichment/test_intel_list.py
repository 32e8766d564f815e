"""A list counts until it is too old."""

from datetime import UTC, datetime, timedelta

from ringwall.detect.enrichment.intel_list import LIST_KINDS, THREATS, IntelList, find_max_age

MADE = datetime(2026, 1, 1, tzinfo=UTC)
LIST = IntelList("a", "c2", "a.txt", "text", MADE, timedelta(days=30), networks=2, expiring=1)


def test_a_list_ages() -> None:
    assert LIST.counts_at(MADE + timedelta(days=30))
    assert not LIST.counts_at(MADE + timedelta(days=30, seconds=1))
    assert LIST.describe_age(MADE) == "counts until 2026-01-31"
    assert LIST.describe_age(MADE + timedelta(40)) == "too old since 2026-01-31: not used"
    assert LIST.indicators == 3
    assert not LIST.is_feed


def test_each_kind_has_an_age() -> None:
    assert all(find_max_age(kind) > timedelta(days=6) for kind in LIST_KINDS)
    assert set(LIST_KINDS) > THREATS
    assert not THREATS & {"trusted", "tor", "hosting", "country"}
