"""The conditions of an access as texts: those that hold for it, and those that must not."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.limits import describe_condition, describe_limits

ACCOUNT = "111122223333"
OFFICE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
FACTOR = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
INSIDE = {"aws:SourceIp": "203.0.113.7", "aws:MultiFactorAuthPresent": "false"}


def allow(condition: Any, resource: str = "*", effect: str = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Action": "*", "Resource": resource, "Condition": condition}


def policy(*statements: dict[str, Any]) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def limits(context: dict[str, str], **policies: Any) -> tuple[str, ...]:
    """Return what limits the access in a context in which it is allowed."""
    user = f"arn:aws:iam::{ACCOUNT}:user/ann"
    bounds = [
        BoundRequest(
            make_request(user, "s3:GetObject", "arn:aws:s3:::data/u-1", known,
                         resource_account=ACCOUNT, is_complete=False),
            PolicySet(**policies),
        )
        for known in ({}, context)
    ]  # fmt: skip
    before, after = (bound.decide() for bound in bounds)
    assert (before.verdict, after.verdict) == ("unknown", "allowed")
    return describe_limits(bounds[:1], [before], [after])


def test_only_the_statements_count_that_allow_it_in_the_context() -> None:
    own = policy(allow(OFFICE), allow(FACTOR))
    assert limits(INSIDE, identity=(own,)) == ("IpAddress aws:sourceip 203.0.113.0/24",)
    both = {"aws:SourceIp": "10.0.0.1", "aws:MultiFactorAuthPresent": "true"}
    assert limits(both, identity=(own,)) == ("Bool aws:multifactorauthpresent true",)


def test_all_conditions_of_a_statement_and_of_a_boundary_count() -> None:
    own = policy(allow({**OFFICE, **FACTOR}))
    known = {**INSIDE, "aws:MultiFactorAuthPresent": "true"}
    expected = ("IpAddress aws:sourceip 203.0.113.0/24", "Bool aws:multifactorauthpresent true")
    assert limits(known, identity=(own,)) == expected
    # The same condition in two policies is one limit.
    boundary = policy(allow(FACTOR))
    assert limits(known, identity=(own,), boundaries=(boundary,)) == expected
    assert limits(known, identity=(policy(allow({})),), boundaries=(boundary,)) == expected[1:]


def test_a_denial_limits_by_what_must_not_hold() -> None:
    denial = allow({"BoolIfExists": {"aws:SecureTransport": "false"}, **OFFICE}, effect="Deny")
    own = policy(allow({}), denial)
    known = {"aws:SecureTransport": "true", "aws:SourceIp": "10.0.0.1"}
    (text,) = limits(known, identity=(own,))
    assert text.startswith("unless ")
    assert set(text.removeprefix("unless ").split(" and ")) == {
        "BoolIfExists aws:securetransport false",
        "IpAddress aws:sourceip 203.0.113.0/24",
    }


def test_a_variable_in_resource_is_a_limit() -> None:
    own = policy(allow({}, "arn:aws:s3:::data/${aws:userid}"))
    assert limits({"aws:userid": "u-1"}, identity=(own,)) == ("Resource contains ${aws:userid}",)


@pytest.mark.parametrize(
    ("operator", "values", "expected"),
    [
        ("StringEquals", ("vpce-1",), "StringEquals aws:sourcevpce vpce-1"),
        ("ForAnyValue:StringLike", ("a*", "b"), "ForAnyValue:StringLike aws:sourcevpce a*, b"),
        ("StringEquals", (), "StringEquals aws:sourcevpce"),
    ],
)
def test_a_condition_is_one_line(operator: str, values: tuple[str, ...], expected: str) -> None:
    condition = Condition(read_operator(operator), "aws:sourcevpce", values)
    assert describe_condition(condition) == expected
