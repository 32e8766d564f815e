"""Policies depend on tags by their conditions and by their variables."""

from typing import Any

import pytest

from ringwall.reason.iam.escalation.tags import depends_on_own_tags, depends_on_tags_of_others

Estate = Any
"""tests/reason/conftest.py declares it."""
A = "111111111111"


def allow(resource: str = "*", **condition: Any) -> dict[str, Any]:
    found = {"Effect": "Allow", "Action": "s3:*", "Resource": resource}
    return {**found, "Condition": {"StringEquals": condition}} if condition else found


@pytest.mark.parametrize(
    ("statement", "own", "others"),
    [
        (allow(), False, False),
        (allow(**{"aws:PrincipalTag/team": "x"}), True, False),
        (allow(**{"AWS:principaltag/team": "x"}), True, False),
        (allow("arn:aws:s3:::${aws:PrincipalTag/team}/*"), True, False),
        (allow(**{"s3:prefix": "${aws:PrincipalTag/team}"}), True, False),
        (allow(**{"aws:ResourceTag/team": "x"}), False, True),
        (allow(**{"iam:ResourceTag/team": "x"}), False, True),
        (allow(**{"aws:RequestTag/team": "x"}), False, False),
        (allow(**{"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}), True, True),
    ],
)
@pytest.mark.parametrize("where", ["policy", "boundary"])
def test_a_policy_depends_on_the_tags_that_it_names(
    estate: Estate, where: str, statement: Any, own: object, others: object
) -> None:
    if where == "policy":
        ann = estate.user("ann", statement)
    else:
        limit = estate.managed("limit", statement)
        ann = estate.user("ann", permissions_boundary=limit)
    organization = estate.read()
    principal = organization.principals[ann]
    assert depends_on_own_tags(organization, principal) is own
    assert depends_on_tags_of_others(principal) is others


def test_trust_policies_and_scps_depend_on_tags_too(estate: Estate) -> None:
    ann = estate.user("ann", allow())
    tagged = {"StringEquals": {"aws:PrincipalTag/team": "x"}}
    trust = {"Effect": "Allow", "Principal": {"AWS": A}, "Action": "sts:AssumeRole"}
    estate.role("app", trust={**trust, "Condition": tagged})
    organization = estate.read()
    assert depends_on_own_tags(organization, organization.principals[ann])


def test_an_scp_depends_on_tags_too(estate: Estate) -> None:
    estate.organization(A)
    ann = estate.user("ann", allow())
    organization = estate.read()
    assert not depends_on_own_tags(organization, organization.principals[ann])
    denial = {**allow(**{"aws:PrincipalTag/team": "x"}), "Effect": "Deny"}
    estate.scp("tagged", denial, at=["r-1"])
    organization = estate.read()
    assert depends_on_own_tags(organization, organization.principals[ann])
