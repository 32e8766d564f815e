"""What a blueprint wants of AWS Config."""

import json

from wanted_detection import LOGS, MANAGEMENT, SECURITY, SHOP, WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

ALL = [
    f"{account} {region} default"
    for account in ("log-archive", "management", "security", "shop")
    for region in ("eu-west-1", "us-east-1")
]


def test_each_account_and_region_has_a_recorder() -> None:
    recorders = WantedDetection().columns("config_configuration_recorder")
    assert sorted(recorders) == ALL
    role = RowKey("shop", "global", "iam_service_linked_role", "config.amazonaws.com")
    shared = {
        "name": "default",
        "role_arn": Ref(role, "arn"),
        "all_supported": True,
        "recording_strategy": "ALL_SUPPORTED_RESOURCE_TYPES",
        "recording_frequency": "CONTINUOUS",
    }
    for region, is_home in (("eu-west-1", True), ("us-east-1", False)):
        expected = {**shared, "include_global_resource_types": is_home}
        assert recorders[f"shop {region} default"] == expected


def test_a_recorder_starts_after_it_has_a_channel() -> None:
    wanted = WantedDetection()
    table = "config_configuration_recorder_status"
    row = wanted.find(table, "default", "shop", "us-east-1")
    assert row.columns == {"name": "default", "is_recording": True}
    assert [need.table for need in row.needs] == [
        "config_configuration_recorder",
        "config_delivery_channel",
    ]
    channel = wanted.find("config_delivery_channel", "default", "shop", "us-east-1")
    bucket = RowKey("log-archive", "eu-west-1", "s3_bucket", "config")
    assert channel.columns == {
        "name": "default",
        "s3_bucket_name": Ref(bucket, "name"),
        "s3_kms_key_arn": Ref(RowKey("log-archive", "eu-west-1", "kms_key", "config"), "arn"),
        "delivery_frequency": "TwentyFour_Hours",
    }


def test_an_aggregator_is_in_the_account_security() -> None:
    wanted = WantedDetection()
    row = wanted.find("config_configuration_aggregator", "organization")
    assert row.key.account == "security"
    assert row.columns["all_aws_regions"] is True
    services = ("config.amazonaws.com", "config-multiaccountsetup.amazonaws.com")
    for name in services:
        found = wanted.find("organizations_delegated_service", name)
        assert found.columns == {"administrator_id": SECURITY, "service_principal": name}
        assert found.key in row.needs


def test_a_pack_is_for_the_accounts_that_are_recorded() -> None:
    off = "detection: {config: {enabled: false}}"
    table = "config_organization_conformance_pack"
    wanted = WantedDetection(overrides=off)
    rows = wanted.columns(table)
    assert sorted(rows) == ["security eu-west-1 baseline", "security us-east-1 baseline"]
    for columns in rows.values():
        assert columns["excluded_accounts"] == [SHOP]
    assert wanted.names("config_configuration_recorder") == ALL[:-2]
    assert WantedDetection().find(table, "baseline", region="us-east-1").columns == {
        "organization_conformance_pack_name": "acme-baseline",
        "excluded_accounts": [],
    }


def test_the_template_of_a_pack_has_all_its_rules() -> None:
    wanted = WantedDetection(rest="level: strict\n")
    table = "config_organization_conformance_pack"
    found = wanted.find(table, "baseline", region="eu-west-1")
    rules = json.loads(found.given["template_body"])["Resources"]
    assert rules["AccessKeysRotated"] == {
        "Type": "AWS::Config::ConfigRule",
        "Properties": {
            "ConfigRuleName": "access-keys-rotated",
            "Description": "Access keys are not old",
            "Source": {"Owner": "AWS", "SourceIdentifier": "ACCESS_KEYS_ROTATED"},
            "InputParameters": {"maxAccessKeyAge": "90"},
        },
    }
    strict = wanted.find(table, "encryption", region="eu-west-1").given["template_body"]
    assert "EncryptedVolumes" in json.loads(strict)["Resources"]


def test_the_role_of_the_service_is_in_each_account() -> None:
    wanted = WantedDetection()
    ids = {MANAGEMENT, SECURITY, LOGS, SHOP}
    assert len(wanted.names("iam_service_linked_role")) == len(ids)
