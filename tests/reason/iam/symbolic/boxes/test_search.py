"""The search in boxes: gaps between two policies, and requests that the evaluator confirms."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.box import Box
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.search import (
    BoxSearch,
    CheckQuestion,
    confirm,
    search,
    search_all,
)
from ringwall.reason.iam.symbolic.boxes.space import RequestSpace
from ringwall.reason.iam.symbolic.check_answer import PASS, CheckAnswer, CheckVerdict, Witness

UNKNOWN = {"StringEqual": {"a:b": "c"}}
"""A condition with an operator that AWS does not have."""


def policy(*statements: Any, name: str = "p") -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)}, name)


def allow(action: Any = "s3:*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "s3:*", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def verdict(found: CheckAnswer | None) -> str:
    return found.verdict if found else "unknown"


@pytest.mark.parametrize(
    ("candidate", "reference", "expected"),
    [
        ([allow("s3:Get*")], [allow()], "pass"),
        ([allow()], [allow("s3:Get*")], "fail"),
        ([], [], "pass"),
        ([allow()], [], "fail"),
        ([allow(), deny()], [], "pass"),
        ([allow(), deny("s3:Put*")], [], "fail"),
        ([allow()], [allow("*")], "pass"),
        ([allow()], [allow(), deny("s3:Delete*")], "fail"),
        ([allow(), deny("s3:D*")], [allow(), deny("s3:Delete*")], "pass"),
        ([allow(resource="arn:aws:s3:::b")], [allow(resource="arn:aws:s3:::c")], "fail"),
        ([allow(resource="arn:aws:s3:::b/*")], [allow(resource="arn:aws:s3:::b*")], "pass"),
        # Two statements of the reference cover one of the candidate together.
        ([allow()],
         [allow(Condition={"Bool": {"aws:SecureTransport": "true"}}),
          allow(Condition={"BoolIfExists": {"aws:SecureTransport": "false"}})], "pass"),
        ([allow()],
         [allow(Condition={"Bool": {"aws:SecureTransport": "true"}}),
          allow(Condition={"Bool": {"aws:SecureTransport": "false"}})], "fail"),
        # What depends on an unknown operator is certain in one direction only.
        ([allow(Condition=UNKNOWN)], [allow()], "pass"),
        ([allow(Condition=UNKNOWN)], [], "unknown"),
        ([allow()], [allow(Condition=UNKNOWN)], "unknown"),
        ([allow(), deny(Condition=UNKNOWN)], [], "unknown"),
        ([allow()], [allow(), deny(Condition=UNKNOWN)], "unknown"),
        ([allow(["s3:*", "iam:*"])], [allow(Condition=UNKNOWN)], "fail"),
    ],
)  # fmt: skip
def test_what_the_candidate_allows_is_covered_or_not(
    candidate: list[Any], reference: list[Any], expected: CheckVerdict
) -> None:
    question = CheckQuestion(policy(*candidate), policy(*reference))
    assert verdict(search(question, StepBudget())) == expected


def test_without_a_reference_all_that_is_allowed_is_new() -> None:
    found = search(CheckQuestion(policy(allow(Sid="All"))), StepBudget())
    assert found
    assert found.verdict == "fail"
    assert found.statements == ("p[0] All",)
    assert search(CheckQuestion(policy(deny())), StepBudget()) is PASS


def test_the_statement_that_denies_in_the_reference_is_named() -> None:
    reference = policy(allow(), deny("s3:Put*", Sid="NoPut"), name="old")
    found = search(CheckQuestion(policy(allow("s3:PutObject")), reference), StepBudget())
    assert found
    assert found.statements == ("p[0]", "old[1] NoPut denies")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (allow("s3:Get*"), "fail"),
        (allow("iam:*"), "pass"),
        (allow("*", "arn:aws:s3:::b/*"), "fail"),
        (allow("*", "arn:aws:sqs:*:*:*"), "pass"),
    ],
)
def test_only_requests_that_are_asked_for_count(asked: Any, expected: CheckVerdict) -> None:
    candidate = policy(allow(resource="arn:aws:s3:::*"))
    question = CheckQuestion(candidate, asked=policy(asked).statements[0])
    found = search(question, StepBudget())
    assert verdict(found) == expected
    if found and found.witness:
        assert confirm(question, found.witness, ()) == found


def test_only_requests_of_the_region_count() -> None:
    (wanted,) = policy(allow("s3:PutObject")).statements

    def region(space: RequestSpace) -> list[Box]:
        return space.boxes_of(wanted).high

    found = search(CheckQuestion(policy(allow()), region=region, axes=(wanted,)), StepBudget())
    assert found
    assert found.witness
    assert found.witness.action == "s3:PutObject"
    question = CheckQuestion(policy(allow("s3:Get*")), region=region, axes=(wanted,))
    assert search(question, StepBudget()) is PASS


def test_principals_are_told_apart_only_on_request() -> None:
    ann = policy(allow(Principal={"AWS": "arn:aws:iam::111122223333:user/ann"}))
    everyone = policy(allow(Principal="*"))
    assert search(CheckQuestion(everyone, ann), StepBudget()) is PASS
    found = search(CheckQuestion(everyone, ann, by_principal=True), StepBudget())
    assert found
    assert found.witness
    assert found.witness.requester


def test_every_statement_that_allows_has_one_answer() -> None:
    question = CheckQuestion(policy(allow("s3:*"), allow("s3:Get*"), deny("iam:*"), allow("iam:*"),
                                    allow("sqs:*")))  # fmt: skip
    found = search_all(question, StepBudget(), 9)
    # The statements that confirm a request are all those that allow it.
    assert [answer.statements for answer in found] == [
        ("p[0]",), ("p[0]", "p[1]"), ("p[4]",),
    ]  # fmt: skip
    assert len(search_all(question, StepBudget(), 2)) == 2


def test_what_depends_on_a_variable_can_be_an_answer() -> None:
    (found,) = search_all(
        CheckQuestion(policy(allow(resource="arn:aws:s3:::${aws:username}"))), StepBudget(), 9
    )
    assert found.witness
    assert found.witness.context["aws:username"] == (found.witness.resource.rpartition(":")[2],)


def test_gaps_are_possible_or_certain() -> None:
    boxes = BoxSearch(CheckQuestion(policy(allow(Condition=UNKNOWN), allow("iam:*"))), StepBudget())
    assert len(list(boxes.gaps(strict=False))) == 2
    assert len(list(boxes.gaps(strict=True))) == 1
    assert len(list(boxes.gaps(strict=False, first=True))) == 1


def test_a_gap_that_the_evaluator_does_not_confirm_is_no_answer() -> None:
    boxes = BoxSearch(CheckQuestion(policy(allow(Condition=UNKNOWN))), StepBudget())
    (gap,) = boxes.gaps(strict=False)
    assert boxes.confirm(gap) is None


@pytest.mark.parametrize(
    ("candidate", "reference", "confirmed"),
    [
        ([allow()], None, True),
        ([], None, False),
        ([allow(Condition=UNKNOWN)], None, False),
        ([allow()], [], True),
        ([allow()], [allow()], False),
        ([allow()], [allow(Condition=UNKNOWN)], False),
    ],
)
def test_a_witness_counts_only_if_both_policies_are_sure(
    candidate: list[Any], reference: list[Any] | None, *, confirmed: bool
) -> None:
    known = policy(*reference) if reference is not None else None
    witness = Witness("s3:GetObject", "arn:aws:s3:::b/k")
    found = confirm(CheckQuestion(policy(*candidate), known), witness, ())
    assert (found is not None) == confirmed
    if found:
        assert (found.verdict, found.witness) == ("fail", witness)


def test_a_question_knows_all_its_policies() -> None:
    one, other = policy(allow()), policy(deny())
    (asked,) = policy(allow("iam:*")).statements
    assert CheckQuestion(one).policies == [one]
    assert CheckQuestion(one, other).policies == [one, other]
    question = CheckQuestion(one, other, asked=asked, axes=(other.statements[0],))
    assert question.policies == [one, other, Policy((other.statements[0], asked))]


def test_a_search_ends_with_its_budget() -> None:
    many = policy(*(allow(resource=f"arn:aws:s3:::{n}*x") for n in range(40)))
    with pytest.raises(TooHard):
        search(CheckQuestion(many, policy(allow("iam:*"))), StepBudget(100))
