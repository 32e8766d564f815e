"""A landing zone of AWS Control Tower is made with its roles, or used as it is."""

from blueprint_world import BlueprintWorld, columns_of, tell_differences, want

from ringwall.model.blueprint.landscape import account_key, unit_key
from ringwall.model.blueprint.wanted import Ref

TEXT = """
    blueprint: acme
    home_region: eu-west-1
    accounts:
      email: aws+{account}@example.com
      units:
        Core: {accounts: [security, log-archive]}
        Workloads: {units: {Prod: {}}}
      control_tower:
        landing_zone: create
        registered_units: [Workloads, Workloads/Prod]
        controls: {Workloads/Prod: [AWS-GR_ENCRYPTED_VOLUMES]}
"""
SECTIONS = ("accounts.management", "accounts.units", "accounts.accounts", "accounts.control_tower")
PLACE = "arn:aws:controltower:eu-west-1::"
PROD = Ref(unit_key("management", ("Workloads", "Prod")), "arn")


def test_a_landing_zone_is_wanted_with_the_two_shared_accounts_and_roles() -> None:
    rows = want(TEXT, "accounts.control_tower")
    (zone,) = columns_of(rows, "controltower_landing_zone").values()
    assert (zone["version"], zone["region"]) == ("4.0", "eu-west-1")
    security = Ref(account_key("management", "security"), "id")
    assert zone["manifest"]["securityRoles"] == {"accountId": security, "enabled": True}
    logs = Ref(account_key("management", "log-archive"), "id")
    assert zone["manifest"]["centralizedLogging"]["accountId"] == logs
    assert len(columns_of(rows, "iam_role")) == 4
    assert len(columns_of(rows, "iam_role_policy")) == 3
    assert len(columns_of(rows, "iam_role_policy_attachment")) == 2


def test_units_are_registered_and_get_controls() -> None:
    rows = want(TEXT, "accounts.control_tower")
    baselines = columns_of(rows, "controltower_enabled_baseline")
    assert baselines["management eu-west-1 Workloads/Prod"] == {
        "target_identifier": PROD,
        "baseline_identifier": f"{PLACE}baseline/17BSJV3IGJ2QSGA2",
        "baseline_version": "4.0",
    }
    assert columns_of(rows, "controltower_enabled_control") == {
        "management eu-west-1 Workloads/Prod AWS-GR_ENCRYPTED_VOLUMES": {
            "target_identifier": PROD,
            "control_identifier": f"{PLACE}control/AWS-GR_ENCRYPTED_VOLUMES",
        }
    }


def test_a_landing_zone_that_is_adopted_is_not_touched() -> None:
    rows = want(TEXT.replace("create", "adopt"), "accounts.control_tower")
    assert {row.key.table for row in rows} == {
        "controltower_enabled_baseline",
        "controltower_enabled_control",
    }


def test_without_a_word_control_tower_is_left_alone() -> None:
    assert want(TEXT.replace("create", "none"), "accounts.control_tower") == []


def test_a_unit_gets_the_baseline_of_identity_center() -> None:
    arn = f"{PLACE}enabledbaseline/X"
    text = TEXT.replace(
        "registered_units", f"identity_center_baseline: {arn}\n        registered_units"
    )
    rows = columns_of(want(text, "accounts.control_tower"), "controltower_enabled_baseline")
    assert {row["parameters"][0]["value"] for row in rows.values()} == {arn}


def test_it_comes_to_be(world: BlueprintWorld) -> None:
    plan = world.build(TEXT, *SECTIONS)
    assert tell_differences(plan)
