"""One concrete request to the snapshot: what is filled in, what is assumed, what stays unknown."""

import json
from typing import Any

import pytest

from ringwall.model.errors import BadInput
from ringwall.reason.iam.cases.access import read_case
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.evaluation.requester import read_requester
from ringwall.reason.iam.question.decision import decide_case, decide_in_estate, find_principal

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, STRANGER = "111111111111", "222222222222", "333333333333"
OBJECT = "arn:aws:s3:::data/k"


def allow(action: str = "*", resource: str = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def decide(
    estate: Estate, principal: str, action: str = "s3:GetObject", *resources: str, **more: Any
) -> Decision:
    return decide_in_estate(estate.read(), principal, action, resources or (OBJECT,), **more)


def verdict(estate: Estate, principal: str, context: Any = None, **more: Any) -> str:
    return decide(estate, principal, context=context, **more).verdict


def test_a_request_is_decided_under_all_that_was_collected(estate: Estate) -> None:
    estate.organization(A)
    estate.bucket("data")
    ann, eve = estate.user("ann", allow()), estate.user("eve")
    assert verdict(estate, ann) == "allowed"
    assert verdict(estate, eve) == "implicitly_denied"
    estate.scp("guard", {**allow("s3:*"), "Effect": "Deny"}, at=[A])
    decision = decide(estate, ann)
    assert (decision.verdict, decision.policy_type) == ("explicitly_denied", "scp")
    assert [str(statement) for statement in decision.statements] == ["scp guard[0]"]


@pytest.mark.parametrize(
    ("condition", "context", "expected"),
    [
        # Every request has these keys: they are unknown unless they are given.
        ({"IpAddress": {"aws:SourceIp": "203.0.113.7"}}, {}, "unknown"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.7"}}, {"aws:SourceIp": "203.0.113.7"},
         "allowed"),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.7"}}, {"AWS:sourceip": "10.0.0.1"},
         "implicitly_denied"),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {}, "unknown"),
        # TLS is assumed, and that no service makes the request; unless the context says otherwise.
        ({"Bool": {"aws:SecureTransport": "true"}}, {}, "allowed"),
        ({"Bool": {"aws:SecureTransport": "true"}}, {"aws:SecureTransport": False},
         "implicitly_denied"),
        ({"Bool": {"aws:ViaAWSService": "false"}}, {}, "allowed"),
        # Other keys are absent.
        ({"StringEquals": {"aws:SourceVpce": "vpce-1"}}, {}, "implicitly_denied"),
        ({"StringEquals": {"aws:PrincipalTag/team": "web"}}, {}, "allowed"),
        ({"StringEquals": {"aws:PrincipalTag/team": "web"}}, {"aws:PrincipalTag/team": "db"},
         "implicitly_denied"),
        ({"StringEquals": {"aws:PrincipalTag/cost": "1"}}, {}, "implicitly_denied"),
    ],
)  # fmt: skip
def test_keys_are_filled_in_assumed_unknown_or_absent(
    estate: Estate, condition: Any, context: Any, expected: str
) -> None:
    estate.bucket("data")
    ann = estate.user("ann", allow(**condition), tags={"team": "web"})
    assert verdict(estate, ann, context) == expected


def test_an_incomplete_context_leaves_other_keys_unknown(estate: Estate) -> None:
    estate.bucket("data")
    ann = estate.user("ann", allow(StringEquals={"aws:SourceVpce": "vpce-1"}))
    assert verdict(estate, ann, is_complete=False) == "unknown"
    assert verdict(estate, ann, {"aws:SourceVpce": "vpce-1"}, is_complete=False) == "allowed"


def test_a_session_has_the_permissions_of_its_role(estate: Estate) -> None:
    estate.organization(A)
    estate.bucket("data")
    path = f"arn:aws:iam::{A}:role/team/app"
    estate.add("iam_role", path, role_id="AROAAPP", policies=[], managed_policy_arns=[
        estate.managed("all", allow())], permissions_boundary="", instance_profile_arns=[],
        assume_role_policy_document={})  # fmt: skip
    session = f"arn:aws:sts::{A}:assumed-role/app/run"
    assert verdict(estate, session) == "allowed"
    requester = read_requester(session)
    estate.scp("guard", {**allow("s3:*", StringNotEquals={"aws:PrincipalArn": path}),
                         "Effect": "Deny"}, at=[A])  # fmt: skip
    assert verdict(estate, session) == "allowed"  # a session's key is its role's ARN
    found = find_principal(estate.read(), requester)
    assert found is not None
    assert found.arn == path
    assert find_principal(estate.read(), read_requester(session.replace("/app/", "/b/"))) is None
    assert find_principal(estate.read(), read_requester(f"arn:aws:iam::{A}:user/app")) is None


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        (f"arn:aws:iam::{A}:user/gone", "unknown"),
        (f"arn:aws:iam::{STRANGER}:user/eve", "unknown"),
        ("sns.amazonaws.com", "allowed"),
        ("anonymous", "implicitly_denied"),
    ],
)
def test_policies_of_principals_that_were_not_collected_are_unknown(
    estate: Estate, principal: str, expected: str
) -> None:
    names = {"AWS": [A, STRANGER], "Service": "sns.amazonaws.com"}
    estate.bucket("data", {**allow("s3:GetObject", OBJECT), "Principal": names})
    assert verdict(estate, principal) == expected


