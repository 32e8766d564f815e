"""The roles of a blueprint: least privilege, account by account, and as a template."""

import json
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.managed_policies import LONGEST
from ringwall.catalog.permissions import STAYS_ENCRYPTED
from ringwall.jobs.blueprint.permissions import NeededRole, NeededRoles, find_needed_roles
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.reason.iam.language.universe import load_universe


def actions_of(statements: tuple[Row, ...]) -> dict[str, Any]:
    allowed = [each for each in statements if each["Effect"] == "Allow"]
    return {action: each["Resource"] for each in allowed for action in each["Action"]}


@pytest.fixture
def roles(blueprint: Path) -> dict[tuple[str, str], NeededRole]:
    """Return the roles by account and kind."""
    return {(role.account, role.kind): role for role in find_needed_roles(blueprint).roles}


def test_every_account_has_a_role_to_plan_and_one_to_apply(
    roles: dict[tuple[str, str], NeededRole],
) -> None:
    assert {account for account, _ in roles} >= {"management", "security", "log-archive", "prod"}
    assert {role.name for role in roles.values()} == {"ringwall-plan", "ringwall-apply"}
    assert len(roles) % 2 == 0


def test_the_role_to_plan_only_reads(roles: dict[tuple[str, str], NeededRole]) -> None:
    universe = load_universe()
    for (account, kind), role in roles.items():
        found = actions_of(role.statements)
        if kind == "plan":
            assert STAYS_ENCRYPTED in role.statements
            assert {"s3:ListAllMyBuckets", "ec2:DescribeRegions"} <= found.keys()
            reads = ("iam:GenerateCredentialReport", "sts:AssumeRole")
            for name in found.keys() - set(reads):
                action = universe.find(name)
                assert action
                assert set(action.levels) <= {"List", "Read"}, name
            is_asked = account in ("management", "security")
            assert ("organizations:ListAccounts" in found) == is_asked


def test_the_role_to_apply_has_what_the_rows_of_the_account_take(
    roles: dict[tuple[str, str], NeededRole],
) -> None:
    names = ("management", "log-archive", "prod")
    management, logs, prod = (actions_of(roles[name, "apply"].statements) for name in names)
    assert "organizations:CreatePolicy" in management
    assert management["iam:PutRolePolicy"] != "*"
    assert management["iam:PassRole"] != ["arn:aws:iam::*:role/*"]
    assert logs["s3:CreateBucket"][0].startswith("arn:aws:s3:::acme-")
    assert "s3:CreateBucket" not in prod.keys() | management.keys()
    assert not any(name.startswith("organizations:") for name in prod)


def test_only_the_management_account_enters_others_and_only_by_the_same_role(
    roles: dict[tuple[str, str], NeededRole],
) -> None:
    for (account, _), role in roles.items():
        (*_, last) = role.statements
        if account != "management":
            assert last["Action"] != ["sts:AssumeRole"]
            continue
        assert last["Resource"] == [f"arn:aws:iam::*:role/{role.name}"]
        condition = {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}
        assert last["Condition"] == {"StringEquals": condition}


def test_one_account_and_one_role_are_chosen(blueprint: Path) -> None:
    found = find_needed_roles(blueprint, ["apply"], "prod")
    (role,) = found.roles
    assert (role.account, role.kind, role.account_id) == ("prod", "apply", "")
    described = found.describe()["roles"][0]
    assert described["policies"][0]["name"] == "ringwall-apply-1"
    assert set(found.template["Resources"]) == {"RingwallApply", "RingwallApplyPolicy1"}


def test_the_template_for_all_has_what_any_member_takes_and_nothing_of_management(
    blueprint: Path,
) -> None:
    found = find_needed_roles(blueprint, ["apply"])
    (shared,) = found.shared
    actions = actions_of(shared.statements)
    assert "s3:CreateBucket" in actions
    assert "organizations:CreatePolicy" not in actions
    assert "sts:AssumeRole" not in actions


def test_policies_are_as_short_as_iam_takes_them(blueprint: Path) -> None:
    for role in find_needed_roles(blueprint).roles:
        assert role.documents
        for document in role.documents:
            assert len(json.dumps(document, separators=(",", ":"))) <= LONGEST


def test_an_account_that_is_not_there_is_named(blueprint: Path) -> None:
    with pytest.raises(BadInput, match=r"no account prd in the blueprint.*did you mean prod"):
        find_needed_roles(blueprint, account="prd")


def test_a_role_of_too_many_policies_is_told() -> None:
    names = [f"s3:{'A' * 5000}{number}" for number in range(11)]
    long = [{"Effect": "Allow", "Action": [name], "Resource": "*"} for name in names]
    role = NeededRole("apply", "prod", "", tuple(long))
    (note,) = NeededRoles((role,), ()).notes
    assert note.startswith("ringwall-apply in prod needs 11 managed policies; a role")
    role = NeededRole("apply", "prod", "", tuple(long[:10]))
    assert list(NeededRoles((role,), ()).notes) == []
