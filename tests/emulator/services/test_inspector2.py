from typing import Any

import pytest
from security_accounts import add_account, make_accounts


@pytest.fixture
def team(client: Any) -> tuple[Any, str]:
    """Return the administrator's client and an account that is no member yet."""
    admin, dev = make_accounts(client, "security", "dev")
    client("inspector2").enable_delegated_admin_account(delegatedAdminAccountId=admin)
    return client("inspector2", admin), dev


def scans_of(inspector: Any, *accounts: str) -> dict[str, str]:
    (found,) = inspector.batch_get_account_status(accountIds=list(accounts))["accounts"]
    return {name: state["status"] for name, state in found["resourceState"].items()}


def test_scans_go_on_and_off(client: Any, refusal: Any) -> None:
    inspector = client("inspector2")
    assert set(scans_of(inspector).values()) == {"DISABLED"}
    assert refusal(inspector.enable, resourceTypes=["LAMBDA_CODE"])[0] == "ValidationException"
    answer = inspector.enable(resourceTypes=["EC2", "LAMBDA", "LAMBDA_CODE"])
    assert answer["accounts"][0]["status"] == "ENABLED"
    assert scans_of(inspector) == {
        "ec2": "ENABLED",
        "ecr": "DISABLED",
        "lambda": "ENABLED",
        "lambdaCode": "ENABLED",
    }
    inspector.disable(resourceTypes=["LAMBDA"])
    assert scans_of(inspector)["lambdaCode"] == "DISABLED"
    inspector.disable()
    assert set(scans_of(inspector).values()) == {"DISABLED"}


def test_administrator_is_appointed_once(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    management = client("inspector2")
    (admin,) = management.list_delegated_admin_accounts()["delegatedAdminAccounts"]
    assert admin["status"] == "ENABLED"
    assert above.list_delegated_admin_accounts()["delegatedAdminAccounts"] == [admin]
    below = client("inspector2", dev)
    assert below.get_delegated_admin_account()["delegatedAdmin"]["accountId"] == admin["accountId"]
    assert refusal(below.list_delegated_admin_accounts) == ("AccessDeniedException", 403)
    call = management.enable_delegated_admin_account
    assert refusal(call, delegatedAdminAccountId=dev) == ("ConflictException", 409)
    unknown = {"delegatedAdminAccountId": "999999999999"}
    assert refusal(call, **unknown)[0] == "ValidationException"
    call = management.disable_delegated_admin_account
    assert refusal(call, delegatedAdminAccountId=dev)[0] == "ResourceNotFoundException"
    management.disable_delegated_admin_account(delegatedAdminAccountId=admin["accountId"])
    assert refusal(below.get_delegated_admin_account)[0] == "ResourceNotFoundException"


def test_members_are_associated_and_scanned(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    failed = above.enable(accountIds=[dev], resourceTypes=["EC2"])["failedAccounts"]
    assert [(f["accountId"], f["errorCode"]) for f in failed] == [(dev, "ACCESS_DENIED")]
    above.associate_member(accountId=dev)
    above.enable(accountIds=[dev], resourceTypes=["EC2"])
    assert scans_of(client("inspector2", dev))["ec2"] == "ENABLED"
    assert scans_of(above, dev)["ec2"] == "ENABLED"
    assert above.get_member(accountId=dev)["member"]["relationshipStatus"] == "ENABLED"
    below = client("inspector2", dev)
    assert refusal(below.disable) == ("AccessDeniedException", 403)
    assert refusal(below.list_members)[0] == "AccessDeniedException"
    above.disassociate_member(accountId=dev)
    assert above.list_members()["members"] == []
    (found,) = above.list_members(onlyAssociated=False)["members"]
    assert found["relationshipStatus"] == "REMOVED"
    assert refusal(above.disassociate_member, accountId=dev)[0] == "ValidationException"
    unknown = {"accountId": "999999999999"}
    assert refusal(above.associate_member, **unknown)[0] == "ValidationException"
    assert refusal(above.get_member, **unknown)[0] == "ResourceNotFoundException"
    below.disable()


def test_new_accounts_alone_are_scanned_by_themselves(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    wrong = {"ec2": True, "ecr": False, "lambdaCode": True}
    call = above.update_organization_configuration
    assert refusal(call, autoEnable=wrong)[0] == "ValidationException"
    above.update_organization_configuration(autoEnable={"ec2": True, "ecr": True})
    found = above.describe_organization_configuration()["autoEnable"]
    assert (found["ec2"], found["ecr"], found["lambda"]) == (True, True, False)
    late = add_account(client, "late")
    assert scans_of(client("inspector2", late))["ecr"] == "ENABLED"
    assert [m["accountId"] for m in above.list_members()["members"]] == [late]
    assert scans_of(client("inspector2", dev))["ec2"] == "DISABLED"
