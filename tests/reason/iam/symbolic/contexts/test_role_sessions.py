"""Sessions of a role that policies name: each is asked about, and one that none names."""

from dataclasses import replace

import pytest

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.policy_set import PolicySet
from ringwall.reason.iam.evaluation.request import make_request
from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer, AccessVerdict
from ringwall.reason.iam.symbolic.contexts.bound_request import BoundRequest
from ringwall.reason.iam.symbolic.contexts.role_sessions import (
    ask_as_session,
    find_session_names,
    join_sessions,
)

ACCOUNT = "111122223333"
ROLE, USER = f"arn:aws:iam::{ACCOUNT}:role/team/app", f"arn:aws:iam::{ACCOUNT}:user/app"
HEAD = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/"
OTHER = f"arn:aws:sts::{ACCOUNT}:assumed-role/web/run"


def bind(principal: str, *named: str, effect: str = "Allow") -> BoundRequest:
    statement = {"Effect": effect, "Principal": {"AWS": list(named) or ["*"]}, "Action": "*",
                 "Resource": "*", "Condition": {"Bool": {"k:x": "true"}}}  # fmt: skip
    resource = CompiledPolicy(read_policy({"Version": "2012-10-17", "Statement": statement}))
    request = make_request(principal, "s3:GetObject", "arn:aws:s3:::data/k",
                           resource_account=ACCOUNT, is_complete=False)  # fmt: skip
    shaped = replace(request, shapes={"aws:userid": "AROAAPP:*"})
    return BoundRequest(shaped, PolicySet(resource=(resource,)))


def find(bound: BoundRequest) -> tuple[str, ...]:
    return find_session_names([bound], [bound.decide()])


def test_named_sessions_of_the_role_are_asked_about_and_one_more() -> None:
    assert find(bind(ROLE, f"{HEAD}run", OTHER, f"{HEAD}test", f"{HEAD}run")) == (
        f"{HEAD}run", f"{HEAD}test", f"{HEAD}0-any",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("principal", "named"),
    [(ROLE, (OTHER,)), (ROLE, (ACCOUNT,)), (ROLE, ()), (ROLE, (ROLE, HEAD)),
     (USER, (USER, f"{HEAD}run")), (f"{HEAD}run", (f"{HEAD}run",))],
)  # fmt: skip
def test_otherwise_there_is_no_session_to_ask_about(principal: str, named: tuple[str, ...]) -> None:
    assert find(bind(principal, *named)) == ()


def test_a_session_asks_under_its_name_for_the_role() -> None:
    (run,) = ask_as_session([bind(ROLE, f"{HEAD}run")], f"{HEAD}run")
    assert (run.request.requester.kind, run.request.requester.name) == ("session", f"{HEAD}run")
    assert run.request.requester.role_arn == ROLE
    assert run.request.shapes == {"aws:userid": "AROAAPP:run"}
    (other,) = ask_as_session([bind(ROLE)], f"{HEAD}0-any")
    assert other.request.shapes == {"aws:userid": "AROAAPP:*"}


def answer(verdict: AccessVerdict, *residual: str) -> AccessAnswer:
    return AccessAnswer(verdict, Decision("unknown"), residual=residual)


@pytest.mark.parametrize(
    ("run", "other", "verdict", "residual"),
    [
        ("always", "always", "always", ()),
        ("never", "never", "never", ()),
        ("always", "never", "conditional", ("the session is named run",)),
        ("never", "always", "conditional", ("unless the session is named run",)),
        ("unknown", "never", "unknown", ()),
        ("always", "conditional", "conditional", ("the session is named run",)),
    ],
)
def test_what_differs_by_session_is_a_condition(
    run: AccessVerdict, other: AccessVerdict, verdict: str, residual: tuple[str, ...]
) -> None:
    found = join_sessions({f"{HEAD}run": answer(run), f"{HEAD}0-any": answer(other)})
    assert (found.verdict, found.residual) == (verdict, residual)


def test_the_conditions_of_the_widest_session_stay() -> None:
    best = answer("conditional", "Bool k:x true")
    found = join_sessions({f"{HEAD}run": best, f"{HEAD}0-any": answer("never")})
    assert found.residual == ("Bool k:x true", "the session is named run")
