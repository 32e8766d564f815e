"""What a blueprint wants of AWS Backup."""

import pytest
from wanted_data import WantedData

from ringwall.catalog.backup.locks import write_lock
from ringwall.catalog.backup.plans import write_plan
from ringwall.model.blueprint.wanted import Ref, RowKey

ON = "backup: {enabled: true}"
LOGS = "arn:aws:iam::333333333333:root"


def vault(account: str, name: str) -> RowKey:
    return RowKey(account, "us-east-1", "backup_backup_vault", name)


def test_nothing_is_backed_up_unless_asked_for() -> None:
    assert WantedData(rest="level: strict\n").names("backup_backup_vault") == []


def test_each_account_has_a_plan_and_copies_to_the_vault_of_all() -> None:
    wanted = WantedData(ON)
    row = wanted.find("backup_backup_plan", "backup", account="shop", region="us-east-1")
    (rule,) = row.columns["rules"]
    assert rule["TargetBackupVaultName"] == Ref(vault("shop", "backup"), "backup_vault_name")
    assert rule["Lifecycle"]["DeleteAfterDays"] == 35
    (copy,) = rule["CopyActions"]
    central = vault("log-archive", "backup-central")
    assert copy["DestinationBackupVaultArn"] == Ref(central, "arn")
    assert RowKey("management", "global", "backup_global_settings", "settings") in row.needs
    plans = [row.key for row in wanted.rows if row.key.table == "backup_backup_plan"]
    assert len(plans) == 6
    assert "log-archive" not in {key.account for key in plans}  # it has the vault of all


def test_the_vault_of_all_takes_copies_of_the_organization_alone() -> None:
    wanted = WantedData(ON)
    (row,) = [each for each in wanted.rows if each.key == vault("log-archive", "backup-central")]
    (statement,) = row.columns["access_policy"]["Statement"]
    assert statement["Action"] == "backup:CopyIntoBackupVault"
    assert statement["Condition"]["StringEquals"].keys() == {"aws:PrincipalOrgID"}
    assert row.columns["encryption_key_arn"] == Ref(
        RowKey("log-archive", "us-east-1", "kms_key", "backup-central"), "arn"
    )


def test_the_account_of_the_vault_of_all_can_be_chosen_and_may_use_the_keys() -> None:
    wanted = WantedData("backup: {enabled: true, account: security}")
    assert {name.split()[0] for name in wanted.names("backup_global_settings")} == {"management"}
    assert [
        row.key.account for row in wanted.rows if row.key == vault("security", "backup-central")
    ] == ["security"]
    key = wanted.find("kms_key", "backup", account="shop", region="us-east-1")
    found = {each["Sid"]: each for each in key.columns["key_policy"]["Statement"]}
    assert found["Copy"]["Principal"] == {"AWS": LOGS.replace("3", "2")}
    assert found["CopyGrant"]["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_a_unit_can_be_without_backups_or_copies() -> None:
    wanted = WantedData(ON, overrides="data: {backup: {enabled: false}}")
    assert not [name for name in wanted.names("backup_backup_plan") if name.startswith("shop")]
    wanted = WantedData(ON, overrides="data: {backup: {copies: false}}")
    row = wanted.find("backup_backup_plan", "backup", account="shop", region="us-east-1")
    assert row.columns["rules"][0]["CopyActions"] == []


def test_resources_are_selected_by_their_tag() -> None:
    wanted = WantedData("backup: {enabled: true, tag_key: tier, tag_value: gold}")
    row = wanted.find("backup_backup_selection", "tagged", account="shop", region="us-east-1")
    assert row.columns["list_of_tags"] == [
        {"ConditionType": "STRINGEQUALS", "ConditionKey": "tier", "ConditionValue": "gold"}
    ]
    assert row.columns["iam_role_arn"] == Ref(RowKey("shop", "global", "iam_role", "backup"), "arn")


@pytest.mark.parametrize(
    ("text", "rest", "central", "own"),
    [
        ("", "", None, None),
        ("", "level: strict\n", "GOVERNANCE", "GOVERNANCE"),
        (", lock_mode: COMPLIANCE", "", "COMPLIANCE", "GOVERNANCE"),
    ],
)
def test_only_the_vault_of_all_is_locked_for_ever(
    text: str, rest: str, central: str | None, own: str | None
) -> None:
    wanted = WantedData(f"backup: {{enabled: true{text}}}", rest=rest)
    rows = {row.key: row for row in wanted.rows}
    assert rows[vault("log-archive", "backup-central")].columns.get("lock_mode") == central
    assert rows[vault("shop", "backup")].columns.get("lock_mode") == own


def test_a_lock_says_for_how_long_it_can_be_removed() -> None:
    names = {"backup_vault_name": "v", "min_retention_days": 7, "changeable_for_days": 3}
    assert write_lock({**names, "lock_mode": "GOVERNANCE"}) == {
        "BackupVaultName": "v",
        "MinRetentionDays": 7,
    }
    assert write_lock({**names, "lock_mode": "COMPLIANCE"})["ChangeableForDays"] == 3
    assert "MinRetentionDays" not in write_lock({"backup_vault_name": "v", "min_retention_days": 0})


def test_days_that_are_no_limit_are_not_written() -> None:
    days = {"DeleteAfterDays": 0, "MoveToColdStorageAfterDays": 0}
    copy = {"DestinationBackupVaultArn": "x", "Lifecycle": {**days, "DeleteAfterDays": 9}}
    rule = {"RuleName": "r", "Lifecycle": days, "CopyActions": [copy]}
    found = write_plan({"backup_plan_name": "p", "rules": [rule], "tags": {}})
    assert found["BackupPlan"]["Rules"] == [
        {
            "RuleName": "r",
            "CopyActions": [
                {"DestinationBackupVaultArn": "x", "Lifecycle": {"DeleteAfterDays": 9}}
            ],
        }
    ]