def test_a_principal_of_the_organization_that_was_not_collected_is_bound_by_its_scps(
    estate: Estate,
) -> None:
    estate.organization(A)
    estate.bucket("data")
    estate.scp("guard", {**allow("s3:*"), "Effect": "Deny"}, at=[A])
    assert verdict(estate, f"arn:aws:iam::{A}:user/gone") == "explicitly_denied"
    assert verdict(estate, f"arn:aws:iam::{STRANGER}:user/gone") == "implicitly_denied"


def test_every_resource_of_a_request_must_allow_it(estate: Estate) -> None:
    estate.bucket("data")
    estate.bucket("other")
    ann = estate.user("ann", allow("s3:*", "arn:aws:s3:::data/*"))
    assert decide(estate, ann, "s3:GetObject", OBJECT).verdict == "allowed"
    both = decide(estate, ann, "s3:GetObject", OBJECT, "arn:aws:s3:::other/k")
    assert both.verdict == "implicitly_denied"
    assert decide_in_estate(estate.read(), ann, "s3:ListAllMyBuckets", ()).verdict == (
        "implicitly_denied"
    )


@pytest.mark.parametrize(("account", "expected"), [("", "unknown"), (A, "unknown"), (B, "unknown")])
def test_a_bucket_that_was_not_collected_may_have_a_policy(
    estate: Estate, account: str, expected: str
) -> None:
    ann = estate.user("ann", allow())
    decision = decide(estate, ann, "s3:GetObject", "arn:aws:s3:::gone/k", resource_account=account)
    assert decision.verdict == expected
    assert ("the account that owns the resource" in decision.unknown) is (account == "")


def test_the_given_account_owns_the_bucket_behind_an_access_point_as_well(estate: Estate) -> None:
    ann = estate.user("ann", allow())
    point = estate.point("door", bucket="gone")
    decision = decide(estate, ann, "s3:GetObject", f"{point}/object/k", resource_account=A)
    assert decision.unknown == ("resource policies that were not collected or cannot be read",)


def test_the_account_of_the_resource_may_be_given(estate: Estate) -> None:
    ann = estate.user("ann", allow("ec2:*"))
    instance = "arn:aws:ec2:us-east-1::image/ami-1"
    assert decide(estate, ann, "ec2:RunInstances", instance, resource_account=A).verdict == (
        "allowed"
    )
    assert decide(estate, ann, "ec2:RunInstances", instance, resource_account=B).verdict == (
        "implicitly_denied"
    )


@pytest.mark.parametrize(
    ("principal", "action"), [("nobody at all", "s3:GetObject"), ("anonymous", "GetObject")]
)
def test_a_request_that_cannot_be_read_is_refused(
    estate: Estate, principal: str, action: str
) -> None:
    estate.bucket("data")
    with pytest.raises(BadInput):
        decide(estate, principal, action)


def test_a_case_without_policies_is_about_the_snapshot(estate: Estate) -> None:
    estate.bucket("data")
    ann = estate.user("ann", allow(IpAddress={"aws:SourceIp": "203.0.113.7"}))
    request = {"principal": ann, "action": "s3:GetObject", "resource": OBJECT}

    def run(**more: Any) -> str:
        case = read_case(json.dumps({"name": "x", "request": {**request, **more}}))
        return decide_case(estate.read(), case).verdict

    assert run() == "unknown"
    assert run(context={"aws:SourceIp": "203.0.113.7"}) == "allowed"
    assert run(context={"aws:SourceIp": "10.0.0.1"}) == "implicitly_denied"
    endpoint = allow(StringEquals={"aws:SourceVpce": "vpce-1"})
    request["principal"] = estate.user("bob", endpoint)
    assert (run(), run(is_complete=False)) == ("implicitly_denied", "unknown")
    request["principal"] = ann
    assert run(resource=[OBJECT, "arn:aws:s3:::other/k"],
               context={"aws:SourceIp": "203.0.113.7"}) == "unknown"  # fmt: skip
