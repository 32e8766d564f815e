"""What denies a principal something is taken from it once, where it is held."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.denials import DENIALS

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"
GROUP = f"arn:aws:iam::{A}:group/strict"
NO_ARN = f"arn:aws:iam::{A}:policy/no"
NO = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
YES = {**NO, "Effect": "Allow"}
IN_GROUP = {"group": GROUP, "group_name": "strict"}


@pytest.mark.parametrize(
    ("kind", "values", "what", "left"),
    [
        ("self_denial", {"policy": NO_ARN}, NO_ARN, 4),
        ("self_inline_denial", {"policy_name": "own"}, "own", 4),
        ("denying_group", IN_GROUP, GROUP, 3),
        ("group_denial", {**IN_GROUP, "policy": f"{NO_ARN}-2"}, f"{NO_ARN}-2", 4),
        ("group_inline_denial", {**IN_GROUP, "policy_name": "own"}, f"{GROUP}#own", 4),
    ],
)
def test_a_denial_is_taken_away(
    estate: Estate, kind: Any, values: dict[str, str], what: str, left: int
) -> None:
    no, other = estate.managed("no", NO), estate.managed("no-2", NO)
    estate.group("strict", NO, managed_policy_arns=[other])
    estate.group("mild", YES)
    groups = ["strict", "mild"]
    ann = estate.user("ann", NO, groups=groups, managed_policy_arns=[no])
    organization = estate.read()
    ((found, becomes, name),) = DENIALS[kind](organization, organization.principals[ann])
    assert (found, name, len(becomes.attached)) == (values, what, left)
    assert (GROUP in becomes.groups) == (kind != "denying_group")


@pytest.mark.parametrize("kind", DENIALS)
def test_what_denies_nothing_is_left(estate: Estate, kind: Any) -> None:
    yes = estate.managed("yes", YES)
    estate.group("strict", YES, managed_policy_arns=[yes])
    ann = estate.user("ann", YES, groups=["strict"], managed_policy_arns=[yes])
    organization = estate.read()
    assert list(DENIALS[kind](organization, organization.principals[ann])) == []


def test_what_a_principal_has_twice_it_still_has(estate: Estate) -> None:
    no = estate.managed("no", NO)
    estate.group("strict", managed_policy_arns=[no])
    ann = estate.user("ann", groups=["strict"], managed_policy_arns=[no])
    organization = estate.read()
    ((_, becomes, _),) = DENIALS["group_denial"](organization, organization.principals[ann])
    assert [policy.managed_arn for policy in becomes.attached] == [no]
