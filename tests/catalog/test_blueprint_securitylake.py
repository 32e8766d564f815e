"""What a blueprint wants of Amazon Security Lake."""

from wanted_detection import SECURITY, SHOP, WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

LAKE = RowKey("security", "us-east-1", "securitylake_data_lake", "lake")


def test_it_is_off_unless_it_is_wanted() -> None:
    for level in ("baseline", "strict"):
        rows = WantedDetection(rest=f"level: {level}\n").rows
        assert not [row for row in rows if row.key.table.startswith("securitylake")]


def test_a_lake_of_each_region_takes_in_all_accounts() -> None:
    wanted = WantedDetection("security_lake: {enabled: true, sources: [ROUTE53, VPC_FLOW]}")
    admin = wanted.find("securitylake_delegated_administrator", "administrator")
    assert admin.columns == {"administrator_id": SECURITY}
    lake = wanted.find("securitylake_data_lake", "lake", region="us-east-1")
    assert lake.columns == {"expiration_days": 365}
    role = RowKey("security", "global", "iam_role", "security-lake")
    assert lake.given == {"meta_store_manager_role_arn": Ref(role, "arn")}
    source = wanted.find("securitylake_aws_log_source", "shop/VPC_FLOW", region="us-east-1")
    assert source.columns == {
        "source_name": "VPC_FLOW",
        "source_version": "2.0",
        "source_account_id": SHOP,
    }
    assert source.needs == (LAKE,)
    assert len(wanted.names("securitylake_aws_log_source")) == 2 * 4 * 2
