"""Which actions of paths a principal may have been allowed, by any policy."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.path_actions import PathActions

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
ASSUME = "sts:assumerole"
FUNCTION = f"arn:aws:lambda:us-east-1:{A}:function:f"
UPDATE = "lambda:updatefunctioncode"


def allow(action: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **more}


def allowed(estate: Estate, arn: str) -> frozenset[str]:
    organization = estate.read()
    return PathActions(organization).allowed_to(organization.principals[arn])


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (allow("s3:GetObject"), set()),
        (allow("iam:CreateAccessKey"), {"iam:createaccesskey"}),
        (allow(["lambda:Update*Code", "s3:*"]), {UPDATE}),
        ({**allow("*"), "Effect": "Deny"}, set()),
        ({"Effect": "Allow", "NotAction": ["iam:*", "lambda:*"], "Resource": "*"}, None),
    ],
)
def test_they_are_those_that_its_own_policies_allow(
    estate: Estate, statement: Any, expected: set[str] | None
) -> None:
    found = allowed(estate, estate.user("ann", statement))
    if expected is None:
        assert {"ec2:runinstances", "glue:createjob"} <= found
        assert not {"iam:createaccesskey", UPDATE} & found
    else:
        # A trust policy may allow a principal to assume a role that has no policy for it.
        assert found == expected | {ASSUME}


def test_policies_of_groups_and_unknown_ones_count(estate: Estate) -> None:
    estate.group("dev", allow("iam:CreateAccessKey"))
    assert allowed(estate, estate.user("ann", groups=["dev"])) == {"iam:createaccesskey", ASSUME}
    every = allowed(estate, estate.user("bob", policies=None))
    assert {"iam:createaccesskey", UPDATE, "ec2:runinstances"} <= every


def test_the_policy_of_a_workload_may_allow_one(estate: Estate) -> None:
    role = estate.role("app")
    ann, eve = estate.user("ann"), estate.user("eve")
    granted = allow("lambda:UpdateFunctionCode", Principal={"AWS": ann})
    policy = {"Version": "2012-10-17", "Statement": [granted]}
    estate.add("lambda_function", FUNCTION, role=role, policy=policy)
    assert allowed(estate, ann) == {UPDATE, ASSUME}
    assert allowed(estate, eve) == {ASSUME}


def test_the_policy_of_a_function_without_a_role_counts_for_nothing(estate: Estate) -> None:
    ann = estate.user("ann")
    granted = allow("lambda:UpdateFunctionCode", Principal="*")
    policy = {"Version": "2012-10-17", "Statement": [granted]}
    estate.add("lambda_function", FUNCTION, role="", policy=policy)
    assert allowed(estate, ann) == {ASSUME}
