"""Requests made of boxes: written as AWS would write them, with values for their variables."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.pattern import Variable
from ringwall.reason.iam.symbolic.boxes.automaton import SymbolicText
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget
from ringwall.reason.iam.symbolic.boxes.space import RequestSpace
from ringwall.reason.iam.symbolic.boxes.witnesses import make_witnesses, spell
from ringwall.reason.iam.symbolic.check_answer import Witness


def witnesses(*, by_principal: bool = False, **more: Any) -> list[Witness]:
    """Return the requests of the first box of a statement."""
    statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **more}
    policy = read_policy({"Version": "2012-10-17", "Statement": statement})
    space = RequestSpace([policy], by_principal=by_principal, budget=StepBudget())
    return list(make_witnesses(space, space.boxes_of(policy.statements[0]).claimed[0]))


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("s3:GetObject", "*", "arn:aws:s3:::example"),
        ("s3:GetObject", "arn:aws:s3:::b/*", "arn:aws:s3:::b/"),
        ("sqs:SendMessage", "*", "arn:aws:sqs:us-east-1:111122223333:example"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-*:*:q", "arn:aws:sqs:eu-:111122223333:q"),
        ("sqs:SendMessage", "arn:aws-cn:sqs:*:444455556666:*",
         "arn:aws-cn:sqs:us-east-1:444455556666:example"),
    ],
)  # fmt: skip
def test_a_resource_is_one_that_the_service_may_have(
    action: str, resource: str, expected: str
) -> None:
    (found,) = witnesses(Action=action, Resource=resource)
    assert (found.action, found.resource) == (action, expected)
    assert found.requester is None


def test_only_a_statement_for_the_star_gets_the_star() -> None:
    policy = read_policy({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
    space = RequestSpace([policy], by_principal=False, budget=StepBudget())
    box = (space.full[0], space.star, *space.full[2:])
    assert {found.resource for found in make_witnesses(space, box)} == {"*"}


def test_requests_have_as_few_keys_as_possible_first_and_then_as_many() -> None:
    found = witnesses(Condition={"StringEqualsIfExists": {"aws:username": ["ann", "bob"]}})
    assert [one.context for one in found] == [{}, {"aws:username": ("ann",)}]


def test_a_key_that_must_be_there_is() -> None:
    (found,) = witnesses(Condition={"StringEquals": {"aws:username": "ann"}})
    assert found.context == {"aws:username": ("ann",)}


def test_values_that_nothing_decides_come_in_two() -> None:
    found = witnesses(Condition={"Null": {"aws:username": "false"}})
    assert [one.context["aws:username"] for one in found] == [("x",), ("somebody",)]


def test_a_set_operator_may_need_several_values() -> None:
    both = {"ForAnyValue:StringEquals": {"k": "a"}, "ForAnyValue:StringLike": {"k": "b*"}}
    (first, *_) = witnesses(Condition=both)
    assert set(first.context["k"]) == {"a", "b"}


def test_a_variable_has_the_value_of_its_key() -> None:
    found = witnesses(Resource="arn:aws:s3:::b/${aws:username}/*")
    assert [(one.resource, one.context) for one in found] == [
        ("arn:aws:s3:::b/x/", {"aws:username": ("x",)}),
        ("arn:aws:s3:::b/somebody/", {"aws:username": ("somebody",)}),
    ]


def test_a_variable_in_the_value_of_a_key_has_it_too() -> None:
    (first, *_) = witnesses(Condition={"StringEquals": {"s3:prefix": "home/${aws:username}"}})
    assert first.context == {"s3:prefix": ("home/x",), "aws:username": ("x",)}


def test_a_requester_is_one_that_the_statement_names() -> None:
    ann = "arn:aws:iam::111122223333:user/ann"
    (found,) = witnesses(Principal={"AWS": ann}, by_principal=True)
    assert found.requester
    assert found.requester.account == "111122223333"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ((), ""),
        (("a", "b"), "ab"),
        ((Variable("k"), "/"), "Ann/"),
        ((Variable("other"),), "x"),
        ((Variable("k", "folded"),), "ann"),
    ],
)
def test_a_text_is_spelt_with_values(text: SymbolicText, expected: str) -> None:
    assert spell(text, {"k": "Ann"}) == expected
