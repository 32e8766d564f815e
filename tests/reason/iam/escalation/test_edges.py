"""A step of a role chain as an edge, and the statements of its own that a principal takes it by."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.edges import Edge, as_edge, own_statements
from ringwall.reason.iam.escalation.paths import ROLE_CHAIN, load_paths
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.relation.role_chains import find_steps
from ringwall.reason.iam.symbolic.contexts.access_answer import AccessAnswer, AccessVerdict

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
FACTOR = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def assume(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", **more}


def edge_to(estate: Estate, role: str) -> tuple[Edge, AccessAnswer]:
    (step,) = (step for step in find_steps(estate.read()) if step.role == role)
    return as_edge(step), step.access


def test_a_step_of_a_role_chain_is_an_edge_of_one_request(estate: Estate) -> None:
    ann = estate.user("ann", assume())
    trust = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    role = estate.role("app", trust=trust)
    edge, access = edge_to(estate, role)
    assert (edge.origin, edge.to, edge.through, edge.lands) == (ann, role, role, role)
    assert (edge.path.id, edge.verdict) == (ROLE_CHAIN, access.verdict) == (ROLE_CHAIN, "always")
    assert edge.requests == (("sts:AssumeRole", role),)
    assert edge.commands == (
        f"aws sts assume-role --role-arn {role} --role-session-name ringwall-probe",
    )
    # The trust policy allows it as well: what the principal has of its own is what to remove.
    assert edge.statements == (f"identity {ann}#own[0]",)
    assert (edge.becomes, edge.residual, edge.unknown) == (None, (), ())


def test_an_edge_has_the_conditions_of_its_step(estate: Estate) -> None:
    estate.user("ann", assume(Condition=FACTOR))
    trust = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    edge, _ = edge_to(estate, estate.role("app", trust=trust))
    assert (edge.verdict, edge.residual) == (
        "conditional",
        ("Bool aws:multifactorauthpresent true",),
    )
    assert edge.witness == {"aws:multifactorauthpresent": ("true",)}


def test_an_edge_says_what_it_depends_on(estate: Estate) -> None:
    estate.user("ann", policies=None)
    trust = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    edge, _ = edge_to(estate, estate.role("app", trust=trust))
    assert (edge.verdict, edge.unknown) == (
        "unknown",
        ("the policies of arn:aws:iam::111111111111:user/ann (not collected)",),
    )


@pytest.mark.parametrize(
    ("verdict", "rank"), [("never", 0), ("unknown", 1), ("conditional", 2), ("always", 3)]
)
def test_a_certain_edge_goes_before_a_doubtful_one(verdict: AccessVerdict, rank: int) -> None:
    assert Edge("a", "b", load_paths()[0], verdict).rank == rank


def test_without_statements_there_is_nothing_to_remove() -> None:
    assert own_statements(AccessAnswer("always", Decision("allowed"))) == ()
