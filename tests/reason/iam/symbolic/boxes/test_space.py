"""Statements as boxes of a space of requests: what is certain, claimed and possible."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.box import Box, find_gap
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.space import (
    FIRST_FIELD,
    FIRST_KEY,
    PRINCIPAL,
    RequestSpace,
    StatementBoxes,
)

ANN = "arn:aws:iam::111122223333:user/ann"


def policy(*statements: Any) -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)})


def allow(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:*", "Resource": "*", **more}


def where(**condition: Any) -> dict[str, Any]:
    """Return a statement with one operator."""
    return allow(Condition=condition)


def read(*statements: Any, by_principal: bool = False) -> tuple[RequestSpace, list[StatementBoxes]]:
    found = policy(*statements)
    space = RequestSpace([found], by_principal=by_principal, budget=StepBudget())
    return space, [space.boxes_of(statement) for statement in found.statements]


def covers(outer: list[Box], inner: list[Box]) -> bool:
    return all(find_gap(box, outer, StepBudget()) is None for box in inner)


def same(one: list[Box], other: list[Box]) -> bool:
    return covers(one, other) and covers(other, one)


def test_a_space_has_an_axis_for_everything_that_policies_tell_apart() -> None:
    key = where(StringEquals={"s3:prefix": "${aws:username}"})
    space, _ = read(key, allow(Resource="arn:aws:s3:::b/${aws:PrincipalTag/team, 'x'}"))
    assert list(space.keys) == ["s3:prefix", "aws:username", "aws:principaltag/team"]
    assert len(space.full) == FIRST_KEY + 3
    assert [space.at(key) for key in space.keys] == [FIRST_KEY, FIRST_KEY + 1, FIRST_KEY + 2]
    assert space.full[PRINCIPAL] == 1
    assert space.star == space.full[FIRST_FIELD] & ~space.fields[0].full


def test_what_is_known_is_one_list_of_boxes() -> None:
    _, (found,) = read(where(StringEquals={"aws:username": ["ann", "bob"]}))
    assert found.low is found.claimed is found.high
    assert len(found.low) == 1


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (allow(Action="s3:Get*"), allow()),
        (allow(NotAction="s3:*", Action=None), allow(NotAction="s3:Get*", Action=None)),
        (allow(Resource="arn:aws:s3:::b/*"), allow(Resource="arn:aws:s3:::b*")),
        (allow(Resource="arn:aws:s3:::*"), allow()),
        (allow(NotResource="arn:aws:s3:::b*", Resource=None),
         allow(NotResource="arn:aws:s3:::b/*", Resource=None)),
        (where(StringEquals={"k": "a"}), where(StringLike={"k": "a*"})),
        (where(StringEquals={"k": "a"}), where(StringEqualsIfExists={"k": "a"})),
        (where(StringEquals={"k": "a"}), where(Null={"k": "false"})),
        (where(StringNotLike={"k": "a*"}), where(StringNotEquals={"k": "a"})),
        (where(StringEquals={"k": "a"}, Bool={"b": "true"}), where(StringEquals={"k": "a"})),
        (where(NumericLessThan={"k": "1"}), where(NumericLessThan={"k": "2"})),
    ],
)  # fmt: skip
def test_a_statement_that_applies_less_often_has_less_in_its_boxes(narrow: Any, wide: Any) -> None:
    def clean(statement: Any) -> Any:
        return {name: value for name, value in statement.items() if value is not None}

    _, (one, other) = read(clean(narrow), clean(wide))
    assert covers(other.low, one.high)
    assert not covers(one.high, other.low)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (where(Null={"k": "true"}), where(StringEquals={"k": "a"})),
        (where(Null={"k": "true"}), where(Null={"k": "false"})),
        (where(StringEquals={"k": "a"}), where(StringNotEquals={"k": "a"})),
        (where(Bool={"k": "true"}), where(Bool={"k": "false"})),
        (allow(Action="s3:GetObject"), {**allow(), "Action": "s3:PutObject"}),
        (allow(Resource="arn:aws:s3:::b"), allow(Resource="arn:aws:s3:::c")),
    ],
)
def test_statements_that_exclude_each_other_share_no_box(one: Any, other: Any) -> None:
    _, (first, second) = read(one, other)
    assert first.low
    assert second.low
    assert not covers(first.high, second.low)
    for box in first.high:
        assert find_gap(box, second.high, StepBudget()) == box


def test_all_null_values_are_all_requests() -> None:
    _, (both, plain) = read(where(Null={"k": ["true", "false"]}), allow())
    assert same(both.low, plain.low)


def test_the_star_is_a_resource_of_its_own() -> None:
    space, (star, arns) = read(allow(), allow(Resource="arn:*:*:*:*:*"))
    assert star.low[0][FIRST_FIELD] & space.star
    assert not any(box[FIRST_FIELD] & space.star for box in arns.high)


def test_a_resource_without_arns_is_nowhere() -> None:
    _, (found,) = read(allow(Resource="bucket"))
    assert found == StatementBoxes([], [], [])


@pytest.mark.parametrize(
    ("statement", "is_empty"),
    [
        ({"Effect": "Allow", "Action": "*"}, True),
        ({"Effect": "Deny", "Action": "*"}, False),
        ({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*"}, False),
    ],
)
def test_a_statement_without_resource_needs_a_principal(statement: Any, *, is_empty: bool) -> None:
    _, (found,) = read(statement)
    assert (found.high == []) == is_empty


@pytest.mark.parametrize(("effect", "is_empty"), [("Allow", True), ("Deny", False)])
def test_a_statement_without_principal_allows_no_principal(effect: str, *, is_empty: bool) -> None:
    _, (found,) = read(allow(Effect=effect), by_principal=True)
    assert (found.high == []) == is_empty


def test_a_principal_is_an_axis_if_wanted() -> None:
    space, (ann, everyone) = read(
        allow(Principal={"AWS": ANN}), allow(Principal="*"), by_principal=True
    )
    assert everyone.low[0][PRINCIPAL] == space.full[PRINCIPAL]
    assert covers(everyone.low, ann.low)
    assert not covers(ann.high, everyone.low)
    _, (ann, everyone) = read(allow(Principal={"AWS": ANN}), allow(Principal="*"))
    assert same(ann.low, everyone.low)


def test_a_variable_is_certain_of_itself_only() -> None:
    space, (own, fixed) = read(
        allow(Resource="arn:aws:s3:::${aws:username}"), allow(Resource="arn:aws:s3:::ann")
    )
    at = space.at("aws:username")
    present = space.keys["aws:username"].present
    assert covers(own.high, own.claimed)
    assert covers(own.claimed, own.low)
    assert not covers(own.low, fixed.low)
    assert covers(own.high, [(*box[:at], present, *box[at + 1 :]) for box in fixed.low])


def test_a_variable_without_a_value_matches_nothing() -> None:
    space, (found,) = read(allow(Resource="arn:aws:s3:::${aws:username}"))
    at = space.at("aws:username")
    assert not any(box[at] & space.keys["aws:username"].absent for box in found.high)


def test_a_variable_with_a_default_matches_that_where_its_key_is_absent() -> None:
    space, (found, default) = read(
        allow(Resource="arn:aws:s3:::${aws:username, 'nobody'}"),
        allow(Resource="arn:aws:s3:::nobody"),
    )
    at = space.at("aws:username")
    absent = space.keys["aws:username"].absent
    without = [(*box[:at], box[at] & absent, *box[at + 1 :]) for box in default.low]
    assert covers(found.low, without)
    assert not covers(found.low, default.low)


def test_a_negated_resource_with_a_variable_is_certain_of_less() -> None:
    statement = {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::${aws:username}"}
    _, (found,) = read(statement)
    assert covers(found.high, found.low)
    assert not covers(found.low, found.high)
    assert same(found.claimed, found.high)


@pytest.mark.parametrize("operator", ["StringEqual", "NumericEqual", "ForAnyValue:Nonsense"])
def test_an_unknown_operator_is_possible_and_never_certain(operator: str) -> None:
    _, (found, plain) = read(where(**{operator: {"k": "a"}}), allow())
    assert found.low == []
    assert same(found.high, plain.low)


def test_a_key_of_two_kinds_is_known_of_one() -> None:
    _, (text, number) = read(
        where(StringEquals={"k": "a"}), where(NumericEqualsIfExists={"k": "1"})
    )
    assert text.low is text.high
    # Only that the key may be absent is certain.
    assert number.low
    assert not same(number.low, number.high)


@pytest.mark.parametrize(
    ("operator", "certain", "possible"),
    [
        ("StringEquals", False, True),
        ("StringNotEquals", True, True),
        ("StringEqualsIfExists", True, True),
    ],
)
def test_a_condition_with_a_variable_depends_on_its_key(
    operator: str, *, certain: bool, possible: bool
) -> None:
    space, (found,) = read(where(**{operator: {"s3:prefix": "${aws:username}"}}))
    at = space.at("s3:prefix")
    absent = space.keys["s3:prefix"].absent
    assert any(box[at] & absent for box in found.low) == certain
    assert bool(found.high) == possible


def test_a_variable_claims_all_values_where_another_condition_limits_its_key() -> None:
    own = {"s3:prefix": "${aws:username}"}
    _, (alone, limited) = read(
        where(StringEquals=own), where(StringEquals=own, StringLike={"s3:prefix": "a*"})
    )
    assert not same(alone.claimed, alone.high)
    assert same(limited.claimed, limited.high)


def test_boxes_have_a_price() -> None:
    found = policy(where(
        StringEquals={"a": [f"${{k{n}}}" for n in range(30)]},
        StringLike={"b": [f"${{l{n}}}" for n in range(30)]},
    ))  # fmt: skip
    budget = StepBudget(5_000)
    space = RequestSpace([found], by_principal=False, budget=budget)
    budget.left = 100
    with pytest.raises(TooHard):
        space.boxes_of(found.statements[0])
