import json
from typing import Any

import pytest

GUARDDUTY = "guardduty.amazonaws.com"


@pytest.fixture
def organizations(client: Any, member: str) -> Any:
    assert member
    return client("organizations")


def make_policy(account: str, *actions: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": [*actions],
        "Resource": "*",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("service", ["iam", "network-firewall", "malware-protection.guardduty"])
def test_services_that_moto_does_not_know_are_trusted(organizations: Any, service: str) -> None:
    principal = f"{service}.amazonaws.com"
    organizations.enable_aws_service_access(ServicePrincipal=principal)
    organizations.enable_aws_service_access(ServicePrincipal=principal)
    found = organizations.list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert [held["ServicePrincipal"] for held in found] == [principal]


def test_a_service_is_trusted_before_it_is_delegated(
    organizations: Any, member: str, refusal: Any
) -> None:
    given = {"AccountId": member, "ServicePrincipal": GUARDDUTY}
    register = organizations.register_delegated_administrator
    assert refusal(register, **given)[0] == "ConstraintViolationException"
    organizations.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    register(**given)
    assert refusal(register, **given)[0] == "AccountAlreadyRegisteredException"
    disable = organizations.disable_aws_service_access
    assert refusal(disable, ServicePrincipal=GUARDDUTY)[0] == "ConstraintViolationException"
    services = organizations.list_delegated_services_for_account(AccountId=member)
    assert [s["ServicePrincipal"] for s in services["DelegatedServices"]] == [GUARDDUTY]
    organizations.deregister_delegated_administrator(**given)
    disable(ServicePrincipal=GUARDDUTY)
    code = refusal(organizations.list_delegated_services_for_account, AccountId=member)[0]
    assert code == "AccountNotRegisteredException"


def test_services_have_a_number_of_administrators(
    organizations: Any, member: str, refusal: Any
) -> None:
    made = organizations.create_account(AccountName="b", Email="b@example.com")
    other = made["CreateAccountStatus"]["AccountId"]
    register = organizations.register_delegated_administrator
    for service in (GUARDDUTY, "backup.amazonaws.com"):
        organizations.enable_aws_service_access(ServicePrincipal=service)
        register(AccountId=member, ServicePrincipal=service)
    register(AccountId=other, ServicePrincipal="backup.amazonaws.com")
    code = refusal(register, AccountId=other, ServicePrincipal=GUARDDUTY)[0]
    assert code == "ConstraintViolationException"
    code = refusal(register, AccountId="123456789012", ServicePrincipal=GUARDDUTY)[0]
    assert code == "ConstraintViolationException"
    listed = organizations.list_delegated_administrators(ServicePrincipal=GUARDDUTY)
    assert [found["Id"] for found in listed["DelegatedAdministrators"]] == [member]


def test_a_delegated_administrator_reads(client: Any, organizations: Any, member: str) -> None:
    organizations.enable_aws_service_access(ServicePrincipal=GUARDDUTY)
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=GUARDDUTY)
    assert len(client("organizations", member).list_accounts()["Accounts"]) == 2


def test_the_resource_policy_is_read_back_and_deleted(
    organizations: Any, member: str, refusal: Any
) -> None:
    describe = organizations.describe_resource_policy
    assert refusal(describe)[0] == "ResourcePolicyNotFoundException"
    content = make_policy(member, "organizations:ListPolicies", "organizations:Describe*")
    made = organizations.put_resource_policy(Content=content)["ResourcePolicy"]
    assert describe()["ResourcePolicy"]["Content"] == content
    again = organizations.put_resource_policy(Content=content)["ResourcePolicy"]
    assert again["ResourcePolicySummary"] == made["ResourcePolicySummary"]
    organizations.delete_resource_policy()
    assert refusal(organizations.delete_resource_policy)[0] == "ResourcePolicyNotFoundException"


def test_a_resource_policy_gives_members_what_can_be_given(
    organizations: Any, member: str, refusal: Any
) -> None:
    for content in (
        "{",
        '{"Statement": []}',
        make_policy(member, "organizations:CreateAccount"),
        make_policy(member, "organizations:*"),
        make_policy(member, "s3:ListBucket"),
        make_policy("111122223333", "organizations:ListPolicies"),
    ):
        code = refusal(organizations.put_resource_policy, Content=content)[0]
        assert code == "InvalidInputException"
