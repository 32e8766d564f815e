from typing import Any

import pytest
from security_accounts import add_account, make_accounts

ALL_FEATURES = [{"Name": "RUNTIME_MONITORING", "AutoEnable": "ALL"}]


@pytest.fixture
def delegated(client: Any) -> tuple[str, str, str]:
    """Return an administrator, its detector and an account that is no member yet."""
    admin, dev = make_accounts(client, "security", "dev")
    client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    (detector,) = client("guardduty", admin).list_detectors()["DetectorIds"]
    return admin, detector, dev


def members_of(client: Any, admin: str, detector: str) -> dict[str, str]:
    found = client("guardduty", admin).list_members(DetectorId=detector)["Members"]
    return {member["AccountId"]: member["RelationshipStatus"] for member in found}


def test_administrator_is_appointed_for_a_region_and_registered(
    client: Any, delegated: tuple[str, str, str]
) -> None:
    admin, _, _ = delegated
    expected = [{"AdminAccountId": admin, "AdminStatus": "ENABLED"}]
    for account in ("", admin):
        found = client("guardduty", account).list_organization_admin_accounts()["AdminAccounts"]
        assert found == expected
    there = client("guardduty", region="eu-west-1")
    assert there.list_organization_admin_accounts()["AdminAccounts"] == []
    organizations = client("organizations")
    registered = organizations.list_delegated_services_for_account(AccountId=admin)
    names = {s["ServicePrincipal"] for s in registered["DelegatedServices"]}
    assert names == {"guardduty.amazonaws.com"}


@pytest.mark.parametrize(
    ("account", "chosen"),
    [("", "security"), ("", "dev"), ("", "999999999999"), ("dev", "dev")],
    ids=["done already", "another", "unknown", "not the management account"],
)
def test_an_administrator_is_appointed_once_by_the_management_account(
    client: Any, refusal: Any, delegated: tuple[str, str, str], account: str, chosen: str
) -> None:
    ids = {"security": delegated[0], "dev": delegated[2]}
    guardduty = client("guardduty", ids.get(account, account))
    call = guardduty.enable_organization_admin_account
    assert refusal(call, AdminAccountId=ids.get(chosen, chosen)) == ("BadRequestException", 400)


def test_the_same_account_administers_every_region(
    client: Any, refusal: Any, delegated: tuple[str, str, str]
) -> None:
    there = client("guardduty", region="eu-west-1")
    other = {"AdminAccountId": delegated[2]}
    assert refusal(there.enable_organization_admin_account, **other)[0] == "BadRequestException"
    there.enable_organization_admin_account(AdminAccountId=delegated[0])


def test_account_without_an_organization_appoints_nobody(client: Any, refusal: Any) -> None:
    call = client("guardduty").enable_organization_admin_account
    assert refusal(call, AdminAccountId="123456789012")[0] == "BadRequestException"


def test_all_accounts_are_enabled_those_to_come_too(
    client: Any, delegated: tuple[str, str, str]
) -> None:
    admin, detector, dev = delegated
    above = client("guardduty", admin)
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL", Features=ALL_FEATURES
    )
    expected = {"123456789012": "Enabled", dev: "Enabled"}
    assert members_of(client, admin, detector) == expected
    late = add_account(client, "late")
    assert members_of(client, admin, detector) == expected | {late: "Enabled"}
    below = client("guardduty", late)
    (own,) = below.list_detectors()["DetectorIds"]
    features = {f["Name"]: f["Status"] for f in below.get_detector(DetectorId=own)["Features"]}
    assert features["RUNTIME_MONITORING"] == "ENABLED"
    assert features["S3_DATA_EVENTS"] == "DISABLED"


def test_a_new_account_sees_its_detector_before_anyone_asks(
    client: Any, delegated: tuple[str, str, str]
) -> None:
    admin, detector, dev = delegated
    above = client("guardduty", admin)
    above.update_organization_configuration(DetectorId=detector, AutoEnable=True)
    late = add_account(client, "late")
    below = client("guardduty", late)
    (own,) = below.list_detectors()["DetectorIds"]
    found = below.get_administrator_account(DetectorId=own)["Administrator"]
    assert (found["AccountId"], found["RelationshipStatus"]) == (admin, "Enabled")
    assert members_of(client, admin, detector) == {late: "Enabled"}
    assert client("guardduty", dev).list_detectors()["DetectorIds"] == []


def test_configuration_is_read_back(
    client: Any, refusal: Any, delegated: tuple[str, str, str]
) -> None:
    admin, detector, dev = delegated
    above = client("guardduty", admin)
    found = above.describe_organization_configuration(DetectorId=detector)
    assert (found["AutoEnableOrganizationMembers"], found["AutoEnable"]) == ("NONE", False)
    features = [{"Name": "S3_DATA_EVENTS", "AutoEnable": "NEW"}]
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="NEW", Features=features
    )
    found = above.describe_organization_configuration(DetectorId=detector)
    assert (found["AutoEnableOrganizationMembers"], found["AutoEnable"]) == ("NEW", True)
    assert found["DataSources"]["S3Logs"] == {"AutoEnable": True}
    assert {f["Name"]: f["AutoEnable"] for f in found["Features"]}["S3_DATA_EVENTS"] == "NEW"
    both = {"AutoEnable": True, "AutoEnableOrganizationMembers": "ALL"}
    call = above.update_organization_configuration
    assert refusal(call, DetectorId=detector, **both)[0] == "BadRequestException"
    own = client("guardduty", dev).create_detector(Enable=True)["DetectorId"]
    below = client("guardduty", dev).describe_organization_configuration
    assert refusal(below, DetectorId=own)[0] == "BadRequestException"


def test_member_cannot_leave(client: Any, refusal: Any, delegated: tuple[str, str, str]) -> None:
    admin, detector, dev = delegated
    client("guardduty", admin).update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    below = client("guardduty", dev)
    (own,) = below.list_detectors()["DetectorIds"]
    call = below.disassociate_from_administrator_account
    assert refusal(call, DetectorId=own)[0] == "BadRequestException"


@pytest.mark.parametrize("how", ["GuardDuty", "Organizations"])
def test_dismissed_administrator_has_no_members(
    client: Any, refusal: Any, delegated: tuple[str, str, str], how: str
) -> None:
    admin, detector, dev = delegated
    above = client("guardduty", admin)
    above.update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    management = client("guardduty")
    wrong = {"AdminAccountId": dev}
    call = management.disable_organization_admin_account
    assert refusal(call, **wrong)[0] == "BadRequestException"
    if how == "GuardDuty":
        management.disable_organization_admin_account(AdminAccountId=admin)
    else:
        client("organizations").deregister_delegated_administrator(
            AccountId=admin, ServicePrincipal="guardduty.amazonaws.com"
        )
    assert management.list_organization_admin_accounts()["AdminAccounts"] == []
    below = client("guardduty", dev)
    (own,) = below.list_detectors()["DetectorIds"]
    assert below.get_administrator_account(DetectorId=own)["Administrator"] == {}
    below.update_detector(DetectorId=own, Enable=False)
    call = above.describe_organization_configuration
    assert refusal(call, DetectorId=detector)[0] == "BadRequestException"


def test_account_that_left_is_no_member(
    client: Any, delegated: tuple[str, str, str], age: Any
) -> None:
    admin, detector, dev = delegated
    client("guardduty", admin).update_organization_configuration(
        DetectorId=detector, AutoEnableOrganizationMembers="ALL"
    )
    assert dev in members_of(client, admin, detector)
    age(dev)
    client("organizations").remove_account_from_organization(AccountId=dev)
    assert dev not in members_of(client, admin, detector)
