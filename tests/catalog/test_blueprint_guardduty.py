"""What a blueprint wants of GuardDuty."""

from wanted_detection import SECURITY, SHOP, WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

AGENTS = ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"]
DETECTOR = RowKey("security", "us-east-1", "guardduty_detector", "detector")


def test_one_account_administers_it_in_each_region() -> None:
    wanted = WantedDetection()
    rows = wanted.columns("guardduty_organization_admin")
    assert rows == {
        f"management {region} administrator": {"admin_account_id": SECURITY}
        for region in ("eu-west-1", "us-east-1")
    }
    row = wanted.find("guardduty_organization_configuration", "organization", region="us-east-1")
    assert row.columns == {"auto_enable_organization_members": "ALL"}
    assert row.given == {"detector_id": Ref(DETECTOR, "detector_id")}


def test_all_features_that_go_together_are_on_for_all() -> None:
    wanted = WantedDetection()
    for table, column, on, off in (
        ("guardduty_detector_feature", "status", "ENABLED", "DISABLED"),
        ("guardduty_organization_feature", "auto_enable", "ALL", "NONE"),
    ):
        rows = [row for row in wanted.rows if row.key.table == table]
        rows = [row.columns for row in rows if row.key.region == "us-east-1"]
        assert {columns["name"]: columns[column] for columns in rows} == {
            "EKS_RUNTIME_MONITORING": off,
            "S3_DATA_EVENTS": on,
            "EKS_AUDIT_LOGS": on,
            "EBS_MALWARE_PROTECTION": on,
            "RDS_LOGIN_EVENTS": on,
            "LAMBDA_NETWORK_LOGS": on,
            "RUNTIME_MONITORING": on,
        }


def test_runtime_monitoring_comes_after_that_of_eks_alone_is_off() -> None:
    wanted = WantedDetection()
    for table, column in (
        ("guardduty_detector_feature", "enabled_configurations"),
        ("guardduty_organization_feature", "auto_enable_configurations"),
    ):
        row = wanted.find(table, "RUNTIME_MONITORING", region="us-east-1")
        assert row.columns[column] == AGENTS
        other = RowKey("security", "us-east-1", table, "EKS_RUNTIME_MONITORING")
        assert other in row.needs


def test_a_feature_that_is_not_named_is_turned_off() -> None:
    wanted = WantedDetection("guardduty: {features: [S3_DATA_EVENTS]}")
    row = wanted.find("guardduty_organization_feature", "RUNTIME_MONITORING", region="eu-west-1")
    assert row.columns == {
        "name": "RUNTIME_MONITORING",
        "auto_enable": "NONE",
        "auto_enable_configurations": [],
    }
    malware = "malware-protection.guardduty.amazonaws.com"
    access = "organizations_service_access"
    assert f"management global {malware}" not in wanted.names(access)
    assert f"management global {malware}" in WantedDetection().names(access)


def test_all_other_accounts_are_members() -> None:
    wanted = WantedDetection()
    row = wanted.find("guardduty_member", "shop", region="us-east-1")
    assert row.columns == {"member_account_id": SHOP}
    assert row.given["email"] == "aws+shop@acme.io"
    assert len(wanted.names("guardduty_member")) == 6
    management = wanted.find("guardduty_member", "management", region="us-east-1")
    assert RowKey("management", "us-east-1", "guardduty_detector", "detector") in management.needs


def test_findings_are_exported_where_that_is_wanted() -> None:
    table = "guardduty_publishing_destination"
    assert WantedDetection().names(table) == []
    wanted = WantedDetection("guardduty: {publishing_destination: true}")
    assert wanted.find(table, "bucket", region="us-east-1").columns == {
        "destination_type": "S3",
        "destination_arn": Ref(RowKey("log-archive", "eu-west-1", "s3_bucket", "guardduty"), "arn"),
        "kms_key_arn": Ref(RowKey("log-archive", "eu-west-1", "kms_key", "guardduty"), "arn"),
    }


def test_it_can_be_left_out() -> None:
    wanted = WantedDetection("guardduty: {enabled: false}")
    assert not [row for row in wanted.rows if row.key.table.startswith("guardduty")]
