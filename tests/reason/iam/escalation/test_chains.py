"""Chains with known answers: the shortest way to an administrator, and into other accounts."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.chains import Chain, find_escalation

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
ANY = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def allow(action: Any, resource: Any = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": resource}
    return {**found, "Condition": condition} if condition else found


def trust(**principal: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def chain(estate: Estate, origin: str, goal: str = "admin") -> Chain | None:
    found = [c for c in find_escalation(estate.read()).chains if c.origin == origin]
    wanted = [c for c in found if c.goal == goal]
    assert len(wanted) <= 1
    return wanted[0] if wanted else None


def way(found: Chain | None) -> list[str]:
    """Return the paths of a chain's edges."""
    return [edge.path.id for edge in found.edges] if found else []


def test_two_hops_lead_to_an_administrator(estate: Estate) -> None:
    middle = f"arn:aws:iam::{A}:role/middle"
    admin = estate.role("admin", ANY, trust=trust(AWS=middle))
    estate.role("middle", allow("sts:AssumeRole", admin), trust=trust(AWS=A))
    ann = estate.user("ann", allow("sts:AssumeRole", middle))
    found = chain(estate, ann)
    assert found is not None
    assert (way(found), found.end, found.account_id) == (["sts-001", "sts-001"], admin, A)
    assert [edge.to for edge in found.edges] == [middle, admin]
    assert found.verdict == "always"


def test_a_passed_role_is_a_hop_like_any_other(estate: Estate) -> None:
    build = f"arn:aws:iam::{A}:role/build"
    estate.role("build", allow("iam:PutUserPolicy"), trust=trust(Service="lambda.amazonaws.com"))
    role = [allow("iam:PassRole", build), allow(["lambda:CreateFunction", "lambda:InvokeFunction"])]
    ann = estate.user("ann", *role)
    admin = estate.user("root-like", ANY)
    estate.role("other", trust=trust(AWS=build))
    assert way(chain(estate, ann)) == []
    estate.role(
        "build2",
        allow("iam:CreateAccessKey", admin),
        trust=trust(Service="lambda.amazonaws.com"),
    )
    bob = estate.user("bob", allow(["iam:PassRole", "lambda:*"]))
    found = chain(estate, bob)
    assert (way(found), found and found.end) == (["lambda-001", "iam-002"], admin)


def test_the_shorter_way_is_told(estate: Estate) -> None:
    middle = f"arn:aws:iam::{A}:role/middle"
    estate.role("middle", allow("iam:PutRolePolicy", middle), trust=trust(AWS=A))
    ann = estate.user("ann", allow("sts:AssumeRole"), allow("iam:AttachUserPolicy"))
    found = chain(estate, ann)
    assert (way(found), found and found.end) == (["iam-008"], ann)


def test_of_ways_as_long_the_one_with_the_fewest_requests_is_told(estate: Estate) -> None:
    estate.user("bob")
    others = ["iam:PutUserPolicy", "iam:CreateAccessKey", "iam:AttachUserPolicy"]
    ann = estate.user("ann", allow(others, f"arn:aws:iam::{A}:user/bob"))
    assert way(chain(estate, ann)) == ["iam-015"]
    eve = estate.user("eve", allow(["sts:AssumeRole", *others]))
    estate.role("admin", ANY, trust=trust(AWS=eve))
    assert way(chain(estate, eve)) == ["iam-007"]


def test_a_longer_certain_way_is_told_before_a_doubtful_one(estate: Estate) -> None:
    middle = f"arn:aws:iam::{A}:role/middle"
    admin = estate.role("admin", ANY, trust=trust(AWS=middle, Service="sagemaker.amazonaws.com"))
    # Whether some notebook runs as the administrator's role was not collected.
    notebook = allow("sagemaker:CreatePresignedNotebookInstanceUrl")
    doubtful = estate.user("doubtful", notebook)
    assert way(chain(estate, doubtful)) == ["sagemaker-004"]
    estate.role("middle", allow("sts:AssumeRole", admin), trust=trust(AWS=A))
    ann = estate.user("ann", notebook, allow("sts:AssumeRole", middle))
    found = chain(estate, ann)
    assert (way(found), found and found.verdict) == (["sts-001", "sts-001"], "always")


