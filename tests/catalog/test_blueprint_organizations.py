"""What a blueprint wants of AWS Organizations, and that it comes to be from an empty account."""

import pytest
from blueprint_world import (
    BlueprintWorld,
    columns_of,
    tell_bad_steps,
    tell_differences,
    tell_skipped,
    want,
)

from ringwall.model.blueprint.landscape import account_key, organization_key, unit_key
from ringwall.model.blueprint.wanted import Join, Ref

SMALL = """
    blueprint: acme
    home_region: eu-west-1
    accounts:
      email: aws+{account}@example.com
      units:
        Security: {accounts: [security, log-archive]}
        Workloads:
          units:
            Prod: {accounts: [shop]}
      accounts:
        shop: {name: Shop, tags: {team: shop}}
"""
MOVED = SMALL.replace("{accounts: [shop]}", "{accounts: []}\n          accounts: [shop]")
SECTIONS = ("accounts.management", "accounts.units", "accounts.accounts")
ROOT = Ref(organization_key("management"), "root_id")
SECURITY = Ref(account_key("management", "security"), "id")


def test_an_organization_units_and_accounts_are_wanted() -> None:
    rows = want(SMALL, *SECTIONS)
    assert columns_of(rows, "organizations_organization") == {
        "management global organization": {"feature_set": "ALL"}
    }
    workloads = Ref(unit_key("management", ("Workloads",)), "id")
    assert columns_of(rows, "organizations_organizational_unit") == {
        "management global Security": {"parent_id": ROOT, "name": "Security"},
        "management global Workloads": {"parent_id": ROOT, "name": "Workloads"},
        "management global Workloads/Prod": {"parent_id": workloads, "name": "Prod"},
    }
    accounts = columns_of(rows, "organizations_account")
    assert accounts.keys() == {
        f"management global {n}" for n in ("security", "log-archive", "shop")
    }
    assert accounts["management global shop"] == {
        "email": "aws+shop@example.com",
        "account_name": "Shop",
        "parent_id": Ref(unit_key("management", ("Workloads", "Prod")), "id"),
        "tags": {"team": "shop"},
    }


def test_services_get_access_and_the_account_security_administers_them() -> None:
    rows = want(SMALL, "accounts.central_root_access", "identity.access_analyzer")
    principals = ("iam.amazonaws.com", "access-analyzer.amazonaws.com")
    assert columns_of(rows, "organizations_service_access") == {
        f"management global {name}": {"service_principal": name} for name in principals
    }
    assert columns_of(rows, "organizations_delegated_service") == {
        f"management global {name}": {"administrator_id": SECURITY, "service_principal": name}
        for name in principals
    }


@pytest.mark.parametrize(
    ("section", "text"),
    [
        (
            "accounts.central_root_access",
            """accounts: {central_root_access: {root_sessions: false,
            root_credentials_management: false}}""",
        ),
        ("identity.access_analyzer", "identity: {access_analyzer: {external_access: false}}"),
        ("accounts.delegation_policy", "level: baseline"),
    ],
)
def test_what_is_turned_off_wants_nothing(section: str, text: str) -> None:
    rest = "accounts: {root: [security, log-archive], email: 'a+{account}@example.com'}"
    text = (
        text.replace("accounts: {", f"{rest[:-1]}, ") if "accounts" in text else f"{text}\n{rest}"
    )
    assert want(f"blueprint: acme\nhome_region: eu-west-1\n{text}", section) == []


def test_a_delegation_policy_names_its_types_of_policies() -> None:
    text = SMALL + "      delegation_policy: {policy_types: [TAG_POLICY, BACKUP_POLICY]}\n"
    (row,) = want(text, "accounts.delegation_policy")
    read, manage = row.columns["content"]["Statement"]
    root = Join(("arn:aws:iam::", SECURITY, ":root"))
    assert read["Principal"] == manage["Principal"] == {"AWS": root}
    assert read["Action"] == ["organizations:Describe*", "organizations:List*"]
    assert "organizations:AttachPolicy" in manage["Action"]
    assert manage["Condition"] == {
        "StringEquals": {"organizations:PolicyType": ["BACKUP_POLICY", "TAG_POLICY"]}
    }


