"""The examples of AWS's page, and the rules that it states.

https://docs.aws.amazon.com/organizations/latest/userguide/inheritance-examples.html
"""

from typing import Any

import pytest

from ringwall.emulator.organizations.inheritance import merge_policies

CONTROL = "@@operators_allowed_for_child_policies"


def tag(value: dict[str, Any], **more: Any) -> dict[str, Any]:
    key = {"tag_key": {"@@assign": "CostCenter"}}
    return {"tags": {"costcenter": {**key, "tag_value": value, **more}}}


def values(*levels: list[dict[str, Any]]) -> Any:
    return merge_policies(levels)["tags"]["costcenter"]["tag_value"]


PARENT = tag({"@@assign": ["Development", "Support"]})


def test_a_child_overwrites_what_it_assigns_and_keeps_the_rest() -> None:
    child = {"tags": {"costcenter": {"tag_value": {"@@assign": ["Sandbox"]}}}}
    expected = {"tags": {"costcenter": {"tag_key": "CostCenter", "tag_value": ["Sandbox"]}}}
    assert merge_policies([[PARENT], [child]]) == expected


def test_a_child_appends_and_removes() -> None:
    assert values([PARENT], [tag({"@@append": ["Support", "Marketing"]})]) == [
        "Development",
        "Support",
        "Marketing",
    ]
    assert values([PARENT], [tag({"@@remove": ["Support", "None"]})]) == ["Development"]


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (["@@none"], ["Development"]),
        (["@@append"], ["Development", "Sandbox"]),
        (["@@assign"], ["Sandbox"]),
        (["@@all"], ["Sandbox"]),
    ],
)
def test_a_parent_says_which_operators_children_may_use(
    allowed: list[str], expected: list[str]
) -> None:
    parent = tag({"@@assign": ["Development"], CONTROL: allowed})
    both = tag({"@@assign": ["Sandbox"], "@@append": ["Sandbox"]})
    assert values([parent], [both]) == expected


def test_what_a_parent_forbids_no_child_can_allow() -> None:
    parent = tag({"@@assign": ["Development"], CONTROL: ["@@none"]})
    child = tag({"@@assign": ["A"], CONTROL: ["@@all"]})
    assert values([parent], [child], [tag({"@@assign": ["B"]})]) == ["Development"]


def test_a_control_above_a_key_forbids_new_keys() -> None:
    parent = {"services": {CONTROL: ["@@none"], "default": {"opt_out": {"@@assign": "optOut"}}}}
    child = {"services": {"lex": {"opt_out": {"@@assign": "optIn"}}}}
    expected = {"services": {"default": {"opt_out": "optOut"}}}
    assert merge_policies([[parent], [child]]) == expected


def test_controls_of_one_level_count_together_and_not_for_that_level() -> None:
    one = tag({"@@assign": ["A"], CONTROL: ["@@append"]})
    other = tag({"@@append": ["B"], CONTROL: ["@@remove"]})
    assert values([one, other]) == ["A", "B"]
    assert values([one, other], [tag({"@@append": ["C"], "@@remove": ["A"]})]) == ["A", "B"]


def test_of_two_assignments_at_one_level_the_older_one_counts() -> None:
    assert values([tag({"@@assign": ["A"]}), tag({"@@assign": ["B"]})]) == ["A"]


def test_without_a_value_there_is_no_policy() -> None:
    assert merge_policies([[], []]) == {}
    assert merge_policies([[{"tags": {"x": {CONTROL: ["@@none"]}}}]]) == {}
