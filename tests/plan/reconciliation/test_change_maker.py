"""The Changes of one row: what a declaration does not say is a fault that shows at once."""

from typing import Any

import pytest

from ringwall.plan.reconciliation.change_maker import ChangeMaker, ChangePlace

PLACE = ChangePlace("222222222222", "eu-west-1", "aws")


def maker(desk: Any, table: str, **columns: Any) -> ChangeMaker:
    catalog = desk.catalog
    wanted = desk.want(table, **columns)
    return ChangeMaker(
        catalog.lifecycles[table], catalog.tables[table], wanted, "acme/x", PLACE, ()
    )


def test_a_column_that_no_call_sets_is_a_fault(desk: Any) -> None:
    with pytest.raises(ValueError, match="nothing sets id"):
        list(maker(desk, "desk_drawer", id="d").update(["id"], None))
    with pytest.raises(ValueError, match="no call sets light to"):
        list(maker(desk, "desk_setting", light="dim").update(["light"], None))


def test_a_setting_is_neither_created_nor_erased(desk: Any) -> None:
    setting = maker(desk, "desk_setting", light=True)
    with pytest.raises(ValueError, match="cannot be created"):
        list(setting.create())
    with pytest.raises(ValueError, match="how to erase"):
        list(setting.erase({}))


def test_the_same_row_has_the_same_ids_whenever_it_is_planned(desk: Any) -> None:
    one, two = (list(maker(desk, "desk_drawer", label="x", locked=True).create()) for _ in "ab")
    assert one == two
    assert len({change.id for change in one}) == len(one)


def test_a_text_that_there_is_not_is_left_out_of_a_call_that_sets_all(desk: Any) -> None:
    """AWS refuses a prefix of no letters: what is not wanted is not written."""
    row = desk.drawer("x", "acme/x", color="", keys=["a"])
    (change,) = maker(desk, "desk_drawer", label="x", keys=["b"]).update(["keys"], row)
    assert change.write.parameters == {"Id": "d-x", "Keys": ["b"]}
    assert change.undo is not None
    assert change.undo.parameters == {"Id": "d-x", "Keys": ["a"]}
    none = desk.drawer("x", "acme/x", color="red", keys=[])
    (change,) = maker(desk, "desk_drawer", label="x", color="blue").update(["color"], none)
    assert change.write.parameters == {"Id": none["id"], "Color": "blue"}
    painted = maker(desk, "desk_drawer", label="x", keys=["a"], color="red")
    (change,) = painted.update(["color"], row)
    assert change.write.parameters == {"Id": "d-x", "Keys": ["a"], "Color": "red"}
    assert change.undo is not None
    assert change.undo.parameters == {"Id": "d-x", "Keys": ["a"]}
