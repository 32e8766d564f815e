"""Examples spelt from the policy's own words, each confirmed by the evaluator."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.plain_witness import MAX_TRIED, find_plain_witness


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def policy(*statements: Any) -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (allow("s3:GetObject"), "s3:GetObject arn:aws:s3:::example"),
        (allow("s3:Get*", "arn:aws:s3:::a/*"), "s3:getx arn:aws:s3:::a/x"),
        (
            allow("s3:GetObject", Condition={"StringLike": {"aws:PrincipalTag/t": "a*"}}),
            "s3:GetObject arn:aws:s3:::example with aws:principaltag/t=ax",
        ),
        (
            allow("s3:GetObject", Principal={"AWS": "arn:aws:iam::111122223333:user/ann"}),
            "arn:aws:iam::111122223333:user/ann s3:GetObject arn:aws:s3:::example",
        ),
    ],
)
def test_an_example_has_the_words_of_the_statement(candidate: Any, expected: str) -> None:
    question = CheckQuestion(policy(candidate), policy(), by_principal="Principal" in candidate)
    found = find_plain_witness(question)
    assert found
    assert (found.verdict, str(found.witness)) == ("fail", expected)


@pytest.mark.parametrize(
    "candidate",
    [
        allow("s3:GetObject"),
        {**allow("sqs:*"), "Effect": "Deny"},
        allow("sqs:*", Condition={"NumericLessThan": {"k": "1"}}),
    ],
)
def test_nothing_is_found_where_no_example_holds(candidate: Any) -> None:
    question = CheckQuestion(policy(candidate), policy(allow("s3:*")))
    assert find_plain_witness(question) is None


def test_the_number_of_examples_is_limited() -> None:
    many = [f"s3:A{number}" for number in range(MAX_TRIED)]
    reference = policy(allow("s3:A*"))
    assert find_plain_witness(CheckQuestion(policy(allow([*many, "sqs:B"])), reference)) is None
    assert find_plain_witness(CheckQuestion(policy(allow([*many[1:], "sqs:B"])), reference))