def test_an_organization_comes_to_be_from_an_empty_account(
    organization_world: BlueprintWorld,
) -> None:
    plan = organization_world.build(SMALL, *SECTIONS)
    made = [found.key.name for found in plan.differences if found.action == "create"]
    assert sorted(made) == [
        *("Security", "Workloads", "Workloads/Prod", "account.amazonaws.com"),
        *("log-archive", "organization", "security", "shop"),
    ]
    client = organization_world.client("organizations")
    root = client.list_roots()["Roots"][0]["Id"]
    names = {a["Name"]: a["Id"] for a in client.list_accounts()["Accounts"]}
    parent = client.list_parents(ChildId=names["Shop"])["Parents"][0]["Id"]
    unit = client.describe_organizational_unit(OrganizationalUnitId=parent)["OrganizationalUnit"]
    assert (unit["Name"], parent != root) == ("Prod", True)


def test_an_account_moves_and_is_renamed(organization_world: BlueprintWorld) -> None:
    organization_world.build(SMALL, *SECTIONS)
    plan = organization_world.build(MOVED.replace("name: Shop", "name: Store"), *SECTIONS)
    assert [(found.key.name, found.property) for found in plan.differences] == [
        ("shop", "account_name"),
        ("shop", "parent_id"),
    ]


def test_services_and_the_delegation_come_to_be(organization_world: BlueprintWorld) -> None:
    text = SMALL + "      delegation_policy: {policy_types: [TAG_POLICY]}\n"
    sections = (*SECTIONS, "accounts.central_root_access", "accounts.delegation_policy")
    organization_world.build(text, *sections)
    client = organization_world.client("organizations")
    found = client.list_delegated_administrators()["DelegatedAdministrators"]
    assert [each["Name"] for each in found] == ["security"]


def test_what_is_there_and_is_not_ours_is_left_alone(organization_world: BlueprintWorld) -> None:
    organization_world.make_organization("Security")
    organization_world.make_account("shop", "aws+shop@example.com")
    plan = organization_world.plan(SMALL, *SECTIONS)
    assert {"Security", "shop"}.isdisjoint(found.key.name for found in plan.differences)
    told = tell_skipped(plan)
    for name in ("organizational_unit/Security", "account/shop"):
        assert "adopt it" in told[f"management global organizations_{name}"]
    assert tell_bad_steps(organization_world.apply(plan)) == []
    assert tell_differences(organization_world.plan(SMALL, *SECTIONS)) == []


def test_an_account_with_another_address_is_not_made_a_second_time(
    organization_world: BlueprintWorld,
) -> None:
    organization_world.make_organization()
    shop = organization_world.make_account("shop", "old@example.com")
    text = SMALL.replace("shop: {", f'shop: {{id: "{shop}", email: new@example.com, ')
    plan = organization_world.plan(text, *SECTIONS)
    told = tell_skipped(plan)["management global organizations_account/shop"]
    assert told == f"the account {shop} has another e-mail address than new@example.com: change one"


def test_an_organization_without_all_features_is_for_a_person(
    organization_world: BlueprintWorld,
) -> None:
    organization_world.client("organizations").create_organization(
        FeatureSet="CONSOLIDATED_BILLING"
    )
    plan = organization_world.plan(SMALL, *SECTIONS)
    told = tell_skipped(plan)["management global organizations_organization/organization"]
    assert told.startswith("feature_set is CONSOLIDATED_BILLING, not ALL: enable all features")
    assert tell_differences(plan) == []


def test_what_is_not_wanted_any_more_goes_with_prune(organization_world: BlueprintWorld) -> None:
    organization_world.build(SMALL, *SECTIONS)
    text = SMALL.replace("Security: {accounts: [security, log-archive]}", "").replace(
        "{accounts: [shop]}", "{accounts: [shop, security, log-archive]}"
    )
    organization_world.build(text, *SECTIONS)
    plan = organization_world.plan(text, *SECTIONS, prune=True)
    assert [(found.key.name, found.action) for found in plan.differences] == [("Security", "erase")]
    assert tell_bad_steps(organization_world.apply(plan)) == []
    assert tell_differences(organization_world.plan(text, *SECTIONS, prune=True)) == []


def test_what_somebody_renamed_gets_its_name_back(organization_world: BlueprintWorld) -> None:
    organization_world.build(SMALL, *SECTIONS)
    client = organization_world.client("organizations")
    root = client.list_roots()["Roots"][0]["Id"]
    units = client.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]
    (security,) = (unit["Id"] for unit in units if unit["Name"] == "Security")
    client.update_organizational_unit(OrganizationalUnitId=security, Name="Renamed")
    plan = organization_world.plan(SMALL, *SECTIONS)
    key = "management global organizations_organizational_unit/Security"
    assert tell_differences(plan) == [f'{key}: name "Renamed" -> "Security"']
    organization_world.build(SMALL, *SECTIONS)
    found = client.describe_organizational_unit(OrganizationalUnitId=security)
    assert found["OrganizationalUnit"]["Name"] == "Security"
