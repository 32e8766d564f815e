"""The Firewall Manager that a blueprint wants: its administrator and its policies."""

from collections.abc import Callable
from typing import Any

import pytest
from blueprint_world import BlueprintWorld, columns_of, tell_bad_steps, want

SECTION = "infrastructure.firewall_manager"
TEXT = """
blueprint: acme
home_region: us-east-1
accounts:
  email: "aws+{account}@example.com"
  units: {Security: {accounts: [security, log-archive]}}
infrastructure:
  firewall_manager: {%s}
"""
ON = TEXT % "enabled: true"
BOTH = (SECTION, "accounts.management", "accounts.units", "accounts.accounts")


def test_nothing_is_remedied_and_nothing_blocked_until_it_is_asked_for() -> None:
    policies = columns_of(want(ON, SECTION), "fms_policy")
    assert len(policies) == 3
    assert not any(each["remediation_enabled"] for each in policies.values())
    guard = policies["security us-east-1 load_balancers"]["managed_service_data"]
    actions = {group["overrideAction"]["type"] for group in guard["preProcessRuleGroups"]}
    assert actions == {"COUNT"}


def test_its_home_region_has_to_be_governed() -> None:
    assert want(TEXT % "", SECTION) == []
    assert want(ON.replace("us-east-1", "eu-west-1"), SECTION) == []


def test_groups_for_what_is_isolated_are_not_deleted() -> None:
    """Nothing uses them until an incident, and AWS deletes what nothing uses for a day."""
    response = "response: {quarantine: {enabled: true}}\n"
    vpc = "{account: security, region: us-east-1, vpc_id: vpc-0123456789abcdef0}"
    text = ON + response.replace("true", f"true, vpcs: [{vpc}]")
    audit = columns_of(want(text, SECTION), "fms_policy")["security us-east-1 security_groups"]
    (tag,) = audit["resource_tags"]
    assert audit["exclude_resource_tags"] is True
    groups = columns_of(want(text, "response.quarantine"), "ec2_security_group")
    assert groups
    assert all(group["tags"][tag["Key"]] == tag["Value"] for group in groups.values())


def test_what_a_policy_is_about_stays_where_a_person_narrowed_it(
    world_of: Callable[..., BlueprintWorld],
) -> None:
    """The call replaces all of a policy: one that leaves its scope out is about all accounts."""
    world = world_of("us-east-1")
    few = TEXT % "enabled: true, policies: [security_groups, load_balancers]"
    world.build(few, *BOTH)
    security = next(
        account["Id"]
        for account in world.client("organizations").list_accounts()["Accounts"]
        if account["Name"] == "security"
    )
    fms = world.enter(security, "fms", "us-east-1")
    scope = {
        "ExcludeMap": {"ACCOUNT": [security]},
        "ResourceTags": [{"Key": "team", "Value": "web"}],
        "ExcludeResourceTags": False,
        "ResourceTagLogicalOperator": "OR",
    }

    def read() -> dict[str, Any]:
        found = {each["PolicyName"]: each["PolicyId"] for each in fms.list_policies()["PolicyList"]}
        policy = fms.get_policy(PolicyId=found["acme-load_balancers"])["Policy"]
        return {key: value for key, value in policy.items() if key != "PolicyStatus"}

    fms.put_policy(Policy={**read(), **scope})
    assert world.plan(few, *BOTH).differences == ()
    world.build(few.replace("true,", "true, mode: block,", 1), *BOTH)
    after = read()
    assert "NONE" in after["SecurityServicePolicyData"]["ManagedServiceData"]
    assert {key: after.get(key) for key in scope} == scope


@pytest.mark.slow
def test_policies_are_built_changed_and_erased(world_of: Callable[..., BlueprintWorld]) -> None:
    world = world_of("us-east-1")
    world.build(ON, *BOTH)
    world.build(TEXT % "enabled: true, mode: block, remediation_enabled: true", *BOTH)
    one = TEXT % "enabled: true, policies: [security_groups]"
    report = world.apply(world.plan(one, *BOTH, prune=True))
    assert tell_bad_steps(report) == []
    assert world.plan(one, *BOTH).differences == ()