def test_the_weakest_edge_is_the_chains_verdict(estate: Estate) -> None:
    mfa = {"aws:MultiFactorAuthPresent": "true"}
    middle = f"arn:aws:iam::{A}:role/middle"
    estate.role("middle", allow("iam:PutRolePolicy", middle), trust=trust(AWS=A))
    ann = estate.user("ann", allow("sts:AssumeRole", middle, Bool=mfa))
    found = chain(estate, ann)
    assert (way(found), found and found.verdict) == (["sts-001", "iam-005"], "conditional")


def test_a_chain_leads_into_another_account_and_to_its_administrator(estate: Estate) -> None:
    estate.organization(A, B)
    deploy = f"arn:aws:iam::{B}:role/deploy"
    ci = estate.role("ci", allow("sts:AssumeRole", deploy), trust=trust(AWS=A))
    estate.role("deploy", allow("iam:PutRolePolicy", deploy), trust=trust(AWS=A), account=B)
    ann = estate.user("ann", allow("sts:AssumeRole", ci))
    into = chain(estate, ann, "account")
    assert into is not None
    assert (into.account_id, into.end, way(into)) == (B, deploy, ["sts-001", "sts-001"])
    admin = chain(estate, ann)
    assert admin is not None
    assert (admin.account_id, way(admin)) == (B, ["sts-001", "sts-001", "iam-005"])


def test_an_administrators_way_into_another_account_is_told(estate: Estate) -> None:
    ops = estate.role("ops", ANY)
    role = estate.role("ops", ANY, trust=trust(AWS=A), account=B)
    found = find_escalation(estate.read())
    assert [(edge.origin, edge.to) for edge in found.edges if edge.origin == ops] == [(ops, role)]
    assert found.chains == ()


def test_self_escalation_under_a_boundary_ends_at_no_administrator(estate: Estate) -> None:
    limit = estate.managed("limit", allow(["s3:*", "iam:PutUserPolicy"]))
    kept = estate.user("kept", allow("iam:PutUserPolicy"), permissions_boundary=limit)
    wide = estate.managed("wide", ANY)
    free = estate.user("free", allow("iam:PutUserPolicy"), permissions_boundary=wide)
    assert [e for e in find_escalation(estate.read()).edges if e.origin == kept] == []
    assert chain(estate, kept) is None
    assert way(chain(estate, free)) == ["iam-007"]


def test_roles_that_become_each_other_end_the_search(estate: Estate) -> None:
    one, two = (f"arn:aws:iam::{A}:role/{name}" for name in ("one", "two"))
    estate.role("two", allow("sts:AssumeRole"), trust=trust(AWS=one))
    ann = estate.user("ann", allow("sts:AssumeRole", one))
    estate.role("one", allow("sts:AssumeRole"), trust=[trust(AWS=two), trust(AWS=ann)])
    found = find_escalation(estate.read())
    assert {(e.origin, e.to) for e in found.edges} == {(one, two), (two, one), (ann, one)}
    assert found.chains == ()


def test_joining_the_administrators_group_makes_an_administrator(estate: Estate) -> None:
    admins = estate.group("admins", ANY)
    ann = estate.user("ann", allow("iam:AddUserToGroup", admins))
    assert way(chain(estate, ann)) == ["iam-013"]


def test_what_a_group_allows_leads_on(estate: Estate) -> None:
    group = estate.group("developers", allow("iam:PutUserPolicy"))
    ann = estate.user("ann", allow("iam:AddUserToGroup", group))
    assert way(chain(estate, ann)) == ["iam-013", "iam-007"]


def test_a_boundary_that_leaves_iam_open_is_no_limit(estate: Estate) -> None:
    limit = estate.managed("limit", allow("iam:*"))
    ann = estate.user("ann", allow("iam:*"), permissions_boundary=limit)
    # She makes another user, whom no boundary limits.
    assert chain(estate, ann) is not None


