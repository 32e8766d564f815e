"""What a run of a blueprint may send is what lifecycles declare, each parameter of it."""

from typing import Any

import pytest

from ringwall.catalog.lifecycle_writes import find_lifecycle_writes
from ringwall.model.change import Change, Probe, Write
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.write_shape import find_objection

DRAWER = Lifecycle(
    table="desk_drawer",
    find=Find("desk.list_drawers"),
    create=Step(
        "desk.create",
        {
            "Name": "{name}",
            "Kind": "WOOD",
            "Big": True,
            "Arn": "a:{account_id}:{name}",
            "Keys": [{"Id": "{id}", "Level": 3}],
            "Both": [1, 2],
        },
    ),
    updates=(
        Update(("odd",), Step("desk.odd", build=dict)),
        Update(("on",), choose={True: Step("desk.turn_on"), False: Step("desk.turn_off")}),
    ),
    erase=Step("desk.delete"),
    retag=Step("desk.tag"),
)
GOOD = {"Name": "x", "Kind": "WOOD", "Big": True, "Arn": "a:1:x\ny", "Keys": [], "Both": [1]}


def object_to(operation: str, parameters: dict[str, Any]) -> str:
    change = Change(
        account_id="1",
        region="eu-west-1",
        resource="desk_drawer/x",
        write=Write(operation, parameters),
        probe=Probe("desk.list_drawers", {}, ""),
        before=None,
        after={},
        why="",
        layer="detection",
    )
    return find_objection(change, find_lifecycle_writes([DRAWER]))


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("desk.create", GOOD),
        ("desk.create", {"Kind": "WOOD", "Big": True, "Both": []}),
        ("desk.create", {**GOOD, "Name": {"any": 7}, "Keys": [{"Id": 7, "Level": 3}]}),
        ("desk.odd", {"Anything": [1]}),
        ("desk.turn_on", {}),
        ("desk.turn_off", {}),
        ("desk.delete", {}),
        ("desk.tag", {}),
    ],
)
def test_declared_writes_are_sent(operation: str, parameters: dict[str, Any]) -> None:
    assert object_to(operation, parameters) == ""


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("desk.burn", {}),
        ("desk.create", {**GOOD, "Kind": "PAPER"}),
        ("desk.create", {**GOOD, "Big": False}),
        ("desk.create", {**GOOD, "Arn": "a:2:x"}),
        ("desk.create", {**GOOD, "Other": "x"}),
        ("desk.create", {**GOOD, "Keys": [{"Id": 7, "Level": 4}]}),
        ("desk.turn_on", {"Name": "x"}),
    ],
)
def test_others_are_refused(operation: str, parameters: dict[str, Any]) -> None:
    assert object_to(operation, parameters)
