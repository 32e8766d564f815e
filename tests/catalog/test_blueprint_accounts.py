"""What a blueprint wants of root users, contacts, Regions, costs: and it comes to be."""

from collections.abc import Callable
from typing import Any

import pytest
from blueprint_world import BlueprintWorld, columns_of, tell_bad_steps, tell_differences, want

from ringwall.model.blueprint.wanted import Ref, RowKey

TEXT = """
    blueprint: acme
    home_region: eu-west-1
    regions: [eu-west-1, us-east-1]
    accounts:
      email: aws+{account}@example.com
      units:
        Core: {accounts: [security, log-archive]}
        Lab: {accounts: [lab], overrides: {identity: {password_policy: {enabled: false}}}}
      alternate_contacts:
        security: {name: Ann, title: CISO, email_address: sec@example.com, phone_number: "+1 5"}
"""
ORGANIZATION = ("accounts.management", "accounts.units", "accounts.accounts")
CONTACT = {
    "alternate_contact_type": "SECURITY",
    "name": "Ann",
    "title": "CISO",
    "email_address": "sec@example.com",
    "phone_number": "+1 5",
}
PASSWORDS = {
    "minimum_password_length": 14,
    "require_symbols": True,
    "require_numbers": True,
    "require_uppercase_characters": True,
    "require_lowercase_characters": True,
    "allow_users_to_change_password": True,
    "max_password_age": 90,
    "password_reuse_prevention": 24,
}


def test_root_users_are_managed_centrally() -> None:
    rows = want(TEXT, "accounts.central_root_access")
    assert columns_of(rows, "iam_organizations_features") == {
        "management global root-access": {
            "root_credentials_management": True,
            "root_sessions": True,
        }
    }


def test_accounts_have_a_password_policy_but_those_of_a_unit_that_has_none() -> None:
    rows = want(TEXT, "identity.password_policy")
    assert columns_of(rows, "iam_password_policy") == {
        f"{account} global password-policy": PASSWORDS
        for account in ("management", "security", "log-archive")
    }


def test_a_strict_password_is_longer_and_need_not_expire() -> None:
    text = TEXT + "    level: strict\n    identity: {password_policy: {max_password_age: null}}\n"
    rows = want(text, "identity.password_policy")
    row = columns_of(rows, "iam_password_policy")["management global password-policy"]
    assert row["minimum_password_length"] == 16
    assert "max_password_age" not in row


def test_contacts_are_wanted_in_each_account() -> None:
    rows = want(TEXT, "accounts.alternate_contacts")
    assert columns_of(rows, "account_alternate_contact") == {
        f"{account} global security": CONTACT
        for account in ("management", "security", "log-archive", "lab")
    }


def test_regions_that_are_off_by_default_are_enabled() -> None:
    text = TEXT.replace("us-east-1]", "us-east-1, eu-south-1]")
    rows = want(text, "accounts.region_opt_in")
    assert columns_of(rows, "account_region_opt_status") == {
        f"{account} global eu-south-1": {
            "region_name": "eu-south-1",
            "region_opt_status": "ENABLED",
        }
        for account in ("management", "security", "log-archive", "lab")
    }
    assert want(text + "      region_opt_in: false\n", "accounts.region_opt_in") == []


def test_the_management_account_has_a_budget_with_two_alarms() -> None:
    rows = want(TEXT, "accounts.budget")
    (budget,) = columns_of(rows, "budgets_budget").values()
    (account_id,) = budget.pop("cost_filters")["LinkedAccount"]
    assert isinstance(account_id, Ref)
    assert budget == {
        "budget_name": "ringwall-management-account",
        "budget_type": "COST",
        "time_unit": "MONTHLY",
        "limit_amount": 100.0,
        "limit_unit": "USD",
    }
    alarms = columns_of(rows, "budgets_notification").values()
    assert [(row["notification_type"], row["threshold"]) for row in alarms] == [
        ("ACTUAL", 80.0),
        ("FORECASTED", 100.0),
    ]
    subscriber = {"SubscriptionType": "EMAIL", "Address": "sec@example.com"}
    assert all(row["subscribers"] == [subscriber] for row in alarms)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("blueprint: acme", "sec@example.com"),
        ("accounts: {budget: {email_addresses: [a@example.com]}}", "a@example.com"),
    ],
)
def test_who_gets_the_e_mail(text: str, address: str) -> None:
    more = "      budget: {email_addresses: [a@example.com]}\n" if "budget" in text else ""
    rows = columns_of(want(TEXT + more, "accounts.budget"), "budgets_notification")
    assert {s["Address"] for row in rows.values() for s in row["subscribers"]} == {address}


def test_the_root_user_gets_it_where_there_is_no_contact() -> None:
    text = TEXT[: TEXT.index("      alternate_contacts")]
    rows = columns_of(want(text, "accounts.budget"), "budgets_notification")
    told = {s["Address"] for row in rows.values() for s in row["subscribers"]}
    assert told == {"aws+management@example.com"}


