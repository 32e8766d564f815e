import json
from typing import Any

from ringwall.emulator.acme.organization import GUARDRAILS, PRODUCTION, Acme


def policies(organizations: Any, target: str) -> set[str]:
    listed = organizations.list_policies_for_target(
        TargetId=target, Filter="SERVICE_CONTROL_POLICY"
    )
    return {policy["Name"] for policy in listed["Policies"]} - {"FullAWSAccess"}


def test_guardrails_are_attached_everywhere_but_to_dev(at_acme: Any, acme: Acme) -> None:
    organizations = at_acme("organizations")
    found = {}
    for name, account in acme.accounts.items():
        found[name] = policies(organizations, account)
        parents = organizations.list_parents(ChildId=account)["Parents"]
        while parents and parents[0]["Type"] == "ORGANIZATIONAL_UNIT":
            found[name] |= policies(organizations, parents[0]["Id"])
            parents = organizations.list_parents(ChildId=parents[0]["Id"])["Parents"]
    units = ("security", "log-archive", "network", "staging")
    guarded = {name: {"acme-guardrails"} for name in units}
    assert found == guarded | {"prod": {"acme-production"}, "dev": set(), "management": set()}


def test_policies_say_what_the_code_says(at_acme: Any) -> None:
    organizations = at_acme("organizations")
    listed = organizations.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    for policy in listed:
        if policy["Name"] == "FullAWSAccess":
            continue
        content = organizations.describe_policy(PolicyId=policy["Id"])["Policy"]["Content"]
        expected = PRODUCTION if policy["Name"] == "acme-production" else GUARDRAILS
        assert json.loads(content)["Statement"] == [*expected]
        assert {statement["Effect"] for statement in expected} == {"Deny"}


def test_security_is_the_delegated_administrator(at_acme: Any, acme: Acme) -> None:
    organizations = at_acme("organizations")
    (found,) = organizations.list_delegated_administrators()["DelegatedAdministrators"]
    assert found["Id"] == acme.accounts["security"]
    services = organizations.list_delegated_services_for_account(AccountId=found["Id"])
    assert {s["ServicePrincipal"].partition(".")[0] for s in services["DelegatedServices"]} == {
        *("access-analyzer", "cloudtrail", "config", "guardduty", "securityhub")
    }


def test_every_account_has_a_name_and_an_address(at_acme: Any) -> None:
    for account in at_acme("organizations").list_accounts()["Accounts"]:
        assert account["Email"] == f"aws-{account['Name']}@acme.example"
        assert account["Status"] == "ACTIVE"
