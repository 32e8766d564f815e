"""What one principal can do: its policies' grants, and those of resources that name it."""

from typing import Any

import pytest

from ringwall.reason.iam.relation.what_can import Grant, find_what_can

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
BUCKET = "arn:aws:s3:::data"


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: Any, resource: Any = "*") -> dict[str, Any]:
    return {**allow(action, resource), "Effect": "Deny"}


def find(estate: Estate, arn: str, service: str = "") -> list[Grant]:
    organization = estate.read()
    return list(find_what_can(organization, organization.principals[arn], service))


def summarize(grants: list[Grant]) -> set[tuple[Any, ...]]:
    return {(g.level, g.actions, g.resource, g.access.verdict) for g in grants}


def test_grants_are_told_as_policies_have_them(estate: Estate) -> None:
    ann = estate.user("ann", allow(["s3:GetObject", "s3:PutObject"], f"{BUCKET}/in/*"))
    assert summarize(find(estate, ann)) == {
        ("Read", ("s3:GetObject",), f"{BUCKET}/in/*", "always"),
        ("Write", ("s3:PutObject",), f"{BUCKET}/in/*", "always"),
    }
    assert find(estate, ann, "sqs") == []


def test_denials_and_boundaries_take_away_and_are_told(estate: Estate) -> None:
    ann = estate.user("ann", allow("s3:GetObject"), deny("s3:GetObject", f"{BUCKET}/secret/*"))
    (grant,) = find(estate, ann)
    assert grant.exceptions == (f"{BUCKET}/secret/*",)
    limit = estate.managed("limit", allow("sqs:*"))
    eve = estate.user("eve", allow("s3:GetObject"), permissions_boundary=limit)
    assert find(estate, eve) == []


def test_actions_on_objects_do_not_answer_for_actions_on_the_bucket(estate: Estate) -> None:
    only_objects = {**deny("s3:*"), "NotResource": "arn:aws:s3:::*/*"}
    del only_objects["Resource"]
    ann = estate.user("ann", allow(["s3:GetObject", "s3:GetBucketAcl"]), only_objects)
    assert {grant.actions for grant in find(estate, ann)} == {("s3:GetObject",)}


@pytest.mark.parametrize("principal", ["ann", "*"])
def test_a_resource_that_names_somebody_or_everybody_is_told(
    estate: Estate, principal: str
) -> None:
    ann = estate.user("ann")
    named = {"AWS": ann if principal == "ann" else "*"}
    estate.queue("jobs", allow("sqs:SendMessage", Principal=named))
    estate.queue("other", allow("sqs:SendMessage", Principal={"AWS": f"arn:aws:iam::{A}:user/x"}))
    jobs = f"arn:aws:sqs:us-east-1:{A}:jobs"
    assert summarize(find(estate, ann)) == {("Write", ("sqs:SendMessage",), jobs, "always")}


def test_a_key_must_agree(estate: Estate) -> None:
    ann = estate.user("ann", allow("kms:Decrypt"))
    assert {g.access.verdict for g in find(estate, ann)} == {"unknown"}
    estate.key("closed", allow("kms:*", Principal={"AWS": f"arn:aws:iam::{A}:role/other"}))
    assert find(estate, ann) == []
    estate.key("open", allow("kms:*", Principal={"AWS": f"arn:aws:iam::{A}:root"}))
    assert summarize(find(estate, ann)) == {("Write", ("kms:Decrypt",), "*", "always")}


def test_a_role_must_agree_to_be_assumed_and_other_calls_need_none(estate: Estate) -> None:
    ann = estate.user("ann", allow(["sts:AssumeRole", "sts:GetCallerIdentity"]))
    estate.role("closed")
    assert {g.actions for g in find(estate, ann)} == {("sts:GetCallerIdentity",)}
    trusting = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    estate.role("open", trust=trusting)
    assert {a for g in find(estate, ann) for a in g.actions} == {
        "sts:AssumeRole",
        "sts:GetCallerIdentity",
    }


def test_the_root_user_can_do_everything_that_scps_leave(estate: Estate) -> None:
    estate.organization(A)
    estate.user("ann")
    root = f"arn:aws:iam::{A}:root"
    assert ("Read", ("sqs:ListQueues",)) in {
        (g.level, tuple(a for a in g.actions if a == "sqs:ListQueues"))
        for g in find(estate, root, "sqs")
    }
    estate.scp("no-queues", deny("sqs:*"), at=[A])
    assert find(estate, root, "sqs") == []


SELF = f"arn:aws:iam::{A}:user/${{aws:username}}"


def test_a_variable_is_what_is_known_of_the_principal(estate: Estate) -> None:
    own = allow("iam:CreateAccessKey", SELF), allow("s3:GetObject", f"{BUCKET}/${{aws:username}}/*")
    ann = estate.user("ann", *own)
    assert summarize(find(estate, ann)) == {
        ("Write", ("iam:CreateAccessKey",), SELF, "always"),
        ("Read", ("s3:GetObject",), f"{BUCKET}/${{aws:username}}/*", "always"),
    }
    assert find(estate, estate.role("app", *own)) == []


def test_a_key_is_found_by_a_variable(estate: Estate) -> None:
    key = estate.key("ann", {**allow("kms:*"), "Principal": {"AWS": A}})
    ann = estate.user("ann", allow("kms:Decrypt", f"arn:aws:kms:*:{A}:key/${{aws:username}}"))
    assert [g.access.verdict for g in find(estate, ann, "kms")] == ["always"]
    assert key.endswith("/ann")


@pytest.mark.parametrize(("is_denied", "expected"), [(False, {"s3:GetObject"}), (True, set())])
def test_through_an_access_point_the_bucket_must_allow_it_too(
    estate: Estate, *, is_denied: bool, expected: set[str]
) -> None:
    denial = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{BUCKET}/*"}
    estate.bucket("data", *([denial] if is_denied else []))
    point = estate.point("door")
    ann = estate.user("ann", allow("s3:GetObject", [f"{point}/object/*", f"{BUCKET}/*"]))
    assert {action for grant in find(estate, ann, "s3") for action in grant.actions} == expected
