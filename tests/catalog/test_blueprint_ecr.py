"""What a blueprint wants of Amazon ECR."""

from typing import Any

from blueprint_world import BlueprintWorld, tell_differences
from wanted_detection import WantedDetection

from ringwall.catalog.ecr.blueprint import ALL

TABLE = "ecr_registry_scanning_configuration"
ON = "ecr_scanning: {enabled: true}"
ALONE = """
    blueprint: acme
    home_region: eu-west-1
    accounts: {email: "aws+{account}@acme.io", security: management, log_archive: management}
    level: %s
"""


def test_every_registry_is_scanned_in_strict_alone() -> None:
    assert WantedDetection().names(TABLE) == []
    wanted = WantedDetection(rest="level: strict")
    assert len(wanted.names(TABLE)) == 8
    shop = wanted.find(TABLE, "registry", "shop", "us-east-1")
    assert shop.columns == {"scan_type": "ENHANCED", "rules": ALL}
    assert WantedDetection("ecr_scanning: {enabled: false}", "level: strict").names(TABLE) == []


def test_a_unit_can_leave_it_out() -> None:
    wanted = WantedDetection(ON, overrides="detection: {ecr_scanning: {enabled: false}}")
    assert {row.key.account for row in wanted.rows if row.key.table == TABLE} == {
        "management",
        "security",
        "log-archive",
    }


def test_a_region_that_lacks_inspector_is_left_alone() -> None:
    wanted = WantedDetection(ON, regions={"us-east-1": "ap-southeast-6"})
    assert {row.key.region for row in wanted.rows if row.key.table == TABLE} <= {"eu-west-1"}


def test_a_registry_is_set_and_what_it_was_is_kept(organization_world: BlueprintWorld) -> None:
    world, section = organization_world, "detection.ecr_scanning"
    client: Any = world.client("ecr")
    before = client.get_registry_scanning_configuration()["scanningConfiguration"]
    plan = world.build(ALONE % "strict", section)
    (change,) = plan.changes
    found = client.get_registry_scanning_configuration()["scanningConfiguration"]
    assert found == {"scanType": "ENHANCED", "rules": ALL}
    assert change.undo.parameters == before
    role = world.client("iam").get_role(RoleName="AWSServiceRoleForAmazonInspector2")["Role"]
    assert role["Path"] == "/aws-service-role/inspector2.amazonaws.com/"
    client.put_registry_scanning_configuration(scanType="ENHANCED", rules=[])
    assert len(tell_differences(world.plan(ALONE % "strict", section))) == 1
