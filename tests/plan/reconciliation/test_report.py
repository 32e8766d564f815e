"""A plan as text and JSON."""

import json
from dataclasses import replace
from typing import Any

from ringwall.model.blueprint.wanted import Ref
from ringwall.plan.reconciliation.report import (
    describe_difference,
    describe_skipped,
    tell_plan,
    tell_rest,
)


def test_a_plan_has_a_line_for_each_difference(desk: Any) -> None:
    rows = [
        desk.want("desk_drawer", "x", label="x", color="red\x1b[2J", locked=False),
        desk.want("desk_drawer", "new", label="new"),
        desk.want("desk_drawer", "theirs", label="theirs"),
    ]
    letter = desk.want("desk_letter", drawer_id=Ref(rows[2].key, "id"), title="t", body="b")
    estate = [desk.drawer(owner="acme/x", locked=True), desk.drawer("theirs")]
    plan = desk.plan(*rows, letter, desk_drawer=estate)
    place = "prod eu-west-1 desk_drawer"
    assert sorted(tell_plan(plan)) == sorted(
        [
            "detection:",
            f'  {place}/x: color "" -> "red\\u001b[2J"',
            f"  {place}/x: locked true -> false  MAY BREAK RUNNING TRAFFIC",
            f"  {place}/new: is created",
            f"skipped  {plan.skipped[0].key}  {plan.skipped[0].reason}",
            f"unknown  what needs {place}/theirs: 1 desk_letter",
        ]
    )


def test_what_waits_is_counted_below_where_it_began_also_if_that_is_not_chosen(desk: Any) -> None:
    theirs = desk.want("desk_drawer", "theirs", label="theirs")
    letters = [
        desk.want("desk_letter", title, drawer_id=Ref(theirs.key, "id"), title=title, body="b")
        for title in ("t", "u")
    ]
    plan = desk.plan(theirs, *letters, desk_drawer=[desk.drawer("theirs")])
    first, second = tell_plan(plan)
    assert first.startswith(f"skipped  {theirs.key}  ")
    assert second == f"unknown  what needs {theirs.key}: 2 desk_letter"
    (alone,) = tell_plan(replace(plan, skipped=plan.skipped[1:]))
    assert alone == second
    assert [skip["waits_for"] for skip in describe_skipped(plan)] == ["", *2 * [str(theirs.key)]]


def test_what_is_erased_is_told_below_the_layers(desk: Any) -> None:
    wanted = desk.want("desk_drawer", "new", label="new")
    old = desk.drawer("y", "acme/y")
    lines = list(tell_plan(desk.plan(wanted, prune=True, desk_drawer=[old])))
    assert lines == [
        "detection:",
        "  prod eu-west-1 desk_drawer/new: is created",
        "no longer wanted:",
        "  prod eu-west-1 desk_drawer/y: is erased",
    ]


def test_what_is_not_wanted_any_more_and_stays_is_told(desk: Any) -> None:
    wanted = desk.want("desk_drawer", "new", label="new")
    olds = [desk.drawer(name, f"acme/{name}") for name in "yz"]
    *_, line = tell_plan(desk.plan(wanted, desk_drawer=olds))
    assert line == (
        "stays  what Ringwall made and the blueprint wants no more: 2 desk_drawer; "
        "`ringwall plan --prune` plans its removal"
    )


def test_rows_of_one_table_with_one_reason_are_one_line_unless_each_is_asked_for(desk: Any) -> None:
    rows = [desk.want("desk_drawer", name, label=name) for name in ("a", "b", "c")]
    alike = [replace(row, by_hand="buy one") for row in rows[:2]]
    letters = [
        desk.want("desk_letter", row.key.name, drawer_id=Ref(row.key, "id"), title="t", body="b")
        for row in alike
    ]
    plan = desk.plan(*alike, replace(rows[2], by_hand="ask for it"), *letters)
    place = "prod eu-west-1 desk_drawer"
    assert list(tell_rest(plan)) == [
        f"skipped  2 desk_drawer, the first is {place}/a  buy one",
        "unknown  what needs them: 2 desk_letter",
        f"skipped  {place}/c  ask for it",
    ]
    assert list(tell_rest(plan, each=True)) == [
        f"skipped  {place}/a  buy one",
        f"unknown  what needs {place}/a: 1 desk_letter",
        f"skipped  {place}/b  buy one",
        f"unknown  what needs {place}/b: 1 desk_letter",
        f"skipped  {place}/c  ask for it",
    ]


def test_a_plan_as_json_has_all_of_it(desk: Any) -> None:
    wanted = desk.want("desk_drawer", label="x", color="r" * 1000)
    plan = desk.plan(wanted, desk_drawer=[desk.drawer(owner="acme/x")])
    document = json.loads(json.dumps(describe_difference(plan.differences[0])))
    assert document["desired"] == "r" * 1000
    assert (document["account"], document["table"], document["action"]) == (
        "prod",
        "desk_drawer",
        "update",
    )
    assert document["changes"] == [plan.changes[0].id]
    missing = desk.plan(wanted, desk_drawer=[desk.drawer()])
    (skipped,) = describe_skipped(missing)
    assert (skipped["name"], skipped["is_open"]) == ("x", False)


def test_what_is_not_there_yet_is_told_by_what_makes_it(desk: Any) -> None:
    drawer = desk.want("desk_drawer", "new", label="new")
    letter = desk.want("desk_letter", drawer_id="d", title="t", body=Ref(drawer.key, "id"))
    there = {**desk.drawer(), "drawer_id": "d", "title": "t", "body": "old"}
    plan = desk.plan(drawer, letter, desk_letter=[there])
    assert f'{letter.key}: body "old" -> "(id of {drawer.key})"' in "\n".join(tell_plan(plan))
