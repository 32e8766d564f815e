"""Witnesses put to the evaluator."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.language.ternary import Ternary
from ringwall.reason.iam.language.variables import MISSING
from ringwall.reason.iam.symbolic.boxes.replay import (
    describe_statement,
    evaluate_policy,
    make_witness_request,
)
from ringwall.reason.iam.symbolic.check_answer import Witness

ANN = "arn:aws:iam::111122223333:user/ann"
OBJECT = "arn:aws:s3:::b/k"


def policy(*statements: Any, name: str = "p") -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)}, name)


def allow(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Sid": "Yes", **more}


def deny(**more: Any) -> dict[str, Any]:
    return {**allow(**more), "Effect": "Deny", "Sid": "No"}


def test_keys_without_a_value_are_absent_from_the_request() -> None:
    witness = Witness("s3:GetObject", OBJECT, {"aws:sourceip": ("203.0.113.7",)})
    request = make_witness_request(witness, ("aws:sourceip", "aws:username", "s3:prefix"))
    assert request.context.get("aws:sourceip") == ("203.0.113.7",)
    # Also those that would follow from the requester.
    assert request.context.get("aws:username") is MISSING
    assert request.context.get("s3:prefix") is MISSING
    assert (request.action, request.resource) == ("s3:getobject", OBJECT)


def test_a_witness_without_requester_gets_one() -> None:
    found = make_witness_request(Witness("s3:GetObject", OBJECT), ())
    assert found.requester.kind == "role"
    ann = read_requester(ANN)
    named = make_witness_request(Witness("s3:GetObject", OBJECT, requester=ann), ())
    assert named.requester is ann


@pytest.mark.parametrize(
    ("statements", "allowed", "sids"),
    [
        ([], False, []),
        ([allow()], True, ["Yes"]),
        ([allow(), deny()], False, ["No"]),
        ([deny()], False, ["No"]),
        ([allow(Action="iam:*")], False, []),
        ([allow(), allow()], True, ["Yes", "Yes"]),
        ([allow(Condition={"StringEqual": {"a:b": "c"}})], None, []),
        ([allow(), deny(Condition={"StringEqual": {"a:b": "c"}})], None, ["Yes"]),
    ],
)
def test_a_policy_alone_allows_or_denies(
    statements: list[Any], allowed: Ternary, sids: list[str]
) -> None:
    request = make_witness_request(Witness("s3:GetObject", OBJECT), ())
    found = evaluate_policy(policy(*statements), request, by_principal=False)
    assert found.allowed is allowed
    assert [statement.statement.sid for statement in found.statements] == sids


@pytest.mark.parametrize(
    ("principal", "allowed"), [("*", True), ({"AWS": ANN}, True), ({"AWS": "444455556666"}, False)]
)
def test_principals_count_if_wanted(principal: Any, *, allowed: bool) -> None:
    witness = Witness("s3:GetObject", OBJECT, requester=read_requester(ANN))
    request = make_witness_request(witness, ())
    named = policy(allow(Principal=principal))
    assert evaluate_policy(named, request, by_principal=True).allowed is allowed
    assert evaluate_policy(named, request, by_principal=False).allowed is True


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ({"Statement": [allow()]}, "p.json", "p.json[0] Yes"),
        ({"Statement": [deny(), allow(Sid="")]}, "", "policy[1]"),
        ('{"Statement":\n [{"Effect": "Allow", "Action": "*"}]}', "p", "p[0] (2:3)"),
    ],
)
def test_a_statement_can_be_found(source: Any, name: str, expected: str) -> None:
    compiled = CompiledPolicy(read_policy(source, name))
    assert describe_statement(compiled.statements[-1]) == expected
