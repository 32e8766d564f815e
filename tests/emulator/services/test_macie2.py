from typing import Any

import pytest
from log_targets import let_write, make_log_key
from security_accounts import add_account, make_accounts


@pytest.fixture
def team(client: Any) -> tuple[Any, str]:
    """Return the administrator's client and an account that is no member yet."""
    admin, dev = make_accounts(client, "security", "dev")
    client("macie2").enable_organization_admin_account(adminAccountId=admin)
    return client("macie2", admin), dev


def test_session_goes_on_and_off(client: Any, refusal: Any) -> None:
    macie = client("macie2")
    assert refusal(macie.get_macie_session) == ("AccessDeniedException", 403)
    macie.enable_macie(findingPublishingFrequency="ONE_HOUR")
    assert refusal(macie.enable_macie) == ("ConflictException", 409)
    macie.update_macie_session(status="PAUSED")
    found = macie.get_macie_session()
    assert (found["status"], found["findingPublishingFrequency"]) == ("PAUSED", "ONE_HOUR")
    assert refusal(client("macie2", region="eu-west-1").get_macie_session)[1] == 403
    macie.disable_macie()
    assert refusal(macie.get_macie_session)[0] == "AccessDeniedException"


def test_administrator_is_seen_from_both_sides(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    (admin,) = client("macie2").list_organization_admin_accounts()["adminAccounts"]
    assert above.list_organization_admin_accounts()["adminAccounts"] == [admin]
    call = client("macie2").enable_organization_admin_account
    assert refusal(call, adminAccountId=dev) == ("ConflictException", 409)
    assert refusal(call, adminAccountId="999999999999")[0] == "ValidationException"
    above.create_member(account={"accountId": dev, "email": "dev@example.com"})
    below = client("macie2", dev)
    found = below.get_administrator_account()["administrator"]
    assert (found["accountId"], found["relationshipStatus"]) == (admin["accountId"], "Enabled")
    assert refusal(below.disable_macie)[0] == "ConflictException"
    assert refusal(below.list_members) == ("AccessDeniedException", 403)
    client("macie2").disable_organization_admin_account(adminAccountId=admin["accountId"])
    assert client("macie2").list_organization_admin_accounts()["adminAccounts"] == []


def test_members_are_paused_let_go_and_forgotten(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    new = {"accountId": dev, "email": "dev@example.com"}
    assert above.create_member(account=new)["arn"].endswith(f":member/{dev}")
    assert refusal(above.create_member, account=new)[0] == "ConflictException"
    above.update_member_session(id=dev, status="PAUSED")
    assert above.get_member(id=dev)["relationshipStatus"] == "Paused"
    assert client("macie2", dev).get_macie_session()["status"] == "PAUSED"
    assert refusal(above.delete_member, id=dev)[0] == "ConflictException"
    above.disassociate_member(id=dev)
    assert above.list_members()["members"] == []
    assert len(above.list_members(onlyAssociated="false")["members"]) == 1
    above.delete_member(id=dev)
    assert refusal(above.get_member, id=dev)[0] == "ResourceNotFoundException"


def test_new_accounts_are_enabled_by_themselves(client: Any, team: Any) -> None:
    above, _ = team
    assert above.describe_organization_configuration()["autoEnable"] is False
    above.update_organization_configuration(autoEnable=True)
    late = add_account(client, "late")
    assert client("macie2", late).get_macie_session()["status"] == "ENABLED"
    assert [m["accountId"] for m in above.list_members()["members"]] == [late]


def test_results_go_to_a_bucket_that_lets_them_in(client: Any, refusal: Any) -> None:
    macie = client("macie2")
    macie.enable_macie()
    assert macie.get_classification_export_configuration()["configuration"] == {}
    key = make_log_key(client("kms"), "123456789012", "macie")
    client("s3").create_bucket(Bucket="results")
    target = {"s3Destination": {"bucketName": "results", "kmsKeyArn": key}}
    call = macie.put_classification_export_configuration
    assert refusal(call, configuration=target) == ("AccessDeniedException", 403)
    let_write(client("s3"), "results", "macie")
    macie.put_classification_export_configuration(configuration=target)
    assert macie.get_classification_export_configuration()["configuration"] == target


def test_discovery_is_the_administrators(client: Any, refusal: Any, team: Any) -> None:
    above, dev = team
    above.create_member(account={"accountId": dev, "email": "dev@example.com"})
    below = client("macie2", dev)
    assert below.get_automated_discovery_configuration()["status"] == "DISABLED"
    assert above.get_automated_discovery_configuration()["autoEnableOrganizationMembers"] == "NONE"
    above.update_automated_discovery_configuration(
        status="ENABLED", autoEnableOrganizationMembers="ALL"
    )
    assert below.get_automated_discovery_configuration()["status"] == "ENABLED"
    call = below.update_automated_discovery_configuration
    assert refusal(call, status="DISABLED")[0] == "AccessDeniedException"


def test_security_hub_is_sent_policy_findings_alone_at_first(client: Any) -> None:
    macie = client("macie2")
    macie.enable_macie()
    sent = {"publishPolicyFindings": True, "publishClassificationFindings": False}
    found = macie.get_findings_publication_configuration()
    assert found["securityHubConfiguration"] == sent
    macie.put_findings_publication_configuration(
        securityHubConfiguration=sent | {"publishClassificationFindings": True}
    )
    found = macie.get_findings_publication_configuration()
    assert found["securityHubConfiguration"]["publishClassificationFindings"]


def test_invitations_are_refused_loudly(client: Any, refusal: Any) -> None:
    macie = client("macie2")
    macie.enable_macie()
    assert refusal(macie.list_invitations) == ("UnknownOperationException", 501)
