"""Actions as atoms, and examples of them that AWS has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.symbolic.boxes.action_axis import ActionAxis, read_action, spell_action
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget


def axis_of(*patterns: str) -> ActionAxis:
    axis = ActionAxis()
    for pattern in patterns:
        axis.add(read_action(pattern))
    axis.build(StepBudget())
    return axis


def test_a_wider_pattern_has_the_atoms_of_a_narrower_one() -> None:
    axis = axis_of("s3:getobject", "s3:get*", "s3:*", "*", "iam:*")
    narrow, wide = axis.mask(["s3:getobject"]), axis.mask(["s3:get*"])
    assert narrow & wide == narrow != wide
    assert axis.mask(["*"]) == axis.full
    assert axis.mask(["iam:*"]) & axis.mask(["s3:*"]) == 0
    assert axis.mask(["iam:*", "s3:*"]) == axis.mask(["iam:*"]) | axis.mask(["s3:*"])
    assert axis.mask([]) == 0


def test_there_are_actions_that_no_pattern_names() -> None:
    axis = axis_of("s3:getobject", "iam:*")
    assert axis.full & ~axis.mask(["s3:getobject", "iam:*"])


def test_what_is_no_action_matches_none() -> None:
    axis = axis_of("s3", "s3:get:object", "s3:*")
    assert axis.mask(["s3"]) == 0
    assert axis.mask(["s3:get:object"]) == 0
    assert axis.mask(["s3:*"])


@pytest.mark.parametrize(
    ("wanted", "excluded", "expected"),
    [
        (["s3:getobject"], [], "s3:GetObject"),
        (["iam:passrole"], [], "iam:PassRole"),
        (["s3:get*"], ["s3:getobject"], "s3:Get"),
        (["sqs:*"], [], "sqs:"),
        (["nosuch:thing"], [], "nosuch:thing"),
    ],
)
def test_an_example_is_one_that_aws_has(
    wanted: list[str], excluded: list[str], expected: str
) -> None:
    axis = axis_of(*wanted, *excluded)
    found = axis.sample(axis.mask(wanted) & ~axis.mask(excluded))
    assert found.startswith(expected)
    assert found.lower() not in excluded


def test_an_example_is_made_up_where_aws_has_none() -> None:
    axis = axis_of("zz:y*")
    found = axis.sample(axis.mask(["zz:y*"]))
    assert found.startswith("zz:y")


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("s3:getobject", "s3:GetObject"),
        ("sts:assumerole", "sts:AssumeRole"),
        ("s3:nosuch", "s3:nosuch"),
        ("nosuch:x", "nosuch:x"),
    ],
)
def test_actions_are_spelt_as_aws_does(action: str, expected: str) -> None:
    assert spell_action(action) == expected


PATTERNS = st.lists(
    st.sampled_from(["s3:get*", "s3:put?bject", "s3:*", "*", "s?:get*", "iam:*", "*:getobject"]),
    min_size=1, max_size=4,
)  # fmt: skip


@given(PATTERNS)
def test_an_example_matches_its_patterns(patterns: list[str]) -> None:
    axis = axis_of(*patterns)
    for pattern in patterns:
        others = [p for p in patterns if p != pattern]
        mask = axis.mask([pattern]) & ~axis.mask(others)
        if mask:
            again = axis_of(*patterns, axis.sample(mask).lower())
            made = again.mask([axis.sample(mask).lower()])
            assert made & again.mask([pattern]) == made
            assert made & again.mask(others) == 0
