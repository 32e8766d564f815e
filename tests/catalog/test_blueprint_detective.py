"""What a blueprint wants of Amazon Detective."""

from wanted_detection import SECURITY, SHOP, WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

ADMIN = RowKey("management", "us-east-1", "detective_organization_admin", "administrator")
GRAPH = Ref(ADMIN, "graph_arn")


def test_it_is_off_unless_it_is_wanted() -> None:
    assert not [row for row in WantedDetection().rows if row.key.table.startswith("detective")]


def test_all_accounts_are_in_a_graph_of_each_region() -> None:
    wanted = WantedDetection("detective: {enabled: true}")
    assert wanted.columns(ADMIN.table)["management us-east-1 administrator"] == {
        "admin_account_id": SECURITY
    }
    table = "detective_organization_configuration"
    row = wanted.find(table, "organization", region="us-east-1")
    assert (row.columns, row.given) == ({"auto_enable": True}, {"graph_arn": GRAPH})
    member = wanted.find("detective_member", "shop", region="us-east-1")
    assert member.columns == {"member_account_id": SHOP, "graph_arn": GRAPH}
    assert member.given == {"email": "aws+shop@acme.io"}
    assert len(wanted.names("detective_member")) == 6


def test_where_it_does_not_exist_it_is_left_out() -> None:
    china = {"eu-west-1": "cn-north-1", "us-east-1": "cn-northwest-1"}
    wanted = WantedDetection("detective: {enabled: true}", regions=china)
    assert not [row for row in wanted.rows if row.key.table.startswith("detective")]
    assert wanted.find("s3_bucket", "trail").columns["name"].endswith("-cn-north-1")
    statement = wanted.find("s3_bucket", "trail").columns["policy"]["Statement"][1]
    assert statement["Resource"].startswith("arn:aws-cn:s3:::")
