import csv
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.acme.past import days_ago


def age(moment: datetime) -> int:
    return (datetime.now(UTC) - moment).days


def test_days_are_counted_back_from_now() -> None:
    assert age(days_ago(3)) == 3
    assert days_ago(1).microsecond == 0


def test_old_key_is_old_wherever_it_is_read(at_acme: Any) -> None:
    iam = at_acme("iam", "staging")
    (key,) = iam.list_access_keys(UserName="ci-deploy")["AccessKeyMetadata"]
    assert age(key["CreateDate"]) == 400
    used = iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]
    assert age(used["LastUsedDate"]) == 1
    iam.generate_credential_report()
    iam.generate_credential_report()
    report = iam.get_credential_report()["Content"].decode()
    lines = {line["user"]: line for line in csv.DictReader(report.splitlines())}
    rotated = datetime.fromisoformat(lines["ci-deploy"]["access_key_1_last_rotated"])
    assert rotated == key["CreateDate"]


def test_role_and_user_have_a_past(at_acme: Any) -> None:
    details = at_acme("iam", "dev").get_account_authorization_details()
    roles = {r["RoleName"]: r for r in details["RoleDetailList"]}
    assert age(roles["demo-anyone"]["CreateDate"]) == 300
    assert age(roles["demo-anyone"]["RoleLastUsed"]["LastUsedDate"]) == 1
    user = at_acme("iam", "dev").get_user(UserName="dana.lee")["User"]
    assert age(user["CreateDate"]) == 200
    assert age(user["PasswordLastUsed"]) == 2