def bounded(estate: Estate, *extra: Any, limit: Any = None) -> str:
    """Add an administrator whom a boundary keeps to S3 and to what is given."""
    held = estate.managed("limit", *(limit or [allow(["s3:*", *extra])]))
    return str(estate.user("ann", allow("*"), permissions_boundary=held))


@pytest.mark.parametrize(
    ("extra", "path"),
    [
        ("iam:DeleteUserPermissionsBoundary", "iam-delete-user-boundary"),
        ("iam:PutUserPermissionsBoundary", "iam-put-user-boundary"),
        ("iam:CreatePolicyVersion", "iam-boundary-version"),
        ("iam:DeleteRolePermissionsBoundary", None),
    ],
)
def test_who_takes_off_its_boundary_is_what_it_limited(
    estate: Estate, extra: str, path: str | None
) -> None:
    ann = bounded(estate, extra)
    found = chain(estate, ann)
    assert [edge.path.id for edge in found.edges] == [path] if found else path is None
    assert found is None or found.end == f"{ann} without its permissions boundary"


def test_without_its_boundary_it_goes_on(estate: Estate) -> None:
    limit = estate.managed("limit", allow(["s3:*", "iam:DeleteUserPermissionsBoundary"]))
    may = allow(["iam:DeleteUserPermissionsBoundary", "iam:PutUserPolicy"])
    ann = estate.user("ann", may, permissions_boundary=limit)
    assert way(chain(estate, ann)) == ["iam-delete-user-boundary", "iam-007"]


@pytest.mark.parametrize(
    ("action", "is_managed", "by_group", "expected"),
    [
        ("iam:DetachUserPolicy", True, False, True),
        ("iam:DetachUserPolicy", True, True, False),
        ("iam:DetachUserPolicy", False, False, False),
        ("iam:DeleteUserPolicy", True, False, False),
    ],
)
def test_who_takes_off_a_denial_is_what_it_denied(
    estate: Estate, action: str, *, is_managed: bool, by_group: bool, expected: bool
) -> None:
    no = {"Effect": "Deny", "NotAction": ["s3:*", action], "Resource": "*"}
    denial = [estate.managed("no", no)]
    estate.group("team", managed_policy_arns=denial)
    held = denial if is_managed and not by_group else []
    own = [allow("*")] if is_managed else [allow("*"), no]
    ann = estate.user("ann", *own, managed_policy_arns=held, groups=["team"] if by_group else [])
    assert (chain(estate, ann) is not None) is expected


@pytest.mark.parametrize(
    ("path", "is_found"),
    [
        ("", True),
        ("aws-reserved/sso.amazonaws.com/", True),
        ("aws-service-role/x.amazonaws.com/", False),
    ],
)
def test_nobody_can_act_on_what_a_service_linked_role_may_do(
    estate: Estate, path: str, *, is_found: bool
) -> None:
    """A role of Identity Center is one that people have: its permission set can be changed."""
    role = estate.role(f"{path}wide", allow(["iam:PutUserPolicy", "iam:CreateAccessKey"]))
    estate.user("root-like", ANY)
    assert bool(way(chain(estate, role))) is is_found
    steps = find_escalation(estate.read())
    assert any(edge.origin == role for edge in steps.edges) is is_found


@pytest.mark.parametrize("action", ["iam:PutRolePolicy", "iam:AttachRolePolicy"])
@pytest.mark.parametrize("path", ["", "aws-reserved/sso.amazonaws.com/"])
def test_a_role_of_identity_center_cannot_change_itself(
    estate: Estate, action: str, path: str
) -> None:
    role = estate.role(f"{path}ops", allow(action))
    assert bool(way(chain(estate, role))) is (not path)


@pytest.mark.parametrize("path", ["", "aws-reserved/sso.amazonaws.com/"])
def test_the_trust_of_a_role_of_identity_center_cannot_be_changed(
    estate: Estate, path: str
) -> None:
    admin = estate.role(f"{path}admin", ANY)
    ann = estate.user("ann", allow(["iam:UpdateAssumeRolePolicy", "sts:AssumeRole"], admin))
    assert bool(way(chain(estate, ann))) is (not path)
