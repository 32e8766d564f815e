"""Permission sets and assignments of a blueprint: what is wanted, and that it comes to be."""

import pytest
from blueprint_world import (
    BlueprintWorld,
    columns_of,
    tell_bad_steps,
    tell_differences,
    tell_skipped,
    want,
)

from ringwall.model.blueprint.landscape import account_key
from ringwall.model.blueprint.wanted import Ref, RowKey

TEXT = """
    blueprint: acme
    home_region: eu-west-1
    accounts:
      email: aws+{account}@example.com
      units:
        Security: {accounts: [security, log-archive]}
        Workloads:
          units:
            Prod: {accounts: [shop]}
"""
OWN = (
    TEXT
    + """
    identity:
      identity_center:
        permission_sets:
          Deploy:
            session_duration: PT2H
            managed_policies: [PowerUserAccess]
            customer_managed_policies: [ci/deploy]
            permissions_boundary: PowerUserAccess
            inline_policy:
              Version: "2012-10-17"
              Statement: [{Effect: Deny, Action: "iam:*", Resource: "*"}]
        assignments:
          - {group: Builders, permission_set: Deploy, units: [Workloads], accounts: [shop]}
"""
)
SECTIONS = (
    "accounts.management",
    "accounts.units",
    "accounts.accounts",
    "identity.identity_center",
)
INSTANCE = RowKey("management", "eu-west-1", "sso_instance", "identity-center")
ARN = Ref(INSTANCE, "arn")
DEPLOY = Ref(RowKey("management", "eu-west-1", "sso_permission_set", "Deploy"), "arn")


def test_a_permission_set_is_wanted_with_its_policies() -> None:
    rows = want(OWN, "identity.identity_center")
    power = "arn:aws:iam::aws:policy/PowerUserAccess"
    deny = {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}
    assert columns_of(rows, "sso_permission_set") == {
        "management eu-west-1 Deploy": {
            "instance_arn": ARN,
            "name": "Deploy",
            "session_duration": "PT2H",
            "is_provisioned": True,
            "inline_policy": {"Version": "2012-10-17", "Statement": [deny]},
            "permissions_boundary": {"ManagedPolicyArn": power},
        }
    }
    of_set = {"instance_arn": ARN, "permission_set_arn": DEPLOY}
    assert columns_of(rows, "sso_permission_set_attachment") == {
        "management eu-west-1 Deploy PowerUserAccess": {**of_set, "managed_policy_arn": power}
    }
    assert columns_of(rows, "sso_permission_set_customer_policy") == {
        "management eu-west-1 Deploy ci/deploy": {**of_set, "name": "deploy", "path": "/ci/"}
    }


def test_groups_get_it_in_the_accounts_of_units_once() -> None:
    rows = want(OWN, "identity.identity_center")
    group = RowKey("management", "eu-west-1", "identitystore_group", "Builders")
    assert columns_of(rows, "identitystore_group") == {
        "management eu-west-1 Builders": {
            "identity_store_id": Ref(INSTANCE, "identity_store_id"),
            "display_name": "Builders",
        }
    }
    assert columns_of(rows, "sso_assignment") == {
        "management eu-west-1 Builders Deploy shop": {
            "instance_arn": ARN,
            "permission_set_arn": DEPLOY,
            "target_id": Ref(account_key("management", "shop"), "id"),
            "principal_type": "GROUP",
            "principal_id": Ref(group, "group_id"),
        }
    }


def test_without_a_word_there_are_four_permission_sets_and_three_groups() -> None:
    rows = want(TEXT, "identity.identity_center")
    sets = columns_of(rows, "sso_permission_set")
    assert {name.split()[-1]: row["session_duration"] for name, row in sets.items()} == {
        "Administrator": "PT1H",
        "ReadOnly": "PT8H",
        "SecurityAudit": "PT8H",
        "Billing": "PT4H",
    }
    assert len(columns_of(rows, "identitystore_group")) == 3
    assert len(columns_of(rows, "sso_assignment")) == 3 * 4


def test_it_is_in_the_region_of_the_instance() -> None:
    text = TEXT + "    identity: {identity_center: {region: us-east-1}}\n"
    rows = want(text, "identity.identity_center")
    assert {row.key.region for row in rows} == {"us-east-1"}


@pytest.mark.parametrize("text", ["enabled: false"])
def test_nothing_is_wanted_where_it_is_turned_off(text: str) -> None:
    text = TEXT + f"    identity: {{identity_center: {{{text}}}}}\n"
    assert want(text, "identity.identity_center") == []


def test_without_an_instance_the_plan_says_what_a_person_does(
    organization_world: BlueprintWorld,
) -> None:
    plan = organization_world.plan(TEXT, *SECTIONS)
    told = tell_skipped(plan)
    what = "enable IAM Identity Center for the organization in the console of the management"
    assert told[str(INSTANCE)].startswith(what)
    for table in ("sso_permission_set/ReadOnly", "identitystore_group/Viewers"):
        assert told[f"management eu-west-1 {table}"].startswith(f"needs {INSTANCE}: {what}")
    assert not any("sso" in found.key.table for found in plan.differences)


def test_an_instance_of_another_region_does_not_do(organization_world: BlueprintWorld) -> None:
    organization_world.make_organization()
    organization_world.enable_identity_center("us-east-1")
    plan = organization_world.plan(TEXT, *SECTIONS)
    assert str(INSTANCE) in tell_skipped(plan)


def test_it_comes_to_be(organization_world: BlueprintWorld) -> None:
    organization_world.make_organization()
    organization_world.enable_identity_center()
    organization_world.build(TEXT, *SECTIONS)


def test_what_changes_reaches_the_accounts(organization_world: BlueprintWorld) -> None:
    organization_world.make_organization()
    organization_world.enable_identity_center()
    text = OWN.replace("[ci/deploy]", "[]")
    organization_world.build(text, *SECTIONS)
    changed = text.replace("PT2H", "PT3H").replace('"iam:*"', '"sts:*"')
    plan = organization_world.build(changed, *SECTIONS)
    assert [(found.key.name, found.property) for found in plan.differences] == [
        ("Deploy", "inline_policy"),
        ("Deploy", "session_duration"),
    ]
    operations = [change.write.operation for change in plan.changes]
    assert operations[-1] == "sso-admin.provision_permission_set"


def test_groups_of_a_directory_are_not_made(organization_world: BlueprintWorld) -> None:
    organization_world.make_organization()
    organization_world.enable_identity_center()
    text = TEXT + "    identity: {identity_center: {create_groups: false}}\n"
    plan = organization_world.plan(text, *SECTIONS)
    told = tell_skipped(plan)
    viewers = "management eu-west-1 identitystore_group/Viewers"
    assert told[viewers] == (
        "the directory that sends groups has none called Viewers: add it there"
    )
    assert tell_bad_steps(organization_world.apply(plan)) == []
    assert tell_differences(organization_world.plan(text, *SECTIONS)) == []
