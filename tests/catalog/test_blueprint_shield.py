"""The Shield Advanced that a blueprint wants: only where its cost is accepted."""

import pytest
from blueprint_world import BlueprintWorld, columns_of, want

from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.checks.edge_demands import edge_demands
from ringwall.plan.landscape import make_landscape

SECTION = "infrastructure.shield"
DISTRIBUTION = "arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE"
TEXT = """
blueprint: acme
home_region: eu-west-1
accounts: {security: management, log_archive: management}
infrastructure:
  shield:
    enabled: true
    accept_cost: %s
    response_team_access: true
    emergency_contacts: [{email_address: sec@example.com, phone_number: "+15550100"}]
    protections: [{account: management, arn: "ARN", health_check_id: CHECK}]
""".replace("ARN", DISTRIBUTION)
CHECK = "01234567-89ab-cdef-0123-456789abcdef"
PAID = (TEXT % "true").replace("CHECK", CHECK)
UNPAID = (TEXT % "false").replace("CHECK", CHECK)


def test_without_its_cost_accepted_nothing_is_subscribed() -> None:
    assert want(UNPAID, SECTION) == []
    landscape = make_landscape(parse_blueprint(UNPAID.encode(), "ringwall.yaml"))
    (remark,) = edge_demands(landscape)
    assert remark.keys == ("infrastructure", "shield", "enabled")
    assert "3,000 USD" in remark.message


def test_what_is_named_is_protected_by_an_account_that_subscribes() -> None:
    rows = want(PAID, SECTION)
    assert columns_of(rows, "shield_subscription") == {"management global advanced": {}}
    (protection,) = columns_of(rows, "shield_protection").values()
    assert protection["resource_arn"] == DISTRIBUTION
    (engagement,) = columns_of(rows, "shield_proactive_engagement").values()
    assert engagement["is_engaged"]


@pytest.mark.slow
def test_shield_is_built_and_stays(organization_world: BlueprintWorld) -> None:
    world = organization_world
    first = world.build(PAID, SECTION)
    assert any("a year" in change.irreversible for change in first.changes)
    client = world.client("shield", "us-east-1")
    (found,) = client.list_protections()["Protections"]
    assert found["HealthCheckIds"] == [CHECK]
    assert client.describe_drt_access()["RoleArn"].endswith("acme-shield-response-team")
    moved = PAID.replace("sec@example.com", "other@example.com")
    world.build(moved, SECTION)
    (contact,) = client.describe_emergency_contact_settings()["EmergencyContactList"]
    assert contact["EmailAddress"] == "other@example.com"
