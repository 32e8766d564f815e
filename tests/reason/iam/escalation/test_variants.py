"""What a path makes may need a name or a region that a policy names."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.chains import find_escalation
from ringwall.reason.iam.escalation.edges import ADMIN
from ringwall.reason.iam.escalation.prover import Prover

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
FUNCTION = f"arn:aws:lambda:us-east-1:{A}:function"


def allow(*actions: str, resource: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def edges_by_lambda(estate: Estate, resource: str) -> list[Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
             "Action": "sts:AssumeRole"}  # fmt: skip
    admin = estate.role("admin", allow("*"), trust=trust)
    ann = estate.user(
        "ann",
        allow("iam:PassRole", resource=admin),
        allow("lambda:CreateFunction", "lambda:InvokeFunction", resource=resource),
    )
    organization = estate.read()
    found = Prover(organization).find_edges(organization.principals[ann])
    return [edge for edge in found if edge.to in {admin, ADMIN}]


@pytest.mark.parametrize(
    ("resource", "made"),
    [
        ("*", f"{FUNCTION}:ringwall-probe"),
        (f"{FUNCTION}:dev-*", f"{FUNCTION}:dev-ringwall-probe"),
        (f"{FUNCTION}:only", f"{FUNCTION}:only"),
        (f"{FUNCTION}:x-${{aws:username}}", f"{FUNCTION}:x-ann"),
        (f"arn:aws:lambda:eu-west-1:{A}:function:*",
         f"arn:aws:lambda:eu-west-1:{A}:function:ringwall-probe"),
        (f"arn:aws:lambda:eu-*:{A}:function:dev-*",
         f"arn:aws:lambda:eu-west-1:{A}:function:dev-ringwall-probe"),
        ("arn:aws:lambda:*:222222222222:function:*", None),
        (f"arn:aws:lambda:xx-*:{A}:function:*", None),
    ],
)  # fmt: skip
def test_a_path_is_tried_with_names_and_regions_that_policies_leave(
    estate: Estate, resource: str, made: str | None
) -> None:
    edges = edges_by_lambda(estate, resource)
    requests = {request for edge in edges for request in edge.requests}
    assert (("lambda:CreateFunction", made) in requests) is (made is not None)
    assert all(edge.verdict == "always" for edge in edges)


def test_a_limited_name_leads_to_an_administrator(estate: Estate) -> None:
    edges_by_lambda(estate, f"{FUNCTION}:dev-*")
    chains = find_escalation(estate.read()).chains
    assert {chain.origin for chain in chains} == {f"arn:aws:iam::{A}:user/ann"}


@pytest.mark.parametrize(
    ("kind", "resource", "made"),
    [
        ("role", "*", "ringwall-probe"),
        ("role", f"arn:aws:iam::{A}:role/dev-*", "dev-ringwall-probe"),
        ("role", f"arn:aws:iam::{A}:role/dev/*", "dev/ringwall-probe"),
        ("user", f"arn:aws:iam::{A}:user/dev-*", "dev-ringwall-probe"),
        ("user", f"arn:aws:iam::{A}:group/*", None),
        ("role", "arn:aws:iam::222222222222:role/*", None),
    ],
)
@pytest.mark.parametrize("way", ["", "-inline"])
def test_a_new_principal_gets_a_name_that_policies_leave(
    estate: Estate, kind: str, resource: str, made: str | None, way: str
) -> None:
    verb = "Put" if way else "Attach"
    actions = [f"iam:Create{kind.title()}", f"iam:{verb}{kind.title()}Policy"]
    ann = estate.role("ann", allow(*actions, "iam:CreateAccessKey", resource=resource))
    organization = estate.read()
    found = [
        edge
        for edge in Prover(organization).find_edges(organization.principals[ann])
        if edge.path.id == f"iam-new-{kind}{way}"
    ]
    assert [edge.verdict for edge in found] == ([] if made is None else ["always"])
    assert {arn for edge in found for _, arn in edge.requests} == (
        set() if made is None else {f"arn:aws:iam::{A}:{kind}/{made}"}
    )


def ways(estate: Estate, origin: str, path: str) -> list[Any]:
    organization = estate.read()
    found = Prover(organization).find_edges(organization.principals[origin])
    return [edge for edge in found if edge.path.id == path]


def passing(estate: Estate, *statements: Any, name: str = "ann", **more: Any) -> str:
    """Add who passes an administrator's role to Lambda, and may do what statements say."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"},
             "Action": "sts:AssumeRole"}  # fmt: skip
    admin = estate.role("admin", allow("*"), trust=trust)
    return str(estate.user(name, allow("iam:PassRole", resource=admin), *statements, **more))


