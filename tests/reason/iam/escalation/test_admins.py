"""Who is an administrator, whatever words the policies use."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.admins import can_become_admin, judge_power
from ringwall.reason.iam.escalation.chains import find_escalation

Estate = Any
"""tests/reason/conftest.py declares it."""
A, B, MANAGEMENT = "111111111111", "222222222222", "999999999999"
ANY = {"Effect": "Allow", "Action": "*", "Resource": "*"}
NOTHING = {"Effect": "Deny", "Action": "*", "Resource": "*"}
POWER_USER = (
    {
        "Effect": "Allow",
        "NotAction": ["iam:*", "organizations:*", "account:*"],
        "Resource": "*",
    },
    {
        "Effect": "Allow",
        "Action": ["iam:CreateServiceLinkedRole", "iam:ListRoles", "account:ListRegions"],
        "Resource": "*",
    },
)
"""PowerUserAccess, abridged."""


def allow(action: Any, **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": action, "Resource": "*"}
    return {**found, "Condition": condition} if condition else found


def is_admin(estate: Estate, arn: str) -> bool | None:
    organization = estate.read()
    return judge_power(organization, organization.principals[arn]).is_admin


def ceiling(estate: Estate, arn: str) -> bool | None:
    organization = estate.read()
    return can_become_admin(organization, organization.principals[arn])


def add_aws_managed(estate: Estate, name: str, *statements: Any) -> str:
    arn = f"arn:aws:iam::aws:policy/{name}"
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    return str(estate.add("iam_policy", arn, A, policy_document=document))


def test_whoever_holds_administrator_access_is_one(estate: Estate) -> None:
    policy = add_aws_managed(estate, "AdministratorAccess", ANY)
    assert is_admin(estate, estate.role("ops", managed_policy_arns=[policy]))
    estate.group("admins", managed_policy_arns=[policy])
    assert is_admin(estate, estate.user("ann", groups=["admins"]))


def test_a_power_user_is_none(estate: Estate) -> None:
    assert is_admin(estate, estate.role("dev", *POWER_USER)) is False


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], False),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, allow("iam:*")], True),
        ([{"Effect": "Allow", "NotAction": "aws-portal:*", "Resource": "*"}], True),
        ([allow(["iam:*", "s3:*", "ec2:*", "lambda:*"])], False),
        ([allow([f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"])], True),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::secret/*"}], True),
        ([{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::*"}], False),
        ([ANY, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}], False),
        ([ANY, NOTHING], False),
        ([], False),
    ],
)
def test_it_is_what_is_allowed_that_makes_an_administrator(
    estate: Estate, statements: list[Any], *, expected: bool
) -> None:
    assert is_admin(estate, estate.role("someone", *statements)) is expected


def test_an_administrator_with_a_second_factor_is_one(estate: Estate) -> None:
    mfa = allow("*", Bool={"aws:MultiFactorAuthPresent": "true"})
    arn = estate.user("ann", mfa)
    organization = estate.read()
    power = judge_power(organization, organization.principals[arn])
    assert (power.is_admin, power.access.verdict) == (True, "conditional")
    assert [text.lower() for text in power.access.residual] == [
        "bool aws:multifactorauthpresent true"
    ]


def test_two_halves_that_never_hold_together_make_no_administrator(estate: Estate) -> None:
    here, there = {"aws:SourceIp": "10.0.0.0/8"}, {"aws:SourceIp": "192.168.0.0/16"}
    iam = allow("iam:*", IpAddress=here)
    rest = {**allow("*", IpAddress=there), "Action": None, "NotAction": "iam:*"}
    del rest["Action"]
    assert is_admin(estate, estate.user("ann", iam, rest)) is False


def test_a_boundary_that_is_none_limits_an_administrator(estate: Estate) -> None:
    small, wide = estate.managed("small", allow("s3:*")), estate.managed("wide", ANY)
    assert is_admin(estate, estate.role("kept", ANY, permissions_boundary=small)) is False
    assert is_admin(estate, estate.role("free", ANY, permissions_boundary=wide)) is True


def test_scps_take_an_administrators_rights_only_where_they_leave_nothing(estate: Estate) -> None:
    estate.organization(A, B)
    estate.scp("regions", allow("s3:*"), at=[A])
    estate.scp("nothing", NOTHING, at=[B])
    estate.scp("no iam", {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}, at=[A])
    assert is_admin(estate, estate.role("ops", ANY, account=A)) is True
    assert is_admin(estate, estate.role("ops", ANY, account=B)) is False


def test_no_scp_binds_an_administrator_of_the_management_account(estate: Estate) -> None:
    estate.organization(A)
    estate.scp("nothing", NOTHING, at=["r-1"])
    assert is_admin(estate, estate.role("ops", ANY, account=MANAGEMENT)) is True
    assert is_admin(estate, estate.role("ops", ANY, account=A)) is False


def test_what_was_not_collected_leaves_it_open(estate: Estate) -> None:
    assert is_admin(estate, estate.role("unread", policies=None)) is None
    missing = [f"arn:aws:iam::{A}:policy/missing"]
    assert is_admin(estate, estate.role("half", managed_policy_arns=missing)) is None
    assert is_admin(estate, estate.role("bound", ANY, permissions_boundary=missing[0])) is None
    assert is_admin(estate, estate.role("ops", ANY, managed_policy_arns=missing)) is None
    assert is_admin(estate, estate.role("app", allow("s3:*"))) is False


def test_unknown_scps_leave_an_administrator_open(estate: Estate) -> None:
    arn = estate.role("ops", ANY)
    estate.cover("organizations_policy", A, "denied")
    estate.cover("organizations_account", A, "denied")
    estate.cover("organizations_organization", A, "denied")
    assert is_admin(estate, arn) is None


def test_a_root_user_is_not_asked_about(estate: Estate) -> None:
    estate.user("ann")
    found = find_escalation(estate.read())
    assert set(found.powers) == {f"arn:aws:iam::{A}:user/ann"}


def test_boundary_and_scps_are_the_ceiling_of_what_can_be_attached(estate: Estate) -> None:
    estate.organization(A, B)
    estate.scp("nothing", NOTHING, at=[B])
    small, wide = estate.managed("small", allow("s3:*")), estate.managed("wide", ANY)
    assert ceiling(estate, estate.user("free")) is True
    assert ceiling(estate, estate.user("wide", permissions_boundary=wide)) is True
    assert ceiling(estate, estate.user("kept", permissions_boundary=small)) is False
    assert ceiling(estate, estate.user("open", permissions_boundary=None)) is None
    assert ceiling(estate, estate.user("shut", account=B)) is False
