"""The probe of a lifecycle reads what collection would read, of one resource."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.errors import CallFailed
from ringwall.model.state import Sight, look
from ringwall.model.table import Call, Row
from ringwall.plan.reconciliation.probe import make_part_probe, make_probe

DRAWERS = [
    {"Id": "d-1", "Label": "x", "Locked": True, "Tags": [{"Key": "a", "Value": "1"}]},
    {"Id": "d-2", "Label": "y", "Tags": [{"Key": OWNER_TAG, "Value": "acme/y"}]},
]
NAMES = {"label": "y", "account_id": "1", "region": "r", "partition": "aws", "found": {}}


class Cupboard:
    """A reader of the made-up service, which remembers what was asked."""

    account_id, region, partition = "222222222222", "eu-west-1", "aws"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Row]] = []

    def call(self, operation: str, **parameters: Any) -> Row:
        self.asked.append((operation, parameters))
        if operation == "desk.list_drawers":
            return {"Drawers": DRAWERS}
        return {"Policy": {"of": parameters["Drawer"]}}

    def items(self, operation: str, path: str, **parameters: Any) -> Iterator[Row]:
        assert path == "@"
        yield self.call(operation, **parameters)

    def at(self, region: str) -> "Cupboard":
        del region
        return self


def test_a_probe_reads_the_one_resource_and_its_ids(desk: Any) -> None:
    catalog, cupboard = desk.catalog, Cupboard()
    lifecycle, table = catalog.lifecycles["desk_drawer"], catalog.tables["desk_drawer"]
    names = {**NAMES, "tags": {OWNER_TAG: "acme/y", "it's": "none"}}
    columns = ("label", "color", "locked", "tags")
    sight = look(make_probe(lifecycle, table, columns, names), cupboard)
    assert sight.state == {
        "label": "y",
        "color": "",
        "locked": False,
        "tags": {OWNER_TAG: "acme/y", "it's": None},
    }
    assert sight.ids == {"id": "d-2", "arn": "arn:aws:desk:eu-west-1:222222222222:drawer/d-2"}
    assert cupboard.asked == [("desk.list_drawers", {})]


def test_detail_calls_are_made_where_a_column_needs_them(desk: Any) -> None:
    catalog, cupboard = desk.catalog, Cupboard()
    lifecycle, table = catalog.lifecycles["desk_drawer"], catalog.tables["desk_drawer"]
    sight = look(make_probe(lifecycle, table, ("policy",), NAMES), cupboard)
    assert sight.state == {"policy": {"of": "d-2"}}
    assert cupboard.asked[1:] == [("desk.get_policy", {"Drawer": "d-2"})]


def test_what_is_not_there_has_no_state(desk: Any) -> None:
    lifecycle, table = (
        desk.catalog.lifecycles["desk_drawer"],
        desk.catalog.tables["desk_drawer"],
    )
    probe = make_probe(lifecycle, table, ("label",), {**NAMES, "label": "z"})
    assert look(probe, Cupboard()).state is None


def make_part(desk: Any, columns: tuple[str, ...], **find: Any) -> Any:
    """Return the probe of columns of a drawer that was just made, and is found so."""
    lifecycle, table = desk.catalog.lifecycles["desk_drawer"], desk.catalog.tables["desk_drawer"]
    lifecycle = replace(lifecycle, find=replace(lifecycle.find, **find))
    table = replace(table, gone=("NoDrawer",))
    return make_part_probe(lifecycle, table, columns, {**NAMES, "found": {"id": "d-2"}})


def test_what_was_just_made_is_not_searched(desk: Any) -> None:
    cupboard = Cupboard()
    probe = make_part(desk, ("policy",), direct={"Id": "{found.id}"})
    assert look(probe, cupboard) == Sight({"policy": {"of": "d-2"}})
    assert cupboard.asked == [("desk.get_policy", {"Drawer": "d-2"})]


@pytest.mark.parametrize(
    ("columns", "direct"),
    [
        (("policy",), {}),
        (("policy",), {"Label": "{label}"}),
        (("locked",), {"Id": "{found.id}"}),
        (("policy", "locked"), {"Id": "{found.id}"}),
    ],
)
def test_it_is_searched_where_the_detail_calls_do_not_do(
    desk: Any, columns: tuple[str, ...], direct: dict[str, str]
) -> None:
    probe = make_part(desk, columns, direct=direct)
    assert (probe.operation, probe.ids) == ("desk.list_drawers", {})


def test_a_call_that_another_one_needs_is_made_too(desk: Any) -> None:
    more = Call("desk.get_lock", "Lock", {"Drawer": "{Id}"}, into="Lock", when="Policy.of == 'x'")
    probe = make_part(desk, ("locked",), direct={"Id": "{found.id}"}, then=(more,))
    assert probe.operation == "desk.list_drawers"
    columns = tuple(
        replace(each, path="Lock.Locked") if each.name == "locked" else each
        for each in desk.catalog.tables["desk_drawer"].columns
    )
    lifecycle = desk.catalog.lifecycles["desk_drawer"]
    find = replace(lifecycle.find, direct={"Id": "{found.id}"}, then=(more,))
    table = replace(desk.catalog.tables["desk_drawer"], columns=columns)
    names = {**NAMES, "found": {"id": "d-2"}}
    probe = make_part_probe(replace(lifecycle, find=find), table, ("locked",), names)
    assert [lookup.operation for lookup in probe.lookups] == ["desk.get_policy", "desk.get_lock"]


class EmptyCupboard(Cupboard):
    """A cupboard whose drawers are gone."""

    def call(self, operation: str, **parameters: Any) -> Row:
        raise CallFailed(f"{operation} {parameters}: it is not there", "NoDrawer")


def test_what_is_gone_since_has_no_state(desk: Any) -> None:
    probe = make_part(desk, ("policy",), direct={"Id": "{found.id}"})
    assert look(probe, EmptyCupboard()).state is None


def test_an_item_that_does_not_match_is_not_read_any_further(desk: Any) -> None:
    more = Call("desk.get_policy", "Policy", {"Drawer": "{Id}"}, into="Policy")
    lifecycle, table = desk.catalog.lifecycles["desk_drawer"], desk.catalog.tables["desk_drawer"]
    match = {"Label": "{label}", "Policy.of": "d-2"}
    find = replace(lifecycle.find, each=(more,), match=match)
    cupboard = Cupboard()
    probe = make_probe(replace(lifecycle, find=find), table, ("policy",), NAMES)
    assert look(probe, cupboard).state == {"policy": {"of": "d-2"}}
    # Of the other drawer nothing is asked, and of this one not twice.
    assert cupboard.asked == [
        ("desk.list_drawers", {}),
        ("desk.get_policy", {"Drawer": "d-2"}),
    ]


@pytest.mark.parametrize(("state", "is_there"), [("d-2", True), ("d-1", False)])
def test_what_is_going_does_not_count_as_there(desk: Any, state: str, *, is_there: bool) -> None:
    find = {"direct": {"Id": "{found.id}"}, "there": f"Policy.of == '{state}'"}
    seen = look(make_part(desk, ("policy",), **find), Cupboard())
    assert seen == Sight({"policy": {"of": "d-2"}} if is_there else None)


@pytest.mark.parametrize("tag", ["it's", "a`b", "a\\", "a\\'", '"', "{region}", "$read"])
def test_any_tag_is_read(desk: Any, tag: str) -> None:
    lifecycle, table = desk.catalog.lifecycles["desk_drawer"], desk.catalog.tables["desk_drawer"]

    class Tagged(Cupboard):
        def call(self, operation: str, **parameters: Any) -> Row:
            assert (operation, parameters) == ("desk.list_drawers", {})
            return {"Drawers": [{"Label": "y", "Id": "d", "Tags": [{"Key": tag, "Value": "v"}]}]}

    probe = make_probe(lifecycle, table, ("tags",), {**NAMES, "tags": {tag: "v"}})
    assert look(probe, Tagged()).state == {"tags": {tag: "v"}}
