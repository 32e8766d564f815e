"""Answers of Z3: proofs, examples that the evaluator confirms, and limits."""

from math import isqrt
from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.check_answer import PASS
from ringwall.reason.iam.symbolic.smt.solve import MAX_VALUES, MAX_WEIGHT, solve

PATIENCE = 40_000_000
"""Seconds where the answer, not the time, is the point."""
UNKNOWN = {"StringEqual": {"a:b": "c"}}
ANN = "arn:aws:iam::111122223333:user/ann"


def policy(*statements: Any) -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)}, "p")


def allow(action: Any = "s3:*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


@pytest.mark.parametrize(
    ("candidate", "reference", "verdict"),
    [
        (allow("s3:Get*"), allow(), "pass"),
        (allow(), allow("s3:Get*"), "fail"),
        (allow(Effect="Deny"), None, "pass"),
        (allow(), None, "fail"),
        (allow(Condition=UNKNOWN), allow(), "pass"),
        (allow(Condition=UNKNOWN), None, "unknown"),
        (allow(resource="arn:aws:s3:::${aws:username}"), allow(resource="arn:aws:s3:::*"), "pass"),
        (allow(resource="arn:aws:s3:::*"), allow(resource="arn:aws:s3:::${aws:username}"), "fail"),
    ],
)
def test_a_question_is_proved_or_has_an_example(
    candidate: Any, reference: Any, verdict: str
) -> None:
    question = CheckQuestion(policy(candidate), policy(reference) if reference else None)
    found = solve(question, PATIENCE)
    assert found.verdict == verdict
    assert (found.witness is not None) == (verdict == "fail")
    assert (found == PASS) == (verdict == "pass")


def test_an_example_that_is_not_confirmed_is_shown_as_the_reason() -> None:
    found = solve(CheckQuestion(policy(allow("s3:PutObject", Condition=UNKNOWN))), PATIENCE)
    assert found.reason.startswith("the evaluator does not confirm the example s3:putobject")


def test_an_example_names_the_statements_that_decide() -> None:
    reference = policy(allow(), allow("s3:PutObject", Effect="Deny", Sid="No"))
    found = solve(CheckQuestion(policy(allow("s3:PutObject", Sid="Yes")), reference), PATIENCE)
    assert found.statements == ("p[0] Yes", "p[1] No denies")


@pytest.mark.parametrize(
    ("asked", "verdict"), [(allow("s3:PutObject"), "fail"), (allow("iam:*"), "pass")]
)
def test_only_requests_that_are_asked_for_count(asked: Any, verdict: str) -> None:
    (statement,) = policy(asked).statements
    found = solve(CheckQuestion(policy(allow()), asked=statement), PATIENCE)
    assert found.verdict == verdict
    if found.witness:
        assert found.witness.action == "s3:putobject"


def test_principals_count_if_wanted() -> None:
    everyone, ann = policy(allow(Principal="*")), policy(allow(Principal={"AWS": ANN}))
    assert solve(CheckQuestion(everyone, ann), PATIENCE) == PASS
    found = solve(CheckQuestion(everyone, ann, by_principal=True), PATIENCE)
    assert found.witness
    assert found.witness.requester


def test_an_example_can_be_printed_if_there_is_one_that_can() -> None:
    found = solve(CheckQuestion(policy(allow("s3:Get?", "arn:aws:s3:::?/?"))), PATIENCE)
    assert found.witness
    assert found.witness.resource.isprintable()
    assert " " not in f"{found.witness.action}{found.witness.resource}"
    odd = solve(CheckQuestion(policy(allow(resource="arn:aws:s3:::a b"))), PATIENCE)
    assert odd.witness
    assert odd.witness.resource == "arn:aws:s3:::a b"


@pytest.mark.parametrize(
    "statement",
    [
        allow([f"s3:A{n}" for n in range(MAX_VALUES)]),
        allow(resource=[f"arn:aws:s3:::{n}" for n in range(MAX_VALUES)]),
        allow(Condition={"StringEquals": {"k": [f"{n}" for n in range(MAX_VALUES)]}}),
        # Few patterns of many parts: the weight is the sum of squares.
        allow(resource="arn:aws:s3:::" + "*a" * isqrt(MAX_WEIGHT)),
        allow(Condition={"StringEqualsIgnoreCase": {"k": "a" * (isqrt(MAX_WEIGHT) + 1)}}),
    ],
    ids=["actions", "resources", "values", "wildcards", "letters in any case"],
)
def test_what_is_too_large_is_not_tried(statement: Any) -> None:
    found = solve(CheckQuestion(policy(statement)), PATIENCE)
    assert (found.verdict, found.reason) == ("unknown", "the policies are too large")
