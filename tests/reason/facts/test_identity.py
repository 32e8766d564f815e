"""Rows about principals: administrators, who can become one, by which steps."""

from typing import Any

import pytest

from ringwall.catalog.loader import load_facts
from ringwall.model.table import Row
from ringwall.reason.facts.identity import (
    read_assumable_roles,
    read_chains,
    read_escalation,
    read_principals,
)
from ringwall.reason.iam.escalation.chains import Escalation, find_escalation
from ringwall.reason.iam.organization.model import Organization

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B = "111111111111", "222222222222"
FACTOR = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}


def conclude(estate: Estate) -> tuple[Organization, Escalation]:
    organization = estate.read()
    return organization, find_escalation(organization)


def principals(estate: Estate) -> dict[str, Row]:
    return {row["arn"]: row for row in read_principals(*conclude(estate))}


def test_an_administrator_has_the_statements_that_make_it_one(estate: Estate) -> None:
    admin = estate.user("admin", allow("*"))
    limited = estate.user("limited", allow("*", Condition=FACTOR))
    found = principals(estate)
    row = found[admin]
    assert (row["kind"], row["is_admin"], row["escalates"], row["hops"]) == ("user", True, False, 0)
    assert row["admin_statements"] == [f"identity {admin}#own[0]"]
    assert (row["chain"], row["remove"], row["admin_conditions"]) == ([], "", [])
    assert found[limited]["admin_conditions"] == ["Bool aws:multifactorauthpresent true"]
    assert f"arn:aws:iam::{A}:root" not in found


def test_who_can_become_one_has_the_shortest_chain(estate: Estate) -> None:
    role = estate.role("deploy", allow("iam:PutRolePolicy", f"arn:aws:iam::{A}:role/deploy"),
                       trust=trust({"AWS": A}))  # fmt: skip
    far = estate.role("far", trust=trust({"AWS": A}), account=B)
    ann = estate.user("ann", allow("sts:AssumeRole", [role, far]))
    row = principals(estate)[ann]
    assert (row["is_admin"], row["escalates"], row["hops"]) == (False, True, 2)
    assert row["chain"] == [f"sts-001: {role}", "iam-005: admin"]
    assert row["remove"] == f"identity {ann}#own[0]"
    assert (row["admin_statements"], row["unknown"]) == ([], [])


def test_who_cannot_has_no_chain(estate: Estate) -> None:
    eve = estate.user("eve", allow("s3:*"))
    row = principals(estate)[eve]
    assert (row["is_admin"], row["escalates"], row["hops"], row["chain"]) == (False, False, -1, [])


@pytest.mark.parametrize("how", ["its own", "the path's"])
def test_what_was_not_collected_leaves_it_open(estate: Estate, how: str) -> None:
    if how == "its own":
        user = estate.user("ann", policies=None)
    else:
        estate.role("admin", allow("*"), trust=trust({"Service": "glue.amazonaws.com"}))
        user = estate.user("ann", allow("glue:RunStatement"))
    row = principals(estate)[user]
    assert row["escalates"] is None
    assert row["unknown"]


def test_a_policy_that_was_not_collected_leaves_it_open_where_no_path_is_found(
    estate: Estate,
) -> None:
    gone = f"arn:aws:iam::{A}:policy/gone"
    user = estate.user("ann", {**allow("*"), "Effect": "Deny"}, managed_policy_arns=[gone])
    row = principals(estate)[user]
    assert (row["is_admin"], row["escalates"], row["chain"]) == (False, None, [])


def test_a_role_that_can_be_assumed_is_a_row(estate: Estate) -> None:
    far = estate.role("far", trust=trust({"AWS": A}), account=B)
    ann = estate.user("ann", allow("sts:AssumeRole", Condition=FACTOR))
    _, escalation = conclude(estate)
    (row,) = read_assumable_roles(escalation.steps)
    assert row == {
        "arn": far, "account_id": B, "region": "global", "principal": ann, "principal_account": A,
        "is_cross_account": True, "verdict": "conditional",
        "conditions": ["Bool aws:multifactorauthpresent true"],
        "statements": [f"identity {ann}#own[0]", f"resource {far}[0]"], "unknown": [],
    }  # fmt: skip


