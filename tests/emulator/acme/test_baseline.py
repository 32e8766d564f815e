from typing import Any

import pytest

from ringwall.emulator.acme.baseline import ALL_BLOCKED
from ringwall.emulator.acme.organization import MEMBERS, REGIONS, Acme

ACCOUNTS = ("management", *MEMBERS)
PLACES = [(account, region) for account in ACCOUNTS for region in REGIONS]


def gaps(found: dict[tuple[str, str], object], usual: object) -> dict[tuple[str, str], object]:
    return {place: value for place, value in found.items() if value != usual}


def test_one_account_lacks_a_contact(at_acme: Any, refusal: Any) -> None:
    kind = {"AlternateContactType": "SECURITY"}
    missing = refusal(at_acme("account", "staging").get_alternate_contact, **kind)
    assert missing[0] == "ResourceNotFoundException"
    for account in {*ACCOUNTS} - {"staging"}:
        found = at_acme("account", account).get_alternate_contact(**kind)["AlternateContact"]
        assert found["EmailAddress"] == "security@acme.example"


def test_one_account_has_weak_passwords(at_acme: Any) -> None:
    policies = {a: at_acme("iam", a).get_account_password_policy() for a in ACCOUNTS}
    found = {a: p["PasswordPolicy"]["MinimumPasswordLength"] for a, p in policies.items()}
    assert found == dict.fromkeys(ACCOUNTS, 16) | {"dev": 8}
    assert "PasswordReusePrevention" not in policies["dev"]["PasswordPolicy"]
    assert policies["prod"]["PasswordPolicy"]["PasswordReusePrevention"] == 24


def test_public_access_is_blocked_in_all_accounts_but_one(
    at_acme: Any, acme: Acme, refusal: Any
) -> None:
    for account, account_id in acme.accounts.items():
        control = at_acme("s3control", account)
        if account == "dev":
            assert refusal(control.get_public_access_block, AccountId=account_id)[1] == 404
        else:
            found = control.get_public_access_block(AccountId=account_id)
            assert found["PublicAccessBlockConfiguration"] == ALL_BLOCKED


@pytest.mark.parametrize(
    ("account", "mfa", "keys"), [("dev", 0, 0), ("staging", 1, 1), ("prod", 1, 0)]
)
def test_root_users_have_a_history(at_acme: Any, account: str, mfa: int, keys: int) -> None:
    summary = at_acme("iam", account).get_account_summary()["SummaryMap"]
    assert (summary["AccountMFAEnabled"], summary["AccountAccessKeysPresent"]) == (mfa, keys)


def test_volumes_are_encrypted_by_default_but_in_one_place(at_acme: Any) -> None:
    found = {
        place: at_acme("ec2", *place).get_ebs_encryption_by_default()["EbsEncryptionByDefault"]
        for place in PLACES
    }
    assert gaps(found, usual=True) == {("dev", "eu-central-1"): False}


def test_dev_alone_does_not_block_public_snapshots(at_acme: Any) -> None:
    found = {
        place: at_acme("ec2", *place).get_snapshot_block_public_access_state()["State"]
        for place in PLACES
    }
    dev = {("dev", region): "unblocked" for region in REGIONS}
    assert gaps(found, "block-all-sharing") == dev


def test_detectors_run_but_in_two_places(at_acme: Any) -> None:
    found: dict[tuple[str, str], object] = {}
    for place in PLACES:
        guardduty = at_acme("guardduty", *place)
        ids = guardduty.list_detectors()["DetectorIds"]
        found[place] = [guardduty.get_detector(DetectorId=i)["Status"] for i in ids]
    assert gaps(found, ["ENABLED"]) == {
        ("dev", "eu-central-1"): [],
        ("staging", "eu-west-1"): ["DISABLED"],
    }


def test_recorders_run_but_in_two_places(at_acme: Any) -> None:
    found: dict[tuple[str, str], object] = {}
    for place in PLACES:
        answer = at_acme("config", *place).describe_configuration_recorder_status()
        found[place] = [r["recording"] for r in answer["ConfigurationRecordersStatus"]]
    assert gaps(found, [True]) == {("network", "eu-central-1"): [], ("dev", "eu-west-1"): [False]}


def test_security_hub_is_missing_in_one_place(at_acme: Any, refusal: Any) -> None:
    missing = at_acme("securityhub", "staging", "eu-central-1")
    assert refusal(missing.get_enabled_standards)[0] == "InvalidAccessException"
    found = at_acme("securityhub", "staging", "eu-west-1").get_enabled_standards()
    (standard,) = found["StandardsSubscriptions"]
    assert "eu-west-1::standards/aws-foundational" in standard["StandardsArn"]
