"""Which row of an estate is the wanted one, and whose it is."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.plan.reconciliation.matching import match_row


@pytest.mark.parametrize(
    ("rows", "adopted", "standing"),
    [
        ([], False, "absent"),
        ([("y", "acme/y", {})], False, "absent"),
        ([("x", "acme/x", {})], False, "ours"),
        # The tag counts more than the name.
        ([("renamed", "acme/x", {}), ("x", "", {})], False, "ours"),
        ([("x", "", {})], False, "foreign"),
        ([("x", "", {})], True, "ours"),
        ([("x", "other/x", {})], False, "foreign"),
        ([("x", "", {"tags": None})], False, "unknown"),
        ([("a", "acme/x", {}), ("b", "acme/x", {})], False, "several"),
        ([("a", "", {"label": None})], False, "unknown"),
    ],
)
def test_a_row_is_found_by_its_tag_then_by_its_name(
    desk: Any, rows: Any, adopted: Any, standing: str
) -> None:
    found = tuple({**desk.drawer(name, owner), **more} for name, owner, more in rows)
    lifecycle = desk.catalog.lifecycles["desk_drawer"]
    match = match_row(lifecycle, {"label": "x"}, "acme/x", found, adopted=adopted)
    assert match.standing == standing
    assert bool(match.why) == (standing in ("several", "unknown"))
    if standing == "ours":
        assert match.row == found[0]


def test_where_there_is_at_most_one_any_is_the_same(desk: Any) -> None:
    single = replace(desk.catalog.lifecycles["desk_drawer"], identity=())
    found = (desk.drawer("other"),)
    assert match_row(single, {}, "acme/x", found, adopted=False).standing == "foreign"
    assert match_row(single, {}, "acme/x", found, adopted=True).standing == "ours"
    assert match_row(single, {}, "acme/x", (), adopted=False).standing == "absent"


def test_where_the_tag_alone_tells_what_has_another_is_another(desk: Any) -> None:
    unnamed = replace(desk.catalog.lifecycles["desk_drawer"], identity=(), by_tag_alone=True)
    found = (desk.drawer("a"), desk.drawer("b", "acme/y"))
    assert match_row(unnamed, {}, "acme/x", found, adopted=False).standing == "absent"
    unread = (desk.drawer("a", tags=None),)
    assert match_row(unnamed, {}, "acme/x", unread, adopted=False).standing == "unknown"
