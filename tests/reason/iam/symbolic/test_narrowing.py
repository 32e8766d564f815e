"""A narrow question has the same answer: what is left out of it cannot change it."""

from typing import Any

import pytest

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.search import CheckQuestion
from ringwall.reason.iam.symbolic.narrowing import narrow_question
from ringwall.reason.iam.symbolic.questions import compare_policies

WIDE = [f"service{n}:Get*Thing*" for n in range(600)]
"""More patterns than boxes, or Z3, can tell apart."""


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*") -> dict[str, Any]:
    return {**allow(action, resource), "Effect": "Deny"}


def policy(*statements: Any) -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)})


def narrow(reference: Policy, candidate: Policy) -> tuple[list[Any], list[Any]]:
    """Return the actions and resources that are left of the candidate and of the reference."""
    found = narrow_question(CheckQuestion(candidate, reference))
    assert found.reference
    return read(found.candidate), read(found.reference)


def read(one: Policy) -> list[Any]:
    return [(s.effect, s.action.values, s.resource.values) for s in one.statements if s.resource]


def test_what_both_allow_in_the_same_words_is_left_out() -> None:
    old, new = policy(allow(["s3:Get*", "s3:PutObject"])), policy(allow(["s3:Get*", "s3:List*"]))
    left, reference = narrow(old, new)
    assert left == [("Allow", ("s3:list*",), ("*",))]
    assert reference == []


def test_resources_are_left_out_as_well() -> None:
    old = policy(allow("s3:GetObject", ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]))
    new = policy(allow("s3:GetObject", ["arn:aws:s3:::a/*", "arn:aws:s3:::c/*"]))
    left, _ = narrow(old, new)
    assert left == [("Allow", ("s3:getobject",), ("arn:aws:s3:::c/*",))]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The reference denies what the candidate does not.
        ([allow("s3:*"), deny("s3:Put*")], [allow("s3:*")]),
        # Other resources, other conditions, another principal.
        ([allow("s3:*", "arn:aws:s3:::a")], [allow("s3:*", "arn:aws:s3:::b")]),
        ([allow("s3:*", Condition={"Bool": {"k": "true"}})], [allow("s3:*")]),
        ([allow("s3:*", Principal="*")], [allow("s3:*", Principal={"AWS": "111122223333"})]),
        # Two actions on two resources are not every action on both.
        (
            [allow("s3:Get*", "arn:aws:s3:::a"), allow("s3:Put*", "arn:aws:s3:::b")],
            [allow(["s3:Get*", "s3:Put*"], "arn:aws:s3:::b")],
        ),
    ],
)
def test_what_is_said_in_other_words_stays(old: list[Any], new: list[Any]) -> None:
    left, _ = narrow(policy(*old), policy(*new))
    assert left


def test_a_denial_that_can_meet_what_is_left_stays() -> None:
    old = policy(allow("s3:Get*"), deny("s3:*Acl"), deny("ec2:*"))
    new = policy(allow(["s3:Get*", "s3:Put*"]), deny("s3:*Acl"), deny("ec2:*"))
    left, reference = narrow(old, new)
    denial = ("Deny", ("s3:*acl",), ("*",))
    assert left == [("Allow", ("s3:put*",), ("*",)), denial]
    assert reference == [denial]


@pytest.mark.parametrize(
    ("denied", "allowed", "stays"),
    [
        ("s3:getobject", "s3:GetObject", True),
        ("s3:getobject", "s3:GetObjectAcl", False),
        ("s3:get*acl", "s3:GetObjectAcl", True),
        ("s3:get*acl", "s3:GetObject", False),
        ("s3:?etobject", "s3:GetObject", True),
        ("s3:?etobject", "s3:xGetObject", False),
        ("s3:getobject", "s3:Get*Acl", False),
        ("s3:getobjectacl", "s3:Get*Acl", True),
        # Two wildcards meet where one could be spelt as the other goes on.
        ("s3:get*acl", "s3:GetObject*", True),
        ("s3:get*", "s3:G*", True),
        ("s3:get*", "s3:Put*", False),
        ("*", "s3:GetObject", True),
        ("ec2:*", "s3:*", False),
    ],
)
def test_denials_that_can_meet_an_action_stay(denied: str, allowed: str, *, stays: bool) -> None:
    found = narrow_question(CheckQuestion(policy(allow(allowed), deny(denied)), policy()))
    assert (("Deny", (denied,), ("*",)) in read(found.candidate)) is stays


def test_large_flat_policies_are_compared_by_what_differs() -> None:
    old, new = policy(allow(WIDE)), policy(allow([*WIDE, "s3:GetObject"]))
    found = compare_policies(old, new)
    (added,) = found.added
    assert (added.verdict, found.removed) == ("fail", ())
    assert added.witness
    assert added.witness.action == "s3:GetObject"
    assert compare_policies(new, policy(allow(["s3:GetObject", *reversed(WIDE)]))).verdict == "pass"


def test_a_large_list_in_many_statements_is_compared_with_the_same_list_in_one() -> None:
    many = policy(*(allow(action) for action in WIDE))
    assert compare_policies(many, policy(allow(WIDE))).verdict == "pass"
    assert compare_policies(policy(allow(WIDE[:-1])), many).verdict == "fail"