def test_workloads_of_the_management_account_are_reported_in_each_region() -> None:
    rows = want(TEXT, "accounts.workload_alert")
    for region in ("eu-west-1", "us-east-1"):
        rule = columns_of(rows, "events_rule")[f"management {region} management-workloads"]
        assert rule["state"] == "ENABLED"
        assert "RunInstances" in rule["event_pattern"]["detail"]["eventName"]
        topic = Ref(RowKey("management", region, "sns_topic", "management-workloads"), "arn")
        target = columns_of(rows, "events_target")[f"management {region} management-workloads"]
        assert target["target_arn"] == topic
        who = columns_of(rows, "sns_subscription")
        assert who[f"management {region} workloads-sec@example.com"] == {
            "topic_arn": topic,
            "protocol": "email",
            "endpoint": "sec@example.com",
        }


@pytest.mark.parametrize(
    "section",
    ["budget: {enabled: false}", "workload_alert: {enabled: false}", "resource_sharing: false"],
)
def test_what_is_turned_off_is_not_wanted(section: str) -> None:
    name = section.partition(":")[0]
    assert want(TEXT + f"      {section}\n", f"accounts.{name}") == []


def test_analyzers_look_from_the_account_security() -> None:
    rows = want(TEXT + "    level: strict\n", "identity.access_analyzer")
    external = {"name": "ringwall-external-access", "type": "ORGANIZATION"}
    assert columns_of(rows, "accessanalyzer_analyzer") == {
        "security eu-west-1 external-access": external,
        "security us-east-1 external-access": external,
        "security eu-west-1 unused-access": {
            "name": "ringwall-unused-access",
            "type": "ORGANIZATION_UNUSED_ACCESS",
            "unused_access_age": 45,
            "configuration": {"unusedAccess": {"unusedAccessAge": 45}},
        },
    }


def test_all_of_it_comes_to_be_from_an_empty_account(
    world_of: Callable[..., BlueprintWorld],
) -> None:
    organization_world = world_of("eu-west-1", "us-east-1")
    plan = organization_world.build(TEXT, "accounts", "identity.password", "identity.access")
    assert {found.key.account for found in plan.differences} == {
        *("management", "security", "log-archive", "lab"),
    }


def test_an_analyzer_of_another_age_is_made_anew(organization_world: BlueprintWorld) -> None:
    text = TEXT.replace("    regions: [eu-west-1, us-east-1]\n", "")
    sections = (*ORGANIZATION, "identity.access_analyzer")
    unused = "    identity: {access_analyzer: {unused_access: true, unused_access_age: %d}}\n"
    organization_world.build(text + unused % 90, *sections)
    plan = organization_world.build(text + unused % 30, *sections)
    assert {found.action for found in plan.differences} == {"replace"}


def test_a_region_is_enabled_and_then_governed(world_of: Callable[..., BlueprintWorld]) -> None:
    organization_world = world_of("eu-west-1", "eu-south-1")
    text = TEXT.replace("us-east-1]", "eu-south-1]")
    sections = (*ORGANIZATION, "accounts.region_opt_in", "accounts.workload_alert")
    plan = organization_world.build(text, *sections, most=2)
    opted = [found for found in plan.differences if found.property == "region_opt_status"]
    assert {(found.actual, found.desired) for found in opted} == {
        ("DISABLED", "ENABLED"),
        (None, "ENABLED"),
    }


DRIFTS: list[tuple[str, Callable[[Any], Any], tuple[str, str]]] = [
    (
        "iam",
        lambda client: client.update_account_password_policy(MinimumPasswordLength=6),
        ("iam_password_policy", "minimum_password_length"),
    ),
    (
        "account",
        lambda client: client.put_alternate_contact(
            AlternateContactType="SECURITY",
            Name="Bob",
            Title="CISO",
            EmailAddress="sec@example.com",
            PhoneNumber="+1 5",
        ),
        ("account_alternate_contact", "name"),
    ),
    (
        "events",
        lambda client: client.disable_rule(Name="ringwall-management-workloads"),
        ("events_rule", "state"),
    ),
    (
        "budgets",
        lambda client: client.update_budget(
            AccountId="123456789012",
            NewBudget={
                "BudgetName": "ringwall-management-account",
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": "9", "Unit": "USD"},
                "CostFilters": {"LinkedAccount": ["123456789012"]},
            },
        ),
        ("budgets_budget", "limit_amount"),
    ),
    (
        "iam",
        lambda client: client.disable_organizations_root_sessions(),
        ("iam_organizations_features", "root_sessions"),
    ),
]


@pytest.mark.slow
def test_what_drifts_is_found_and_corrected(organization_world: BlueprintWorld) -> None:
    text = TEXT.replace("    regions: [eu-west-1, us-east-1]\n", "")
    sections = ("accounts", "identity.password_policy")
    organization_world.build(text, *sections)
    for service, drift, line in DRIFTS:
        drift(organization_world.client(service))
        plan = organization_world.plan(text, *sections)
        assert line in {(found.key.table, found.property) for found in plan.differences}
        assert {found.key.table for found in plan.differences} == {line[0]}
        assert tell_bad_steps(organization_world.apply(plan)) == []
    assert tell_differences(organization_world.plan(text, *sections)) == []
