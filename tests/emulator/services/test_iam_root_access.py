from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.state import RootUser


@pytest.fixture
def organizations(client: Any, member: str) -> Any:
    assert member
    return client("organizations")


def test_features_need_trusted_access(
    client: Any, organizations: Any, member: str, refusal: Any
) -> None:
    iam = client("iam")
    enable = iam.enable_organizations_root_credentials_management
    assert refusal(enable)[0] == "ServiceAccessNotEnabledException"
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    assert enable()["EnabledFeatures"] == ["RootCredentialsManagement"]
    iam.enable_organizations_root_sessions()
    features = iam.list_organizations_features()
    assert features["EnabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]
    left = iam.disable_organizations_root_sessions()["EnabledFeatures"]
    assert left == ["RootCredentialsManagement"]
    code = refusal(client("iam", member).list_organizations_features)[0]
    assert code == "AccountNotManagementOrDelegatedAdministratorException"


def test_a_delegated_administrator_manages_root_access(
    client: Any, organizations: Any, member: str
) -> None:
    service = "iam.amazonaws.com"
    organizations.enable_aws_service_access(ServicePrincipal=service)
    organizations.register_delegated_administrator(AccountId=member, ServicePrincipal=service)
    assert client("iam", member).enable_organizations_root_sessions()["EnabledFeatures"]


def test_new_members_have_no_root_password(
    client: Any, emulator: Emulator, organizations: Any
) -> None:
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    client("iam").enable_organizations_root_credentials_management()
    made = organizations.create_account(AccountName="b", Email="b@example.com")
    account = made["CreateAccountStatus"]["AccountId"]
    summary = client("iam", account).get_account_summary()["SummaryMap"]
    assert summary["AccountPasswordPresent"] == 0
    assert emulator.state.root("123456789012") == RootUser(
        created=emulator.state.root("123456789012").created
    )


def test_users_are_not_root(client: Any, refusal: Any) -> None:
    iam = client("iam")
    iam.create_user(UserName="kim")
    assert iam.list_access_keys(UserName="kim")["AccessKeyMetadata"] == []
    assert refusal(iam.get_login_profile, UserName="kim")[0] == "NoSuchEntity"
    assert iam.list_mfa_devices(UserName="kim")["MFADevices"] == []
