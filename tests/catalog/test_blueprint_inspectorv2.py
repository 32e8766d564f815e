"""What a blueprint wants of Amazon Inspector."""

from wanted_detection import SECURITY, SHOP, WantedDetection

from ringwall.model.blueprint.wanted import RowKey

ON = {"ec2_status": "ENABLED", "ecr_status": "ENABLED", "lambda_status": "ENABLED"}


def test_all_accounts_are_scanned_in_each_region() -> None:
    wanted = WantedDetection()
    admin = RowKey("management", "us-east-1", "inspectorv2_delegated_admin", "administrator")
    assert wanted.find(admin.table, admin.name, region="us-east-1").columns == {
        "admin_account_id": SECURITY
    }
    own = wanted.find("inspectorv2_account", "account", "security", "us-east-1")
    assert (own.columns, own.needs) == (ON, (admin,))
    member = wanted.find("inspectorv2_member", "shop", region="us-east-1")
    assert member.columns == {"member_account_id": SHOP, **ON}
    assert len(wanted.names("inspectorv2_member")) == 6


def test_new_accounts_are_scanned_for_what_is_chosen() -> None:
    wanted = WantedDetection("inspector: {resource_types: [ECR]}")
    table = "inspectorv2_organization_configuration"
    assert wanted.find(table, "organization", region="eu-west-1").columns == {
        "auto_enable_ec2": False,
        "auto_enable_ecr": True,
        "auto_enable_lambda": False,
        "auto_enable_lambda_code": False,
        "auto_enable_code_repository": False,
    }
    member = wanted.find("inspectorv2_member", "shop", region="eu-west-1")
    assert member.columns == {"member_account_id": SHOP, "ecr_status": "ENABLED"}


def test_it_can_be_left_out() -> None:
    wanted = WantedDetection("inspector: {enabled: false}")
    assert not [row for row in wanted.rows if row.key.table.startswith("inspectorv2")]
