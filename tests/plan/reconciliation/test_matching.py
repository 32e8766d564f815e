"""Which row of an estate is the wanted one, and whose it is."""

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
