"""What policies tell apart, and what they do not, has the answers of its own or one for all."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.likeness import Likeness
from ringwall.reason.iam.escalation.paths import load_paths

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
STEPS = next(path for path in load_paths() if path.id == "codebuild-001").steps[:2]
"""iam:PassRole for the target, and codebuild:CreateProject with it as codebuild:serviceRole."""


def allow(action: Any = "iam:PassRole", resource: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def are_alike(estate: Estate, *statements: Any, scps: Any = (), names: Any = ("a", "b")) -> bool:
    """Return whether two roles are alike for a user with these statements."""
    for name in names:
        estate.role(name, tags={"team": name})
    ann = estate.user("ann", *statements)
    if scps:
        estate.organization(A)
        estate.scp("guard", *scps, at=[A])
    organization = estate.read()
    likeness = Likeness(organization)
    first, second = (
        likeness.of_target(
            organization.principals[ann],
            STEPS,
            role := organization.principals[f"arn:aws:iam::{A}:role/{name}"],
            {"target": role.arn},
        )
        for name in names
    )
    return first == second


@pytest.mark.parametrize(
    "statement",
    [
        allow(),
        allow(resource=f"arn:aws:iam::{A}:role/*"),
        allow(resource=f"arn:aws:iam::{A}:role/c"),
        allow(StringEquals={"iam:PassedToService": "codebuild.amazonaws.com"}),
        allow(Bool={"aws:MultiFactorAuthPresent": "true"}),
        allow("s3:GetObject", f"arn:aws:iam::{A}:role/a"),
    ],
)
def test_roles_that_no_policy_tells_apart_are_alike(estate: Estate, statement: Any) -> None:
    assert are_alike(estate, statement)


@pytest.mark.parametrize(
    "statement",
    [
        allow(resource=f"arn:aws:iam::{A}:role/a"),
        allow(StringEquals={"aws:ResourceTag/team": "a"}),
        allow(StringEquals={"iam:ResourceTag/team": "a"}),
        allow(ArnLike={"iam:PermissionsBoundary": "*"}),
        allow(resource=f"arn:aws:iam::{A}:role/${{aws:username}}"),
        allow("codebuild:*", ArnLike={"codebuild:serviceRole": f"arn:aws:iam::{A}:role/a"}),
    ],
)
def test_roles_that_a_policy_may_tell_apart_are_not_alike(estate: Estate, statement: Any) -> None:
    assert not are_alike(estate, allow(), statement)


def test_an_scp_tells_roles_apart_as_well(estate: Estate) -> None:
    deny = {**allow(resource=f"arn:aws:iam::{A}:role/a"), "Effect": "Deny"}
    assert not are_alike(estate, allow(), scps=[deny])


def test_what_aws_protects_is_unlike_the_rest(estate: Estate) -> None:
    assert not are_alike(estate, allow(), names=("a", "aws-reserved/sso.amazonaws.com/b"))


def test_principals_with_the_same_policies_are_alike(estate: Estate) -> None:
    shared = estate.managed("shared", allow())
    own = estate.managed("own", allow(resource=f"arn:aws:iam::{A}:role/${{aws:username}}"))
    ann, bob = (estate.user(name, managed_policy_arns=[shared]) for name in ("ann", "bob"))
    eve = estate.user("eve", managed_policy_arns=[own])
    organization = estate.read()
    likeness = Likeness(organization)
    found = [likeness.of_principal(organization.principals[arn]) for arn in (ann, bob, eve)]
    assert found[0] == found[1] is not None
    assert found[2] is None
