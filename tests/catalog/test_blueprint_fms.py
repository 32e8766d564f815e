"""The Firewall Manager that a blueprint wants: its administrator and its policies."""

from collections.abc import Callable

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


@pytest.mark.slow
def test_policies_are_built_changed_and_erased(world_of: Callable[..., BlueprintWorld]) -> None:
    world = world_of("us-east-1")
    world.build(ON, *BOTH)
    world.build(TEXT % "enabled: true, mode: block, remediation_enabled: true", *BOTH)
    one = TEXT % "enabled: true, policies: [security_groups]"
    report = world.apply(world.plan(one, *BOTH, prune=True))
    assert tell_bad_steps(report) == []
    assert world.plan(one, *BOTH).differences == ()
