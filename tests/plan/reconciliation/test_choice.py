"""A part of a plan, with what it needs."""

from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.manual_step import ManualStep
from ringwall.model.blueprint.wanted import Ref
from ringwall.plan.reconciliation.choice import PlanChoice, choose

HOME, OTHER = "eu-west-1", "us-east-1"


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (PlanChoice(), ["a", "b", "c", "l"]),
        (PlanChoice(regions=(OTHER,)), ["c"]),
        (PlanChoice(accounts=("management",)), ["b"]),
        (PlanChoice(layers=("detection",), regions=(HOME,)), ["a", "b", "l"]),
        (PlanChoice(layers=("data",)), []),
        # The letter needs its drawer.
        (PlanChoice(services=("letters",)), ["a", "l"]),
    ],
)
def test_a_choice_takes_its_rows_and_what_they_need(
    desk: Any, choice: PlanChoice, names: list[str]
) -> None:
    a = desk.want("desk_drawer", "a", label="a", locked=True)
    b = desk.want("desk_drawer", "b", "management", label="b")
    c = desk.want("desk_drawer", "c", region=OTHER, label="c")
    letter = desk.want("desk_letter", "l", drawer_id=Ref(a.key, "id"), title="t", body="b")
    tables = {
        name: replace(table, service="letters" if name == "desk_letter" else "desk")
        for name, table in desk.catalog.tables.items()
    }
    plan = choose(desk.plan(a, b, c, letter), choice, tables)
    assert sorted(found.key.name for found in plan.differences) == names
    ids = {change.id for change in plan.changes}
    assert all(set(change.needs) <= ids for change in plan.changes)


def test_what_is_skipped_is_chosen_too(desk: Any) -> None:
    gaps = {"desk_drawer": {("222222222222", HOME): "denied"}}
    plan = desk.plan(desk.want("desk_drawer", label="x"), gaps=gaps)
    tables = desk.catalog.tables
    assert choose(plan, PlanChoice(regions=(HOME,)), tables).skipped == plan.skipped
    assert choose(plan, PlanChoice(regions=(OTHER,)), tables).skipped == ()


STEP = ManualStep(
    name="sso.instance", account="management", section="identity.identity_center",
    title="enable it", how=(), why="people sign in", source="https://docs.aws.amazon.com",
)  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "is_meant"),
    [
        (PlanChoice(), True),
        (PlanChoice(layers=("identity",), services=("sso",), accounts=("management",)), True),
        (PlanChoice(regions=(OTHER,)), True),
        (PlanChoice(layers=("detection",)), False),
        (PlanChoice(services=("iam",)), False),
        (PlanChoice(accounts=("security",)), False),
    ],
)
def test_steps_by_hand_are_chosen_too(choice: PlanChoice, *, is_meant: bool) -> None:
    assert choice.means_step(STEP) == is_meant
