"""Callers: what is known of who makes a request, and which policies speak for it."""

from typing import Any

import pytest

from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.question.caller import Caller, allow_everything, call_as

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
TAG_SESSION = {"Effect": "Allow", "Principal": "*", "Action": "sts:TagSession"}


def allow(action: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*"}


def call(estate: Estate, arn: str) -> Caller:
    organization = estate.read()
    return call_as(organization, organization.principals[arn])


def test_a_user_is_known_by_its_id_its_tags_and_its_organization(estate: Estate) -> None:
    estate.organization(A)
    caller = call(estate, estate.user("ann", tags={"team": "web"}))
    assert caller.requester.kind == "user"
    assert caller.keys["aws:userid"] == f"AIDAANN{'0' * 14}"
    assert caller.keys["aws:principaltag/team"] == "web"
    assert caller.keys["aws:principalorgid"] == "o-1"
    assert caller.closed == ("aws:principaltag/",)
    assert caller.shapes == {}
    assert len(caller.scp_levels) == 3


def test_of_a_roles_sessions_the_id_is_known_in_part(estate: Estate) -> None:
    caller = call(estate, estate.role("app", role_id="AROAOWN"))
    assert caller.shapes == {"aws:userid": "AROAOWN:*"}
    assert "aws:userid" not in caller.keys
    assert call(estate, estate.role("new", role_id="")).shapes == {}


@pytest.mark.parametrize(("tags", "trust"), [(None, ()), ({"team": "web"}, TAG_SESSION)])
def test_tags_that_may_be_others_are_open(estate: Estate, tags: Any, trust: Any) -> None:
    role = estate.role("app", tags=tags, **({"trust": trust} if trust else {}))
    caller = call(estate, role)
    assert caller.closed == ()
    assert caller.keys.get("aws:principaltag/team") is None


def test_its_policies_are_those_that_speak_of_the_request(estate: Estate) -> None:
    limit = estate.managed("limit", allow("*"))
    user = estate.user("ann", allow("s3:*"), permissions_boundary=limit)
    caller = call(estate, user)
    (own,) = caller.policies_about("s3:getobject", "arn:aws:s3:::data/k")
    assert own
    assert own.policy.name == f"{user}#own"
    assert caller.policies_about("sqs:sendmessage", "*") == ()
    (boundary,) = caller.boundaries
    assert boundary
    assert boundary.policy.name == limit


def test_what_a_caller_is_granted_counts_whatever_it_asks_for() -> None:
    everything = allow_everything()
    stranger = Caller(read_requester("arn:aws:iam::999999999999:root"), granted=(everything,))
    assert stranger.policies_about("s3:getobject", "arn:aws:s3:::data/k") == (everything,)
    assert (stranger.boundaries, stranger.scp_levels) == ((), ())
    (statement,) = everything.statements
    assert (statement.is_about("iam:createuser"), statement.is_denial) == (True, False)
    assert allow_everything() is everything
