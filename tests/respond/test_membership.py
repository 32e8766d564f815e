"""Accounts that are ours are entered, and no others."""

from collections.abc import Callable
from typing import Any, cast

import pytest

from ringwall.model.errors import AccessDenied, CallFailed, StrangeAccount
from ringwall.model.response_policy import EvidencePart, OrganizationPart, ResponsePolicy
from ringwall.respond.membership import Membership

OWN, MANAGEMENT, MEMBER, STRANGER = (digit * 12 for digit in "1239")
GONE = CallFailed("no such account", "AccountNotFoundException", is_rejected=True)
Answers = Callable[[str], Any]


class Organization:
    """Answers DescribeAccount, and keeps which accounts were entered."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.entered: list[str] = []

    def __call__(self, account_id: str, _region: str) -> Any:
        self.entered.append(account_id)
        return self

    def call(self, operation: str, **parameters: str) -> Any:
        assert operation == "organizations.describe_account"
        assert parameters
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def make(answer: Any, **organization: Any) -> tuple[Membership, Organization]:
    evidence = EvidencePart(account="4" * 12, region="eu-west-1", bucket="b")
    policy = ResponsePolicy(organization=OrganizationPart(**organization), evidence=evidence)
    asked = Organization(answer)
    return Membership(policy, cast("Any", asked), lambda: OWN, "eu-west-1"), asked


@pytest.mark.parametrize("account", [OWN, MANAGEMENT, "4" * 12, "5" * 12])
def test_what_is_known_to_be_ours_is_not_asked_for(account: str) -> None:
    found, asked = make(GONE, management_account=MANAGEMENT, security_account="5" * 12)
    found.refuse(account)
    assert asked.entered == []


@pytest.mark.parametrize("answer", [{"Status": "ACTIVE"}, {"Status": "", "State": "ACTIVE"}])
def test_an_account_of_the_organization_is_entered(answer: dict[str, str]) -> None:
    found, asked = make({"Account": answer}, management_account=MANAGEMENT)
    for _ in range(2):
        assert cast("Any", found.reader(MEMBER, "eu-west-1")) is asked
    assert asked.entered == [MANAGEMENT, MEMBER, MEMBER]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (GONE, "none of the organization"),
        (AccessDenied("no", "AccessDeniedException"), "nobody says that it is yours"),
        ({"Account": {"Status": "SUSPENDED"}}, "AWS says that it is suspended"),
        ({"Account": None}, "cannot be read"),
        ({}, "cannot be read"),
    ],
)
def test_another_account_is_not_entered(answer: Any, why: str) -> None:
    found, asked = make(answer)
    with pytest.raises(StrangeAccount, match=why):
        found.refuse(STRANGER)
    with pytest.raises(AccessDenied, match="was not entered"):
        found.reader(STRANGER, "eu-west-1")
    assert asked.entered == [OWN]


def test_a_list_is_all_that_counts() -> None:
    found, asked = make({"Account": {"Status": "ACTIVE"}}, accounts=(MEMBER,))
    found.refuse(MEMBER)
    with pytest.raises(StrangeAccount, match="does not list it"):
        found.refuse(STRANGER)
    assert asked.entered == []


def test_what_a_person_has_named_is_entered() -> None:
    found, _ = make(GONE)
    found.vouched.add(STRANGER)
    found.refuse(STRANGER)