MAKES = ("lambda:CreateFunction", "lambda:InvokeFunction")


def test_a_name_with_a_path_is_written_as_both(estate: Estate) -> None:
    here = f"arn:aws:iam::{A}:role/dev/*"
    ann = estate.user("ann", allow("iam:CreateRole", "iam:PutRolePolicy", resource=here))
    (edge,) = ways(estate, ann, "iam-new-role-inline")
    assert edge.commands[0].startswith(
        "aws iam create-role --path /dev/ --role-name ringwall-probe "
    )
    assert "--role-name ringwall-probe --policy-name ringwall-probe " in edge.commands[1]
    assert edge.commands[2].endswith(
        f"--role-arn arn:aws:iam::{A}:role/dev/ringwall-probe --role-session-name ringwall-probe"
    )


def test_what_is_there_already_is_not_made(estate: Estate) -> None:
    there = estate.role("dev-1")
    ann = estate.user("ann", allow("iam:CreateRole", "iam:PutRolePolicy", resource=there))
    assert ways(estate, ann, "iam-new-role-inline") == []


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_region_that_policies_leave_is_told_in_the_commands(estate: Estate, effect: str) -> None:
    there = {"aws:RequestedRegion": "eu-west-1"}
    if effect == "Allow":
        statements = [{**allow(*MAKES), "Condition": {"StringEquals": there}}]
    else:
        no = {"Effect": "Deny", "Action": "lambda:*", "Resource": "*"}
        statements = [allow(*MAKES), {**no, "Condition": {"StringNotEquals": there}}]
    (edge,) = ways(estate, passing(estate, *statements), "lambda-001")
    assert (edge.verdict, edge.residual) == ("always", ())
    assert all(command.endswith(" --region eu-west-1") for command in edge.commands)


def test_a_region_that_contradicts_the_name_is_no_way(estate: Estate) -> None:
    own = allow(*MAKES, resource=f"{FUNCTION}:*")
    there = {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}
    assert ways(estate, passing(estate, {**own, "Condition": there}), "lambda-001") == []


@pytest.mark.parametrize("by", ["boundary", "denial", "scp", "tag"])
def test_a_name_is_found_that_any_policy_leaves(estate: Estate, by: str) -> None:
    estate.organization(A)
    names, own = f"{FUNCTION}:dev-*", allow(*MAKES)
    others = {"Effect": "Deny", "Action": "lambda:*", "NotResource": names}
    if by == "scp":
        estate.scp("names", others, at=["r-1"])
    if by == "tag":
        own = allow(*MAKES, resource=f"{FUNCTION}:${{aws:PrincipalTag/team}}-*")
    limit = estate.managed("limit", allow(*MAKES, resource=names), allow("iam:*"))
    more = {"permissions_boundary": limit} if by == "boundary" else {"tags": {"team": "dev"}}
    ann = passing(estate, own, *([others] if by == "denial" else []), **more)
    (edge,) = ways(estate, ann, "lambda-001")
    assert edge.verdict == "always"
    assert edge.requests[1] == (MAKES[0], f"{FUNCTION}:dev-ringwall-probe")


def test_a_role_is_put_into_a_new_instance_profile(estate: Estate) -> None:
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
             "Action": "sts:AssumeRole"}  # fmt: skip
    role = estate.role("vm", allow("*"), trust=trust)
    profile = ("iam:CreateInstanceProfile", "iam:AddRoleToInstanceProfile")
    ann = estate.user("ann", allow("iam:PassRole", "ec2:RunInstances", *profile))
    (edge,) = ways(estate, ann, "ec2-new-instance-profile")
    assert (edge.to, edge.verdict) == (role, "always")
    assert edge.commands[1].endswith("--instance-profile-name ringwall-probe --role-name vm")