def test_a_step_of_escalation_is_a_row(estate: Estate) -> None:
    ann = estate.user("ann", allow("iam:PutUserPolicy"))
    _, escalation = conclude(estate)
    (row,) = [row for row in read_escalation(escalation) if row["path"] == "iam-007"]
    assert (row["arn"], row["account_id"], row["region"]) == (ann, A, "global")
    assert row["path_name"] == "A user puts an inline policy on itself"
    assert (row["gains"], row["through"], row["verdict"]) == ("admin", ann, "always")
    assert row["requests"] == [f"iam:PutUserPolicy {ann}"]
    assert row["remove"] == f"identity {ann}#own[0]" == row["statements"][0]
    assert row["commands"][0].startswith("aws iam put-user-policy --user-name ann")
    assert (row["conditions"], row["witness"], row["unknown"]) == ([], {}, [])


def test_a_chain_is_a_row_for_each_goal(estate: Estate) -> None:
    far = estate.role("far", trust=trust({"AWS": A}), account=B)
    ann = estate.user("ann", allow("sts:AssumeRole", far), allow("iam:PutUserPolicy"))
    _, escalation = conclude(estate)
    rows = {row["goal"]: row for row in read_chains(escalation) if row["arn"] == ann}
    assert rows.keys() == {"admin", "account"}
    admin, account = rows["admin"], rows["account"]
    assert (admin["goal_account"], admin["ends_at"], admin["hops"]) == (A, ann, 1)
    assert (account["goal_account"], account["ends_at"], account["hops"]) == (B, far, 1)
    assert account["steps"] == [f"sts-001: {far}"]
    assert account["commands"][0].startswith(f"aws sts assume-role --role-arn {far}")
    assert (account["verdict"], account["unknown"]) == ("always", [])
    assert account["remove"] == f"identity {ann}#own[0]"


def test_a_doubt_of_several_steps_is_listed_once(estate: Estate) -> None:
    far = estate.role("far", trust=trust({"AWS": f"arn:aws:iam::{A}:role/one"}), account=B)
    limit = f"arn:aws:iam::{A}:policy/gone"
    estate.role("one", allow("*"), permissions_boundary=limit, trust=trust({"AWS": A}))
    ann = estate.user("ann", allow("*"), permissions_boundary=limit)
    _, escalation = conclude(estate)
    (row,) = [row for row in read_chains(escalation) if row["arn"] == ann and row["ends_at"] == far]
    assert (row["hops"], row["verdict"]) == (2, "unknown")
    assert row["unknown"] == [f"the permissions boundary {limit} (not collected)"]


def test_rows_have_the_columns_of_their_tables(estate: Estate) -> None:
    estate.role("app", trust=trust({"AWS": A}))
    estate.user("ann", allow(["iam:PutUserPolicy", "sts:AssumeRole"]))
    organization, escalation = conclude(estate)
    tables = load_facts()
    for name, rows in (
        ("iam_principal", list(read_principals(organization, escalation))),
        ("assumable_role", list(read_assumable_roles(escalation.steps))),
        ("escalation", list(read_escalation(escalation))),
        ("escalation_chain", list(read_chains(escalation))),
    ):
        columns = {column.name for column in tables[name].all_columns}
        assert rows
        assert all(row.keys() == columns for row in rows)


def test_who_may_reach_an_instance_is_unknown_without_what_says_its_role(estate: Estate) -> None:
    """Its profile was not read, or it may lie in a region that was left out."""
    role = estate.role("boss", allow("*"), trust=trust({"Service": "ec2.amazonaws.com"}))
    profile = f"arn:aws:iam::{A}:instance-profile/boss"
    instance = f"arn:aws:ec2:us-east-1:{A}:instance/i-1"
    ann = estate.user("ann", allow("ssm:SendCommand"))
    assert principals(estate)[ann]["escalates"] is False
    estate.cover("*", A, "not_collected", aspect="region", region="eu-west-1")
    assert principals(estate)[ann]["escalates"] is None
    estate.cover("*", A, "region_disabled", aspect="region", region="eu-west-1")
    estate.add("ec2_instance", instance, iam_instance_profile=profile)
    estate.cover("iam_instance_profile", A, "denied")
    assert principals(estate)[ann]["escalates"] is None
    estate.cover("iam_instance_profile", A, "region_disabled")
    estate.add("iam_instance_profile", profile, role_arns=[role])
    assert principals(estate)[ann]["escalates"] is True


def test_the_conditions_of_a_step_that_is_not_known_are_not_known(estate: Estate) -> None:
    estate.role("boss", trust=None)
    estate.user("ann", allow("sts:AssumeRole"))
    (row,) = read_assumable_roles(conclude(estate)[1].steps)
    assert (row["verdict"], row["conditions"]) == ("unknown", None)
