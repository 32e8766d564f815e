"""The probe of a lifecycle reads what collection would read, of one resource."""

from collections.abc import Iterator
from typing import Any

from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.state import look
from ringwall.model.table import Row
from ringwall.plan.reconciliation.probe import make_probe

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
