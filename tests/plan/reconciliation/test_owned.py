"""The rows that were made for a blueprint are known by its tag, and by its accounts."""

from dataclasses import replace
from typing import Any

from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.reconciliation.owned import list_owned

PROD, HOME = "222222222222", "eu-west-1"


def test_rows_of_the_blueprint_are_listed_with_what_they_are_called(desk: Any) -> None:
    rows = (
        desk.drawer("a", owner="acme/a"),
        desk.drawer("b"),
        desk.drawer("c", owner="other/c"),
        desk.drawer("d", owner="acme2/d"),
    )
    estate = {"desk_drawer": EstateTable({(PROD, HOME): rows})}
    ((key, row),) = list_owned("acme", {PROD: "prod"}, estate, desk.catalog)
    assert str(key) == "prod eu-west-1 desk_drawer/a"
    assert row is rows[0]
    assert list(list_owned("acme", {"333333333333": "dev"}, estate, desk.catalog)) == []


def test_what_is_about_to_be_deleted_is_left_out(desk: Any) -> None:
    drawer = replace(desk.catalog.lifecycles["desk_drawer"], ending={"label": ("a",)})
    catalog = replace(desk.catalog, lifecycles={**desk.catalog.lifecycles, "desk_drawer": drawer})
    rows = (desk.drawer("a", owner="acme/a"), desk.drawer("b", owner="acme/b"))
    estate = {"desk_drawer": EstateTable({(PROD, HOME): rows})}
    found = list_owned("acme", {PROD: "prod"}, estate, catalog)
    assert [key.name for key, _ in found] == ["b"]
