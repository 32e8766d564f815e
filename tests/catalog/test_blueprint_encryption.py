"""What a blueprint wants of encryption by default, of public buckets and of keys."""

from typing import Any

import pytest
from blueprint_world import BlueprintWorld, tell_differences
from wanted_data import WantedData

from ringwall.model.blueprint.wanted import Ref, RowKey

ROOT = "arn:aws:iam::444444444444:root"
BLOCKED = {
    "block_public_acls": True,
    "ignore_public_acls": True,
    "block_public_policy": True,
    "restrict_public_buckets": True,
}


def test_volumes_are_encrypted_in_each_account_and_region() -> None:
    rows = WantedData().columns("ec2_account")
    assert len(rows) == 8
    assert all(columns == {"ebs_encryption_by_default": True} for columns in rows.values())
    assert WantedData("ebs_encryption: {enabled: false}").rows == []


def test_a_unit_can_be_without_encryption_by_default() -> None:
    wanted = WantedData(overrides="data: {ebs_encryption: {enabled: false}}")
    assert not [name for name in wanted.names("ec2_account") if name.startswith("shop")]
    assert len(wanted.names("ec2_account")) == 6


def test_the_key_of_volumes_is_chosen_where_there_is_one() -> None:
    chosen = "ebs_encryption: {customer_key: true}"
    (columns, *_) = WantedData(chosen).columns("ec2_account").values()
    assert "ebs_default_kms_key_id" not in columns
    rows = WantedData(f"{chosen}, keys: {{purposes: [ebs]}}").columns("ec2_account")
    key = RowKey("shop", "us-east-1", "kms_key", "data-ebs")
    assert rows["shop us-east-1 account"]["ebs_default_kms_key_id"] == Ref(key, "arn")


def test_public_access_is_blocked_by_a_policy_or_by_the_account() -> None:
    wanted = WantedData("s3_block_public_access: {enabled: true}")
    rows = [row for row in wanted.rows if row.key.table == "s3_account"]
    assert {row.satisfied_by for row in rows} == {"s3_block_public_access"}
    assert all(row.columns == BLOCKED for row in rows)
    assert WantedData().names("s3_account") == []
    assert len(WantedData(rest="level: strict\n").names("s3_account")) == 4


@pytest.mark.parametrize(
    ("policies", "by_account"),
    [
        ("{enabled: false}", {"management", "security", "log-archive", "shop"}),
        (
            "{library: {s3_block_public_access: {enabled: false}}}",
            {"management", "security", "log-archive", "shop"},
        ),
        (
            "{library: {s3_block_public_access: {excluded: [Security]}}}",
            {"management", "security", "log-archive"},
        ),
        (
            "{library: {s3_block_public_access: {targets: [Security]}}}",
            {"management", "shop"},
        ),
    ],
)
def test_accounts_that_no_policy_reaches_block_it_themselves(
    policies: str, by_account: set[str]
) -> None:
    wanted = WantedData("s3_block_public_access: {enabled: true}", policies=policies)
    rows = [row for row in wanted.rows if row.key.table == "s3_account"]
    assert {row.key.account for row in rows if not row.satisfied_by} == by_account


def statements(wanted: WantedData, purpose: str) -> dict[str, Any]:
    row = wanted.find("kms_key", f"data-{purpose}", account="shop", region="us-east-1")
    return {each["Sid"]: each for each in row.columns["key_policy"]["Statement"]}


def test_a_key_is_used_through_its_service_and_managed_by_iam() -> None:
    found = statements(WantedData("keys: {purposes: [rds]}"), "rds")
    assert found["Manage"]["Principal"] == {"AWS": ROOT}
    assert "Condition" not in found["Manage"]
    uses = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:*", "kms:CreateGrant"}
    assert not uses & set(found["Manage"]["Action"])
    through = {"kms:CallerAccount": "444444444444", "kms:ViaService": "rds.us-east-1.amazonaws.com"}
    assert found["Use"]["Condition"] == {"StringEquals": through}
    assert found["Grant"]["Condition"] == {
        "StringEquals": through,
        "Bool": {"kms:GrantIsForAWSResource": "true"},
    }
    assert found.keys() == {"Manage", "Use", "Grant"}


def test_who_manages_a_key_does_not_use_it() -> None:
    text = "keys: {purposes: [s3], administrators: [ringwall-*], users: [app]}"
    found = statements(WantedData(text), "s3")
    managers = "arn:aws:iam::444444444444:role/ringwall-*"
    assert found["Manage"]["Condition"] == {"ArnLike": {"aws:PrincipalArn": [ROOT, managers]}}
    condition = found["Use"]["Condition"]
    assert condition["ArnNotLike"] == {"aws:PrincipalArn": [managers]}
    assert condition["ArnLike"] == {"aws:PrincipalArn": ["arn:aws:iam::444444444444:role/app"]}


def test_instances_that_scale_use_the_key_of_volumes() -> None:
    found = statements(WantedData("keys: {purposes: [ebs]}"), "ebs")
    (pattern,) = [found["Scale"]["Condition"]["ArnLike"]["aws:PrincipalArn"]]
    assert "/autoscaling.amazonaws.com/" in pattern
    assert found["ScaleGrant"]["Action"] == ["kms:CreateGrant"]


def test_logs_use_their_key_for_groups_of_the_account() -> None:
    found = statements(WantedData("keys: {purposes: [logs]}"), "logs")
    assert found["Use"]["Principal"] == {"Service": "logs.us-east-1.amazonaws.com"}
    assert found["Use"]["Condition"]["ArnLike"] == {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:444444444444:*"
    }


def test_keys_rotate_and_have_an_alias() -> None:
    wanted = WantedData("keys: {purposes: [s3], rotation_period_in_days: 90}")
    row = wanted.find("kms_key", "data-s3", account="shop", region="us-east-1")
    assert row.columns["enable_key_rotation"]
    assert row.columns["rotation_period_in_days"] == 90
    alias = wanted.find("kms_alias", "data-s3", account="shop", region="us-east-1")
    assert alias.columns == {
        "alias_name": "alias/acme/data-s3",
        "target_key_id": Ref(row.key, "key_id"),
    }


def test_the_settings_of_a_lone_account_are_made_and_taken_back(
    organization_world: BlueprintWorld,
) -> None:
    text = """
        blueprint: firm
        home_region: eu-west-1
        accounts: {security: management, log_archive: management}
        data:
          ebs_encryption: {customer_key: true}
          s3_block_public_access: {enabled: true}
          keys: {purposes: [ebs], rotation_period_in_days: 90}
    """.replace("accounts: {", "accounts: {policies: {enabled: false}, ")
    world = organization_world
    first = world.plan(text, "data.")
    run = world.apply(first).run
    assert tell_differences(world.plan(text, "data.")) == []
    key = world.client("ec2").get_ebs_default_kms_key_id()["KmsKeyId"]
    status = world.client("kms").get_key_rotation_status(KeyId=key)
    assert status["RotationPeriodInDays"] == 90
    world.undo(run.id)
    assert world.client("ec2").get_ebs_default_kms_key_id()["KmsKeyId"] == "alias/aws/ebs"
    assert tell_differences(world.plan(text, "data.")) == tell_differences(first)
