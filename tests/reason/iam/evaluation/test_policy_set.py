"""The result of the policies of one type for a request."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.policy_set import (
    UNKNOWN_POLICY,
    Policies,
    PolicySet,
    PolicyTypeResult,
    UnreadPolicy,
    evaluate_policies,
)
from ringwall.reason.iam.evaluation.principal_match import NO_MATCH, PrincipalMatch
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.ternary import Ternary

A, B = "111111111111", "222222222222"
ANN, APP = f"arn:aws:iam::{A}:user/ann", f"arn:aws:iam::{A}:role/app"
OBJECT = "arn:aws:s3:::b/k"
UNKNOWN_KEY = {"StringEquals": {"aws:userid": "x"}}

LOST = UnreadPolicy("the identity policy p (not collected)")
UNREAD = "identity policies that were not collected or cannot be read"


def policy(*statements: Any) -> CompiledPolicy:
    return CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": list(statements)}))


def allow(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "s3:*", "Resource": "*", **more}


def deny(**more: Any) -> dict[str, Any]:
    return {**allow(**more), "Effect": "Deny"}


def result(*policies: CompiledPolicy | UnreadPolicy, principal: str = ANN) -> PolicyTypeResult:
    return evaluate_policies("identity", policies, make_request(principal, "s3:GetObject", OBJECT))


def by_principal(
    *policies: CompiledPolicy | UnreadPolicy, principal: str = ANN
) -> PolicyTypeResult:
    request = make_request(principal, "s3:GetObject", OBJECT)
    return evaluate_policies("resource", policies, request, by_principal=True)


@pytest.mark.parametrize(
    ("statements", "allowed", "denied"),
    [
        ([], False, False),
        ([allow()], True, False),
        ([deny()], False, True),
        ([allow(), deny()], True, True),
        ([allow(Condition=UNKNOWN_KEY)], None, False),
        ([deny(Condition=UNKNOWN_KEY)], False, None),
        ([allow(Condition=UNKNOWN_KEY), allow()], True, False),
        ([deny(Condition=UNKNOWN_KEY), deny()], False, True),
        ([allow(Resource="arn:aws:s3:::c")], False, False),
        ([allow(Action="iam:*")], False, False),
    ],
)
def test_statements_allow_and_deny(
    statements: list[Any], allowed: Ternary, denied: Ternary
) -> None:
    found = result(policy(*statements))
    assert (found.allowed, found.denied) == (allowed, denied)
    # It does not matter in which of several policies they are.
    apart = result(*(policy(statement) for statement in statements))
    assert (apart.allowed, apart.denied) == (allowed, denied)


def test_the_statements_that_decide_are_kept() -> None:
    sids = ("Yes", "No", "Maybe", "Else")
    whole = policy(
        allow(Sid="Yes"), deny(Sid="No"), deny(Sid="Maybe", Condition=UNKNOWN_KEY),
        allow(Sid="Else", Action="iam:*"),
    )  # fmt: skip
    found = result(whole)
    assert [s.statement.sid for s in found.granting] == [sids[0]]
    assert [s.statement.sid for s in found.denying] == [sids[1]]
    assert [s.statement.sid for s in found.doubtful] == [sids[2]]


@pytest.mark.parametrize(
    ("policies", "allowed", "denied", "unread"),
    [
        (UNKNOWN_POLICY, None, None, (UNREAD,)),
        ((LOST, LOST), None, None, ("the identity policy p (not collected)",) * 2),
        ((policy(allow()), LOST), True, None, ("the identity policy p (not collected)",)),
        ((policy(deny()), *UNKNOWN_POLICY), None, True, (UNREAD,)),
    ],
)
def test_a_policy_that_was_not_collected_may_say_anything(
    policies: Policies, allowed: Ternary, denied: Ternary, unread: tuple[str, ...]
) -> None:
    found = result(*policies)
    assert (found.allowed, found.denied) == (allowed, denied)
    assert found.unread == unread


def test_no_policy_of_a_type_says_nothing() -> None:
    found = result()
    assert found == PolicyTypeResult("identity")
    assert (found.allowed, found.denied, found.grants) == (False, False, NO_MATCH)


@pytest.mark.parametrize(
    ("principals", "expected"),
    [
        (["*"], PrincipalMatch(direct=True, role=True, account=True)),
        ([{"AWS": ANN}], PrincipalMatch(direct=True, role=False, account=False)),
        ([{"AWS": A}], PrincipalMatch(direct=False, role=False, account=True)),
        ([{"AWS": A}, {"AWS": ANN}], PrincipalMatch(direct=True, role=False, account=True)),
        ([{"AWS": B}], NO_MATCH),
        ([{"Service": "s3.amazonaws.com"}], NO_MATCH),
    ],
)
def test_grants_of_a_resource_s_policy_say_how_they_name_the_requester(
    principals: list[Any], expected: PrincipalMatch
) -> None:
    found = by_principal(policy(*(allow(Principal=principal) for principal in principals)))
    assert found.grants == expected


def test_a_grant_of_uncertain_condition_is_an_uncertain_match() -> None:
    found = by_principal(
        policy(allow(Principal={"AWS": ANN}, Condition=UNKNOWN_KEY), allow(Principal={"AWS": A}))
    )
    assert found.grants == PrincipalMatch(direct=None, role=False, account=True)
    assert found.allowed is True
    assert len(found.doubtful) == 1


def test_a_denial_of_an_uncertain_principal_is_uncertain() -> None:
    session = {"AWS": f"arn:aws:sts::{A}:assumed-role/app/s"}
    found = by_principal(policy(deny(Principal=session)), principal=APP)
    assert (found.denied, len(found.doubtful)) == (None, 1)
    assert by_principal(policy(deny(Principal=session)), principal=ANN).denied is False


def test_a_set_of_policies_is_empty_unless_filled() -> None:
    empty = PolicySet()
    assert (empty.identity, empty.resource, empty.scp_levels) == ((), (), ())
    assert empty.restricts_public is False
