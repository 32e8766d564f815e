"""What a path makes may need a name or a region that a policy names."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.chains import find_escalation
from ringwall.reason.iam.escalation.edges import ADMIN, find_edges

Estate = Any
"""tests/reason/iam/conftest.py declares it."""
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
    found = find_edges(organization, [organization.principals[ann]])
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
    assert all(edge.verdict == "must" for edge in edges)


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
        for edge in find_edges(organization, [organization.principals[ann]])
        if edge.path.id == f"iam-new-{kind}{way}"
    ]
    assert [edge.verdict for edge in found] == ([] if made is None else ["must"])
    assert {arn for edge in found for _, arn in edge.requests} == (
        set() if made is None else {f"arn:aws:iam::{A}:{kind}/{made}"}
    )
