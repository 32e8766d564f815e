"""What a blueprint wants of Macie."""

from wanted_data import WantedData

from ringwall.model.blueprint.wanted import Ref, RowKey

ON = "macie: {enabled: true}"
SECURITY, SHOP = "222222222222", "444444444444"


def test_it_is_off_unless_asked_for() -> None:
    assert not [row for row in WantedData(rest="level: strict\n").rows if "macie" in row.key.table]


def test_one_account_administers_it_in_each_region() -> None:
    wanted = WantedData(ON)
    assert wanted.columns("macie_organization_admin") == {
        f"management {region} administrator": {"admin_account_id": SECURITY}
        for region in ("eu-west-1", "us-east-1")
    }
    assert set(wanted.names("macie_session")) == {
        f"{account} {region} session"
        for account in ("management", "security")
        for region in ("eu-west-1", "us-east-1")
    }
    row = wanted.find("macie_automated_discovery", "discovery", region="us-east-1")
    assert row.columns == {"status": "ENABLED", "auto_enable_organization_members": "ALL"}


def test_all_other_accounts_are_members() -> None:
    wanted = WantedData(ON)
    row = wanted.find("macie_member", "shop", region="us-east-1")
    assert row.columns == {"member_account_id": SHOP}
    assert row.given["email"] == "aws+shop@acme.io"
    management = wanted.find("macie_member", "management", region="us-east-1")
    assert RowKey("management", "us-east-1", "macie_session", "session") in management.needs
    assert len(wanted.names("macie_member")) == 6


def test_results_go_to_a_bucket_of_the_region_with_its_key() -> None:
    wanted = WantedData(ON)
    row = wanted.find("macie_session", "session", account="security", region="us-east-1")
    bucket = RowKey("log-archive", "us-east-1", "s3_bucket", "macie-us-east-1")
    key = RowKey("log-archive", "us-east-1", "kms_key", "macie")
    assert row.columns["export_bucket_name"] == Ref(bucket, "name")
    assert row.columns["export_kms_key_arn"] == Ref(key, "arn")
    (kept,) = [row for row in wanted.rows if row.key == bucket]
    assert kept.columns["kms_master_key_id"] == Ref(key, "arn")
    assert kept.layer == "data"
    (statement,) = [each for each in kept.columns["policy"]["Statement"] if each["Sid"] == "Write"]
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": SECURITY},
        "ArnLike": {
            "aws:SourceArn": [
                f"arn:aws:macie2:us-east-1:{SECURITY}:export-configuration:*",
                f"arn:aws:macie2:us-east-1:{SECURITY}:classification-job/*",
            ]
        },
    }


def test_what_is_not_wanted_is_off() -> None:
    text = "enabled: true, automated_discovery: false, classification_export: false"
    wanted = WantedData(f"macie: {{{text}}}")
    row = wanted.find("macie_automated_discovery", "discovery", region="us-east-1")
    assert row.columns == {"status": "DISABLED", "auto_enable_organization_members": "NONE"}
    assert wanted.names("s3_bucket") == wanted.names("kms_key") == []
