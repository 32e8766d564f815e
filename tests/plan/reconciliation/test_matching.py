"""Which row of an estate is the wanted one, and whose it is."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import RowKey
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.reconciliation.matching import find_adopted, find_match, match_row

DRAWER = "arn:aws:desk:eu-west-1:222222222222:drawer/d"


@pytest.mark.parametrize(
    ("rows", "adopted", "standing"),
    [
        ([], None, "absent"),
        ([("y", "acme/y", {})], None, "absent"),
        ([("x", "acme/x", {})], None, "ours"),
        # The tag counts more than the name.
        ([("renamed", "acme/x", {}), ("x", "", {})], None, "ours"),
        ([("x", "", {})], None, "foreign"),
        ([("x", "", {})], "", "ours"),
        ([("x", "other/x", {})], None, "foreign"),
        ([("x", "", {"tags": None})], None, "unknown"),
        # What the blueprint names by its ARN is it, whatever it is called.
        ([("y", "", {})], f"{DRAWER}-y", "ours"),
        ([("x", "", {})], f"{DRAWER}-gone", "ours"),
        ([("a", "acme/x", {}), ("b", "acme/x", {})], None, "several"),
        ([("a", "", {"label": None})], None, "unknown"),
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
    assert match_row(single, {}, "acme/x", found, adopted=None).standing == "foreign"
    assert match_row(single, {}, "acme/x", found, adopted=found[0]["arn"]).standing == "ours"
    assert match_row(single, {}, "acme/x", (), adopted=None).standing == "absent"


def test_where_the_tag_alone_tells_what_has_another_is_another(desk: Any) -> None:
    unnamed = replace(desk.catalog.lifecycles["desk_drawer"], identity=(), by_tag_alone=True)
    found = (desk.drawer("a"), desk.drawer("b", "acme/y"))
    assert match_row(unnamed, {}, "acme/x", found, adopted=None).standing == "absent"
    unread = (desk.drawer("a", tags=None),)
    assert match_row(unnamed, {}, "acme/x", unread, adopted=None).standing == "unknown"


def test_of_an_account_that_is_not_there_yet_nothing_is_there(desk: Any) -> None:
    key = desk.want("desk_drawer").key
    place = ("222222222222", "eu-west-1")
    estate = {"desk_drawer": EstateTable({place: (desk.drawer("x", "acme/x"),)})}

    def find(account_id: object) -> str:
        whose = ("acme/x", account_id)
        return find_match(key, {"label": "x"}, whose, estate, desk.catalog, adopted=None).standing

    assert find("222222222222") == "ours"
    assert find(None) == "absent"


def test_what_is_adopted_in_one_place_goes_before_what_is_adopted_everywhere() -> None:
    key = RowKey("prod", "eu-west-1", "desk_drawer", "x")
    everywhere, here = {"desk_drawer/x": "everywhere"}, {f"{key}": "here"}
    assert find_adopted(key, {**everywhere, **here}) == "here"
    assert find_adopted(key, everywhere) == "everywhere"
    assert find_adopted(key, {"desk_drawer/y": ""}) is None
