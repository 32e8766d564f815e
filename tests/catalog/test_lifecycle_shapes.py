"""The writes of lifecycles have shapes: what a template makes fits, and nothing else does."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.catalog.lifecycle_shapes import find_shapes
from ringwall.catalog.loader import (
    load_fixing_writes,
    load_lifecycles,
    load_response_writes,
    load_tables,
    load_writes,
)
from ringwall.model.change import Change, Probe, Write
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Table, boolean, document, integer, text, texts
from ringwall.model.write_shape import find_objection
from ringwall.plan.reconciliation.template import fill_parameters

ACCOUNT = "111122223333"
TABLE = Table(
    name="x_thing",
    doc="Things.",
    arn="Arn",
    columns=(
        text("name", "Name", "Its name."),
        boolean("is_on", "On", "Whether it is on."),
        integer("days", "Days", "Days."),
        texts("regions", "Regions", "Its Regions."),
        document("policy", "Policy", "Its policy."),
    ),
)
TAG = Step("x.tag", {"Arn": "{found.arn}", "Tags": "{tags|pairs}"})
LIFECYCLE = Lifecycle(
    "x_thing",
    Find("x.list_things"),
    create=Step(
        "x.create",
        {
            "Name": "thing/{name}",
            "Days": "{days}",
            "Kind": "A.B",
            "Most": 3,
            "Fast": True,
            "Regions": "{regions}",
            "Policy": "{policy|json}",
            "Other": "{other}",
            "Rule": {"Id": "{name}", "Status": "Enabled"},
            "Names": ["{name}", "last"],
            "One": "{name|list}",
            "Place": "arn:{partition}:x:{region}:{account_id}:thing",
        },
        also=("x:TagResource",),
    ),
    updates=(
        Update(("is_on",), choose={True: Step("x.start", {}), False: Step("x.stop", {})}),
        Update(("policy",), Step("x.put_policy", build=lambda names: {"Policy": names["policy"]})),
        Update(("tags",), TAG),
    ),
    erase=Step("x.delete", {"Name": "{name}", "Force": True}),
    given=("other",),
    retag=TAG,
)
GOOD: dict[str, Any] = {
    "Name": "thing/a\nb",
    "Days": 7,
    "Kind": "A.B",
    "Most": 3,
    "Fast": True,
    "Regions": ["a", "b"],
    "Policy": "{}",
    "Other": {"any": [1]},
    "Rule": {"Id": "a", "Status": "Enabled"},
    "Names": ["a", "last"],
    "One": ["a"],
    "Place": f"arn:aws-cn:x:eu-west-1:{ACCOUNT}:thing",
}


def objection(operation: str, parameters: dict[str, Any]) -> str:
    change = Change(
        account_id=ACCOUNT,
        region="eu-west-1",
        resource="arn",
        write=Write(operation, parameters),
        probe=Probe("x.get", {}, "x"),
        before=1,
        after=2,
        why="because",
        layer="data",
    )
    return find_objection(change, find_shapes(LIFECYCLE, TABLE))


def test_what_the_template_makes_fits() -> None:
    assert objection("x.create", GOOD) == ""
    assert objection("x.create", {"Kind": "A.B", "Most": 3, "Fast": True}) == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Name", "a"),
        ("Days", "7"),
        ("Kind", "AxB"),
        ("Most", 4),
        ("Fast", False),
        ("Regions", "a"),
        ("Policy", {}),
        ("Rule", {"Id": "a", "Status": "Disabled"}),
        ("Rule", {"Id": "a", "Status": "Enabled", "More": 1}),
        ("Names", ["a"]),
        ("Names", ["last", "a"]),
        ("One", ["a", "b"]),
        ("Place", "arn:aws:x:eu-west-1:999999999999:thing"),
        ("Strange", 1),
    ],
)
def test_nothing_else_does(name: str, value: Any) -> None:
    assert name in objection("x.create", {**GOOD, name: value})


def test_what_the_template_always_says_is_not_missing() -> None:
    assert objection("x.delete", {"Name": "a"}) == "x.delete: Force is missing"


def test_every_call_of_the_lifecycle_has_a_shape_and_no_other() -> None:
    assert objection("x.start", {}) == objection("x.stop", {}) == ""
    assert objection("x.put_policy", {"Policy": {"any": 1}}) == ""
    assert objection("x.tag", {"Arn": "a", "Tags": [{"Key": "a", "Value": "b"}]}) == ""
    assert "Tags" in objection("x.tag", {"Arn": "a", "Tags": {"a": "b"}})
    assert objection("x.list_things", {}) == "x.list_things: nothing in the catalog makes this call"


def test_a_shape_names_the_further_actions_of_its_call() -> None:
    assert {shape.also for shape in find_shapes(LIFECYCLE, TABLE)} == {("x:TagResource",), ()}


def test_a_template_with_a_value_that_no_parameter_has_is_a_mistake() -> None:
    odd = replace(LIFECYCLE, create=Step("x.create", {"Rate": 1.5}))
    with pytest.raises(ValueError, match=r"1\.5: a template has no value of this kind"):
        list(find_shapes(odd, TABLE))


SAMPLES = {
    "TEXT": "a\nb",
    "BOOLEAN": True,
    "BIGINT": 7,
    "TEXT[]": ["a"],
    "JSON": {"a": "b"},
    "TIMESTAMP": "2026-01-01T00:00:00Z",
    "DOUBLE": 1.5,
}


@pytest.mark.parametrize("name", load_lifecycles())
def test_every_template_of_the_catalog_makes_what_fits(name: str) -> None:
    lifecycle, table = load_lifecycles()[name], load_tables()[name]
    columns = {column.name: SAMPLES[column.type] for column in table.all_columns}
    names = {**columns, **dict.fromkeys(lifecycle.given, "g"), "found": columns}
    names |= {"account_id": ACCOUNT, "region": "eu-west-1", "partition": "aws", "owner": "o/n"}
    writes = load_writes()
    for step in lifecycle.steps:
        if step.build is None:
            parameters = fill_parameters(step.parameters, names)
            change = Change(
                account_id=ACCOUNT,
                region="eu-west-1",
                resource="arn",
                write=Write(step.operation, parameters),
                probe=Probe("x.get", {}, "x"),
                before=1,
                after=2,
                why="because",
                layer="data",
            )
            assert find_objection(change, writes) == ""


def test_writes_are_those_of_playbooks_and_of_lifecycles() -> None:
    operations = {shape.operation for shape in load_writes()}
    steps = {step.operation for each in load_lifecycles().values() for step in each.steps}
    fixing = {shape.operation for shape in load_fixing_writes()}
    responding = {shape.operation for shape in load_response_writes()}
    assert operations == steps | fixing | responding
    assert "organizations.create_policy" in operations - fixing
