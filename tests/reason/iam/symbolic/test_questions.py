import time
from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.budget import StepBudget, TooHard
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion, search
from ringwall.reason.iam.symbolic.questions import (
    check_no_new_access,
    compare_policies,
    is_equivalent,
)
from ringwall.reason.iam.symbolic.smt.solve import solve

LIMIT = 15.0
"""Seconds of the processor, with room for a slow machine."""
PATIENCE = 40_000_000
"""Seconds for Z3 where the answer, not the time, is the point."""


def policy(*statements: dict[str, Any], name: str = "policy") -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)}, name)


def allow(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:*", "Resource": "*", **more}


def test_two_policies_that_say_the_same_in_other_words_are_equivalent() -> None:
    one = policy(allow(Action=["s3:Get*", "s3:Put*"]))
    other = policy(allow(Action="s3:Put*"), allow(Action="S3:GET*"))
    assert is_equivalent(one, other) is True
    assert compare_policies(one, other).added == ()


def test_a_difference_is_shown_in_both_directions_by_real_requests() -> None:
    old = policy(allow(Action="s3:GetObject"), name="old")
    new = policy(allow(Action="s3:PutObject", Sid="Write"), allow(Action="s3:List*"), name="new")
    found = compare_policies(old, new)
    assert found.verdict == "fail"
    actions = [answer.witness.action for answer in found.added if answer.witness]
    assert actions[0] == "s3:PutObject"
    assert actions[1].startswith("s3:List")
    assert [a.statements for a in found.added] == [("new[0] Write",), ("new[1]",)]
    assert [a.witness.action for a in found.removed if a.witness] == ["s3:GetObject"]
    assert is_equivalent(old, new) is False


def test_the_statement_that_denies_is_named_too() -> None:
    reference = policy(allow(), allow(Effect="Deny", Action="s3:Delete*"), name="reference")
    answer = check_no_new_access(reference, policy(allow(Action="s3:DeleteObject"), name="new"))
    assert answer.statements == ("new[0]", "reference[1] denies")


def test_a_difference_that_hangs_on_an_unknown_operator_is_unknown() -> None:
    odd = allow(Condition={"StringEqual": {"aws:username": "ann"}})
    assert is_equivalent(policy(odd), policy(allow(Action="iam:*"))) is False
    assert is_equivalent(policy(odd), policy(allow(Effect="Deny"))) is None


def tagged(number: int) -> dict[str, Any]:
    values = [f"{number}", f"{number + 1}"]
    return allow(Condition={"ForAnyValue:StringEquals": {"aws:TagKeys": values}})


HOSTILE = {
    "one pattern of stars": (
        policy(allow(Resource="arn:aws:s3:::" + "*a" * 2000)),
        policy(allow(Resource="arn:aws:s3:::" + "*a" * 2001)),
    ),
    "patterns that remember": (
        policy(allow(Resource=["arn:aws:s3:::*a" + "?" * n for n in range(1, 25)])),
        policy(allow(Resource="arn:aws:s3:::*a" + "?" * 10 + "b" + "?" * 12)),
    ),
    "many buckets": (
        policy(allow(Resource=[f"arn:aws:s3:::b{n}/*" for n in range(20_000)])),
        policy(allow(Resource=[f"arn:aws:s3:::b{n}/*" for n in range(20_001)])),
    ),
    "many sets of tags": (
        policy(*map(tagged, range(20))),
        policy(allow(Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["1", "5", "9"]},
                                "Null": {"aws:TagKeys": "false"}})),
    ),
    "variables with defaults": (
        policy(allow(Resource="arn:aws:s3:::" + "".join(f"${{k:{n}, 'x'}}" for n in range(30)))),
        policy(allow(Resource="arn:aws:s3:::b")),
    ),
    "a pattern of a resource and one of a key": (
        policy(allow()),
        policy(allow(Resource="arn:aws:s3:::" + "*a?" * 3000,
                     Condition={"StringLike": {"a:b": "*a" * 5000 + "b"}})),
    ),
    "a text in any case": (
        policy(allow()),
        policy(allow(Condition={"StringEqualsIgnoreCase": {"a:b": "ab" * 20_000}})),
    ),
}  # fmt: skip
SAFE = {
    *("many sets of tags", "one pattern of stars", "a text in any case"),
    "a pattern of a resource and one of a key",
}
"""Those whose candidate in fact allows nothing new."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_policies_end_in_bounded_time_and_never_in_a_wrong_pass(name: str) -> None:
    reference, candidate = HOSTILE[name]
    start = time.process_time()
    answer = check_no_new_access(reference, candidate)
    assert time.process_time() - start < LIMIT
    assert answer.verdict != ("fail" if name in SAFE else "pass")
    start = time.process_time()
    compare_policies(reference, candidate)
    assert time.process_time() - start < LIMIT


def test_z3_answers_where_boxes_give_up() -> None:
    tags = [f"{n}" for n in range(12)]
    statements = [allow(Condition={"ForAnyValue:StringEquals": {"aws:TagKeys": t}}) for t in tags]
    all_of_them, some = policy(*statements), policy(*statements[:6])
    with pytest.raises(TooHard):
        search(CheckQuestion(some, all_of_them), StepBudget())
    assert solve(CheckQuestion(some, all_of_them), PATIENCE).verdict == "pass"
    answer = solve(CheckQuestion(all_of_them, some), PATIENCE)
    assert answer.verdict == "fail"
    assert answer.witness
    assert set(answer.witness.context["aws:tagkeys"]) & set(tags[6:])


def test_a_question_that_is_too_hard_for_boxes_is_put_to_z3() -> None:
    tags = [f"{n}" for n in range(12)]
    statements = [allow(Condition={"ForAnyValue:StringEquals": {"aws:TagKeys": t}}) for t in tags]
    answer = check_no_new_access(policy(*statements), policy(*statements))
    assert answer.verdict == "pass" or "no proof within" in answer.reason


def test_z3_says_unknown_when_its_steps_are_used() -> None:
    reference, candidate = HOSTILE["patterns that remember"]
    answer = solve(CheckQuestion(candidate, reference), 50_000)
    assert answer.verdict == "unknown"
    assert "no proof within 50,000 steps" in answer.reason


def test_z3_knows_that_a_key_may_have_several_values() -> None:
    both = {
        "ForAnyValue:StringEquals": {"aws:TagKeys": "a"},
        "ForAnyValue:StringLike": {"aws:TagKeys": "b*"},
    }
    nothing = policy(allow(Effect="Deny"))
    answer = solve(CheckQuestion(policy(allow(Condition=both)), nothing), PATIENCE)
    assert answer.verdict == "fail"
    assert answer.witness
    assert len(answer.witness.context["aws:tagkeys"]) > 1


def below(limit: str) -> Policy:
    return policy(allow(Condition={"NumericLessThan": {"s3:max-keys": limit}}))


LAST = "1" * 35
"""A number of more digits than Decimal's own precision."""
LIMITS = [
    # the candidate's limit, the reference's, the answer
    ("1e40", "1e41", "pass"),
    ("1e41", "1e40", "fail"),
    (LAST, LAST[:-1] + "2", "pass"),
    (LAST[:-1] + "2", LAST, "fail"),
    ("1e100000", "1", "pass"),  # no number: allows nothing
    ("1", "1e999999999", "fail"),
]


@pytest.mark.parametrize(("candidate", "reference", "verdict"), LIMITS)
def test_limits_of_any_size_are_told_apart(candidate: str, reference: str, verdict: str) -> None:
    question = CheckQuestion(below(candidate), below(reference))
    found = search(question, StepBudget())
    assert found
    assert found.verdict == verdict
    assert solve(question, PATIENCE).verdict == verdict
