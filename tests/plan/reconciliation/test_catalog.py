"""The columns that a plan reads, and what has no lifecycle."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Ref, RowKey
from ringwall.plan.reconciliation.catalog import needed_columns, owned_columns


def test_what_a_row_is_found_by_and_what_it_wants_is_read(desk: Any) -> None:
    drawer = desk.want("desk_drawer", label="x")
    letter = desk.want("desk_letter", drawer_id=Ref(drawer.key, "locked"), title="t")
    assert needed_columns([letter], desk.catalog) == {
        "desk_letter": {"arn", "drawer_id", "title", "body"},
        "desk_drawer": {"locked"},
    }
    assert needed_columns([drawer], desk.catalog) == {
        "desk_drawer": {"arn", "id", "label", "color", "tags"}
    }


def test_what_others_refer_to_first_is_read_for_itself_too(desk: Any) -> None:
    drawer = desk.want("desk_drawer", label="x")
    letter = desk.want("desk_letter", drawer_id=Ref(drawer.key, "locked"), title="t")
    read = needed_columns([letter, drawer], desk.catalog)["desk_drawer"]
    assert read == needed_columns([drawer, letter], desk.catalog)["desk_drawer"]
    assert read >= {"id", "label", "locked"}


def test_what_is_written_as_a_whole_is_read_as_a_whole(desk: Any) -> None:
    drawer = desk.want("desk_drawer", label="x", keys=["a"])
    assert needed_columns([drawer], desk.catalog)["desk_drawer"] >= {"keys", "color"}


def test_what_tells_that_a_row_is_ending_is_read(desk: Any) -> None:
    drawer = replace(desk.catalog.lifecycles["desk_drawer"], ending={"color": ("grey",)})
    catalog = replace(desk.catalog, lifecycles={"desk_drawer": drawer})
    wanted = desk.want("desk_drawer", label="x")
    assert "color" in needed_columns([wanted], catalog)["desk_drawer"]


def test_a_row_whose_table_has_no_lifecycle_is_a_fault(desk: Any) -> None:
    with pytest.raises(ValueError, match="no lifecycle says how rows of desk_lamp are made"):
        desk.catalog.of(RowKey("prod", "eu-west-1", "desk_lamp", "x"))


def test_what_may_be_erased_is_read_where_nothing_of_it_is_wanted(desk: Any) -> None:
    assert needed_columns([], desk.catalog) == {}
    read = needed_columns([], desk.catalog, prune=True)
    assert read == {"desk_drawer": {"arn", "id", "label", "color", "tags"}}


def test_what_tells_of_rows_that_nobody_wants_is_read_where_nothing_of_the_table_is(
    desk: Any,
) -> None:
    assert owned_columns([], desk.catalog) == {"desk_drawer": ()}
    assert owned_columns([desk.want("desk_drawer", label="x")], desk.catalog) == {}
