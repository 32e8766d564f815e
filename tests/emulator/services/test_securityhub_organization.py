from typing import Any

import pytest
from security_accounts import add_account, make_accounts


@pytest.fixture
def delegated(client: Any) -> tuple[str, str]:
    """Return an administrator and an account that is no member yet."""
    admin, dev = make_accounts(client, "security", "dev")
    client("securityhub").enable_organization_admin_account(AdminAccountId=admin)
    return admin, dev


def members_of(client: Any, admin: str) -> dict[str, str]:
    found = client("securityhub", admin).list_members()["Members"]
    return {member["AccountId"]: member["MemberStatus"] for member in found}


def test_administrator_is_seen_from_both_sides(client: Any, delegated: Any) -> None:
    admin, dev = delegated
    for account in ("", admin):
        found = client("securityhub", account).list_organization_admin_accounts()
        assert found["AdminAccounts"] == [{"AccountId": admin, "Status": "ENABLED"}]
    assert client("securityhub", admin).describe_hub()["HubArn"]
    client("securityhub", admin).create_members(AccountDetails=[{"AccountId": dev}])
    found = client("securityhub", dev).get_administrator_account()["Administrator"]
    assert (found["AccountId"], found["MemberStatus"]) == (admin, "Enabled")
    assert "Administrator" not in client("securityhub", admin).get_administrator_account()


@pytest.mark.parametrize(
    ("account", "expected"),
    [
        ("", ("security", "InvalidInputException")),
        ("", ("dev", "InvalidAccessException")),
        ("", ("999999999999", "InvalidInputException")),
        ("dev", ("dev", "InvalidAccessException")),
    ],
)
def test_administrator_is_appointed_once_by_the_management_account(
    client: Any, refusal: Any, delegated: Any, account: str, expected: tuple[str, str]
) -> None:
    chosen, code = expected
    ids = {"security": delegated[0], "dev": delegated[1]}
    call = client("securityhub", ids.get(account, account)).enable_organization_admin_account
    assert refusal(call, AdminAccountId=ids.get(chosen, chosen))[0] == code


def test_new_accounts_are_enabled_with_standards_or_without(client: Any, delegated: Any) -> None:
    admin, _ = delegated
    above = client("securityhub", admin)
    found = above.describe_organization_configuration()
    assert (found["AutoEnable"], found["AutoEnableStandards"]) == (False, "DEFAULT")
    assert found["OrganizationConfiguration"]["ConfigurationType"] == "LOCAL"
    above.update_organization_configuration(AutoEnable=True)
    first = add_account(client, "first")
    standards = client("securityhub", first).get_enabled_standards()["StandardsSubscriptions"]
    assert len(standards) == 2
    above.update_organization_configuration(AutoEnable=True, AutoEnableStandards="NONE")
    second = add_account(client, "second")
    assert members_of(client, admin) == {first: "Enabled", second: "Enabled"}
    assert client("securityhub", second).get_enabled_standards()["StandardsSubscriptions"] == []


def test_who_is_no_administrator_configures_nothing(
    client: Any, refusal: Any, delegated: Any
) -> None:
    hub = client("securityhub", delegated[1])
    hub.enable_security_hub()
    for call in (hub.describe_organization_configuration, hub.list_members):
        assert refusal(call) == ("InvalidAccessException", 401)
    call = hub.update_organization_configuration
    assert refusal(call, AutoEnable=True)[0] == "InvalidAccessException"


def test_members_are_made_let_go_and_forgotten(client: Any, refusal: Any, delegated: Any) -> None:
    admin, dev = delegated
    above = client("securityhub", admin)
    details = [{"AccountId": dev}, {"AccountId": "999999999999"}]
    answer = above.create_members(AccountDetails=details)
    assert [a["AccountId"] for a in answer["UnprocessedAccounts"]] == ["999999999999"]
    found = above.get_members(AccountIds=[dev, "999999999999"])
    assert [m["Email"] for m in found["Members"]] == ["dev@example.com"]
    assert [a["AccountId"] for a in found["UnprocessedAccounts"]] == ["999999999999"]
    assert len(above.delete_members(AccountIds=[dev])["UnprocessedAccounts"]) == 1
    above.disassociate_members(AccountIds=[dev])
    call = above.disassociate_members
    assert refusal(call, AccountIds=[dev]) == ("ResourceNotFoundException", 404)
    assert above.list_members()["Members"] == []
    assert len(above.list_members(OnlyAssociated=False)["Members"]) == 1
    assert above.delete_members(AccountIds=[dev])["UnprocessedAccounts"] == []
    assert above.list_members(OnlyAssociated=False)["Members"] == []


def test_member_cannot_leave(client: Any, refusal: Any, delegated: Any) -> None:
    admin, dev = delegated
    client("securityhub", admin).create_members(AccountDetails=[{"AccountId": dev}])
    call = client("securityhub", dev).disassociate_from_administrator_account
    assert refusal(call)[0] == "ResourceConflictException"


def test_administrator_is_dismissed(client: Any, refusal: Any, delegated: Any) -> None:
    admin, dev = delegated
    management = client("securityhub")
    call = management.disable_organization_admin_account
    assert refusal(call, AdminAccountId=dev)[0] == "InvalidInputException"
    management.disable_organization_admin_account(AdminAccountId=admin)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == []
    call = client("securityhub", admin).list_members
    assert refusal(call)[0] == "InvalidAccessException"
