"""What Organizations answers a member, and a delegated administrator."""

from typing import Any

import pytest

Principals = Any
"""conftest.py declares it."""
DENIED = "AccessDeniedException"


@pytest.fixture
def member(principals: Principals) -> str:
    organizations = principals.client("organizations")
    organizations.create_organization(FeatureSet="ALL")
    status = organizations.create_account(AccountName="dev", Email="dev@example.com")
    account: str = status["CreateAccountStatus"]["AccountId"]
    return account


@pytest.fixture
def inside(principals: Principals, member: str) -> Any:
    """Return a client of Organizations in the member account."""
    session = principals.assume(f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole")
    return principals.client("organizations", *session)


def test_a_member_knows_its_organization_and_nothing_of_the_others(
    inside: Any, refused: Any
) -> None:
    assert inside.describe_organization()["Organization"]["Id"]
    refused(inside.list_accounts, DENIED)
    refused(inside.list_roots, DENIED)
    refused(inside.create_account, DENIED, AccountName="x", Email="x@example.com")


def test_a_delegated_administrator_reads_what_the_management_account_reads(
    principals: Principals, member: str, inside: Any, refused: Any
) -> None:
    organizations = principals.client("organizations")
    service = "guardduty.amazonaws.com"
    organizations.enable_aws_service_access(ServicePrincipal=service)
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=service)
    ids = {account["Id"] for account in inside.list_accounts()["Accounts"]}
    assert ids == {member, "123456789012"}
    refused(inside.create_account, DENIED, AccountName="x", Email="x@example.com")
    organizations.deregister_delegated_administrator(AccountId=member, ServicePrincipal=service)
    refused(inside.list_accounts, DENIED)
