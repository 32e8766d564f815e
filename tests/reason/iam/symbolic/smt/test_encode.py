"""Policies as formulas: what a model of them means, and that no model is missing."""

from typing import Any

import pytest
import z3

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Policy
from ringwall.reason.iam.symbolic.boxes.principal_axis import PrincipalAxis
from ringwall.reason.iam.symbolic.boxes.replay import evaluate_policy, make_witness_request
from ringwall.reason.iam.symbolic.check_answer import Witness
from ringwall.reason.iam.symbolic.smt.encode import PolicyEncoder

ANN = "arn:aws:iam::111122223333:user/ann"


def policy(*statements: Any) -> Policy:
    return read_policy({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any = "s3:GetObject", resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def find(
    wanted: Policy,
    refused: Policy | None = None,
    *,
    by_principal: bool = False,
    plain: bool = False,
) -> Witness | None:
    """Return a request that one policy allows and another one does not; None: there is none."""
    policies = [wanted, *([refused] if refused else [])]
    elements = [s.principal for p in policies for s in p.statements if s.principal]
    encoder = PolicyEncoder(policies, PrincipalAxis(elements) if by_principal else None)
    solver = z3.Solver()
    solver.add(encoder.allows(wanted), *encoder.facts, *(encoder.wishes if plain else []))
    if refused:
        solver.add(z3.Not(encoder.allows(refused)))
    return encoder.read(solver.model()) if solver.check() == z3.sat else None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([allow("s3:*"), allow("s3:Get*")], [allow("S3:*")]),
        ([], [deny("*")]),
        ([allow(), deny("*")], []),
        ([allow(), {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"}], []),
        ([allow(resource=["arn:aws:s3:::a*", "arn:aws:s3:::*"])],
         [allow(resource="arn:aws:s3:::*")]),
        # An ARN that ends early has wildcards for the missing fields.
        ([allow(resource="arn:aws:s3")], [allow(resource="arn:aws:s3:*:*:*")]),
        ([allow(resource="arn:*")], [allow(resource="arn:*:*")]),
        ([allow(resource="bucket")], []),
        ([{"Effect": "Allow", "Action": "*"}], []),
        ([allow(), deny(Condition={"Null": {"k": "true"}})],
         [allow(Condition={"Null": {"k": "false"}})]),
        ([allow(resource="arn:aws:s3:::${k}", Condition={"StringEquals": {"k": "ann"}})],
         [allow(resource="arn:aws:s3:::ann", Condition={"StringEquals": {"k": "ann"}})]),
    ],
)  # fmt: skip
def test_policies_that_allow_the_same_have_no_request_between_them(
    one: list[Any], other: list[Any]
) -> None:
    assert find(policy(*one), policy(*other)) is None
    assert find(policy(*other), policy(*one)) is None


@pytest.mark.parametrize(
    ("wanted", "refused", "action", "resource"),
    [
        # Only the resource `*` has no six fields.
        ([allow()], [allow(resource="*:*:*:*:*:*")], "s3:getobject", "*"),
        ([allow(["s3:GetObject", "s3:PutObject"])], [allow()],
         "s3:putobject", ":::::"),
        ([allow()], [allow(), deny(resource="arn:aws:s3:::b")], "s3:getobject", "arn:aws:s3:::b"),
        ([allow(resource="arn:aws:s3:::${k, 'd'}")], [allow(Condition={"Null": {"k": "false"}})],
         "s3:getobject", "arn:aws:s3:::d"),
    ],
)  # fmt: skip
def test_a_request_between_two_policies_is_found(
    wanted: list[Any], refused: list[Any], action: str, resource: str
) -> None:
    found = find(policy(*wanted), policy(*refused), plain=True)
    assert found
    assert found.action == action
    assert found.resource == resource


WANTED = [
    allow("s3:Get*", "arn:aws:s3:::b/*"),
    allow("*", "arn:aws:sqs:*:*:q?"),
    allow(resource="arn:aws:s3:::${aws:username}/*"),
    allow(Condition={"StringLike": {"s3:prefix": "${aws:username}/*"}}),
    allow(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"},
                     "NumericLessThan": {"s3:max-keys": "10"}}),
    allow(Condition={"ForAllValues:StringLike": {"aws:TagKeys": ["a*"]},
                     "Null": {"aws:TagKeys": "false"}}),
    {"Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::*"},
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": ANN}},
    {"Effect": "Allow", "Action": "sts:AssumeRole", "NotPrincipal": {"AWS": ANN}},
]  # fmt: skip


@pytest.mark.parametrize("statement", WANTED)
def test_the_evaluator_allows_what_z3_finds(statement: Any) -> None:
    wanted = policy(statement)
    by_principal = bool(statement.keys() & {"Principal", "NotPrincipal"})
    found = find(wanted, by_principal=by_principal)
    assert found
    encoder = PolicyEncoder([wanted], None)
    request = make_witness_request(found, encoder.key_names)
    assert evaluate_policy(wanted, request, by_principal=by_principal).allowed is True


def test_a_principal_is_one_of_the_axis() -> None:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole"}
    ann, everyone = (
        policy({**trust, "Principal": {"AWS": ANN}}),
        policy({**trust, "Principal": "*"}),
    )
    found = find(ann, by_principal=True)
    assert found
    assert found.requester
    assert found.requester.account == "111122223333"
    other = find(everyone, ann, by_principal=True)
    assert other
    assert other.requester
    assert other.requester.name != ANN
    # Without principals the two are the same, and there is no requester.
    assert find(everyone, ann) is None
    bare = find(everyone)
    assert bare
    assert bare.requester is None


@pytest.mark.parametrize(("effect", "is_found"), [("Allow", False), ("Deny", True)])
def test_a_statement_without_principal_allows_none_and_denies_all(
    effect: str, *, is_found: bool
) -> None:
    everyone = policy(allow(Principal="*"))
    statement = {**allow(), "Effect": effect}
    assert find(policy(statement), by_principal=True) is None
    denied = policy(allow(Principal="*"), statement)
    assert (find(everyone, denied, by_principal=True) is not None) == is_found


def test_a_principal_that_is_not_certain_may_match_or_not() -> None:
    everyone = allow(Principal="*")
    excepted = deny(NotPrincipal={"AWS": ANN})
    one = find(policy(everyone, excepted), by_principal=True)
    assert one
    assert find(policy(everyone), policy(everyone, excepted), by_principal=True)
    # The same uncertainty in both policies does not tell them apart.
    assert find(policy(everyone, excepted), policy(everyone, excepted), by_principal=True) is None


def test_plain_texts_are_wished_for() -> None:
    found = find(policy(allow("s3:?", "arn:aws:s3:::?")), plain=True)
    assert found
    assert found.action[-1].isalnum() or found.action[-1] in "-./:"
    assert found.resource[-1].isalnum() or found.resource[-1] in "-./:"


def test_keys_of_all_policies_are_there() -> None:
    encoder = PolicyEncoder(
        [policy(allow(Condition={"Bool": {"a": "true"}})), policy(allow(resource="arn:x:${b}"))],
        None,
    )
    assert encoder.key_names == ("a", "b")
