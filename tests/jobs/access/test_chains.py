"""Which roles a user or role can become."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.access.chains import (
    describe_chain,
    find_chains_of,
    find_weakest,
    group_steps,
    list_chains,
)
from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.evaluate import Decision
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.role_chains import RoleStep
from ringwall.reason.iam.symbolic.contexts.access_answer import RANK, AccessAnswer, AccessVerdict

PROD, DEV = "111111111111", "222222222222"
CI, DEPLOY = f"arn:aws:iam::{DEV}:role/ci", f"arn:aws:iam::{PROD}:role/deploy"
NARROW_TO_WIDE = sorted(RANK, key=RANK.__getitem__)
WIDEST = NARROW_TO_WIDE[-1]


def make_step(origin: str, role: str, verdict: AccessVerdict, *conditions: str) -> RoleStep:
    unknown = ("a policy",) if verdict == "unknown" else ()
    access = AccessAnswer(verdict, Decision("allowed", ""), residual=conditions, unknown=unknown)
    return RoleStep(origin, role, access)


def test_one_principal_by_arn_and_by_name(two_accounts_home: Path) -> None:
    for wanted in (CI, "ci"):
        found = list_chains(two_accounts_home, wanted)
        assert [(row["chain"], row["verdict"]) for row in found.rows] == [([CI, DEPLOY], WIDEST)]
        assert (found.gaps, found.outcome) == ((), "clean")
    assert list_chains(two_accounts_home, "app").rows == ()


def test_every_step_where_none_is_named(two_accounts_home: Path) -> None:
    rows = list_chains(two_accounts_home).rows
    assert [CI, DEPLOY] in [row["chain"] for row in rows]
    assert {len(row["chain"]) for row in rows} == {2}


def test_steps_have_one_order(two_accounts: Any, home_of: Callable[..., Path]) -> None:
    """That of their names, whichever account was read first."""
    roles = two_accounts.rows()["iam_role"]
    other = {"Effect": "Allow", "Principal": {"AWS": two_accounts.app}, "Action": "sts:AssumeRole"}
    name = two_accounts.ci.replace("role/ci", "role/a")
    may = two_accounts.allow("sts:AssumeRole", name)
    app = two_accounts.role(two_accounts.app, two_accounts.by_lambda, may)
    others = [role for role in roles if role["arn"] != two_accounts.app]
    rows = [app, *others, two_accounts.role(name, other)]
    chains = [row["chain"] for row in list_chains(home_of(iam_role=rows)).rows]
    assert chains == sorted(chains)
    assert len(chains) == 2


def test_what_was_not_collected_leaves_it_open(home_of: Callable[..., Path]) -> None:
    found = list_chains(home_of(denied="iam_user"), "ci")
    assert found.outcome == "unknown"
    assert any("iam_user" in gap for gap in found.gaps)


def test_a_principal_that_there_is_not_is_bad_input(two_accounts_home: Path) -> None:
    with pytest.raises(BadInput):
        list_chains(two_accounts_home, "nobody")


def test_a_chain_leads_over_several_roles(home_of: Callable[..., Path], two_accounts: Any) -> None:
    last = f"arn:aws:iam::{PROD}:role/last"
    trust = {"Effect": "Allow", "Principal": {"AWS": DEPLOY}, "Action": "sts:AssumeRole"}
    rows = two_accounts.rows()["iam_role"]
    home = home_of(iam_role=[*rows, two_accounts.role(last, trust)])
    chains = [row["chain"] for row in list_chains(home, CI).rows]
    assert chains == [[CI, DEPLOY], [CI, DEPLOY, last]]


def test_steps_stand_by_their_origin(organization: Organization) -> None:
    steps = group_steps(organization)
    assert [step.role for step in steps[CI]] == [DEPLOY]
    assert all(step.origin == origin for origin, found in steps.items() for step in found)
    assert find_chains_of(organization, CI)[0]["chain"] == [CI, DEPLOY]


def test_a_chain_is_as_weak_as_its_weakest_step() -> None:
    sure = make_step("a", "b", WIDEST)
    limited = make_step("b", "c", NARROW_TO_WIDE[-2], "Bool x true")
    unknown = make_step("c", "d", "unknown")
    assert describe_chain((sure, limited)) == {
        "chain": ["a", "b", "c"],
        "verdict": NARROW_TO_WIDE[-2],
        "conditions": ["Bool x true"],
        "unknown": [],
    }
    row = describe_chain((sure, limited, unknown))
    assert (row["verdict"], row["unknown"]) == ("unknown", ["a policy"])


@pytest.mark.parametrize("at", range(len(NARROW_TO_WIDE)))
def test_the_narrowest_verdict_is_the_weakest(at: int) -> None:
    assert find_weakest(reversed(NARROW_TO_WIDE[at:])) == NARROW_TO_WIDE[at]
