"""The VPCs for which a blueprint has the answers of DNS validated."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from blueprint_world import (
    BlueprintWorld,
    LossyJournal,
    columns_of,
    tell_bad_steps,
    tell_differences,
    want,
)

from ringwall.apply.run import execute, resume
from ringwall.emulator.behavior.settings import Behavior
from ringwall.model.blueprint.wanted import Ref, RowKey
from ringwall.model.run import RunOptions

SECTION = "infrastructure.network"
TABLE = "route53resolver_resolver_dnssec_config"
MANY = """
    blueprint: firm
    home_region: eu-west-1
    accounts:
      email: "aws+{account}@example.com"
      units:
        Security: {accounts: [security, log-archive]}
        Infrastructure: {accounts: [network]}
        Workloads: {accounts: [shop], overrides: {%s}}
    infrastructure:
      network: {enabled: true, accounts: [shop], dnssec_validation: %s}
      transit: {enabled: true, egress: single}
    response: {forensics: {enabled: true, network: {enabled: true}}}
"""
OFF = "infrastructure: {network: {dnssec_validation: false}}"
LONE = """
    blueprint: firm
    home_region: eu-west-1
    accounts: {security: management, log_archive: management}
    infrastructure:
      network: {enabled: true, accounts: [management], zones: 1, dnssec_validation: %s}
"""
LINE = f'management eu-west-1 {TABLE}/main: validation_status "%s" -> "ENABLED"'


@pytest.fixture
def world(organization_world: BlueprintWorld) -> Iterator[BlueprintWorld]:
    """Return a world where validation is on its way for some reads."""
    emulator = organization_world.emulator
    emulator.behavior = Behavior(delay=3)
    yield organization_world
    emulator.behavior = Behavior()


def find_vpcs(world: BlueprintWorld) -> list[str]:
    """Return the ids of the VPCs that AWS did not make of its own accord."""
    vpcs = world.client("ec2").describe_vpcs()["Vpcs"]
    return [vpc["VpcId"] for vpc in vpcs if not vpc["IsDefault"]]


def build(world: BlueprintWorld) -> str:
    """Build the network of a lone account, and return the id of its VPC."""
    world.build(LONE % "true", "accounts.management", SECTION)
    (vpc_id,) = find_vpcs(world)
    return vpc_id


def ask(world: BlueprintWorld, vpc_id: str) -> str:
    answer = world.client("route53resolver").get_resolver_dnssec_config(ResourceId=vpc_id)
    return str(answer["ResolverDNSSECConfig"]["ValidationStatus"])


def disable(world: BlueprintWorld, vpc_id: str) -> Any:
    """Have a person disable it; return the plan that enables it."""
    client = world.client("route53resolver")
    client.update_resolver_dnssec_config(ResourceId=vpc_id, Validation="DISABLE")
    while ask(world, vpc_id) != "DISABLED":
        pass
    plan = world.plan(LONE % "true", SECTION)
    assert tell_differences(plan) == [LINE % "DISABLED"]
    return plan


def test_it_is_off_until_it_is_asked_for() -> None:
    assert columns_of(want(MANY % ("", "false"), SECTION), TABLE) == {}


def test_every_vpc_that_the_blueprint_makes_is_validated() -> None:
    rows = columns_of(want(MANY % ("", "true"), SECTION), TABLE)
    for account, name in (("shop", "main"), ("network", "hub"), ("security", "forensics")):
        vpc_id = Ref(RowKey(account, "eu-west-1", "ec2_vpc", name), "vpc_id")
        row = rows.pop(f"{account} eu-west-1 {name}")
        assert row == {"vpc_id": vpc_id, "validation_status": "ENABLED"}
    assert rows == {}


def test_a_unit_can_leave_it_out() -> None:
    rows = columns_of(want(MANY % (OFF, "true"), SECTION), TABLE)
    assert [*rows] == ["network eu-west-1 hub", "security eu-west-1 forensics"]


def test_what_a_person_disables_is_enabled_again_and_taken_back(world: BlueprintWorld) -> None:
    vpc_id = build(world)
    assert ask(world, vpc_id) == "ENABLED"
    plan = disable(world, vpc_id)
    (change,) = plan.changes
    report = world.apply(plan)
    assert tell_bad_steps(report) == []
    assert ask(world, vpc_id) == "ENABLED"
    assert change.undo.parameters == {"ResourceId": vpc_id, "Validation": "DISABLE"}
    assert tell_bad_steps(world.undo(report.run.id)) == []
    assert ask(world, vpc_id) == "DISABLED"


def test_what_is_on_its_way_is_asked_after_and_not_begun_twice(world: BlueprintWorld) -> None:
    plan = disable(world, build(world))
    environment, before = world.environment(), Counter(world.emulator.calls)
    dying: Any = replace(environment, journal=LossyJournal(world.journal))
    with pytest.raises(KeyboardInterrupt):
        execute(plan.changes, dying, "test", kind="apply", options=RunOptions())
    run = max(world.journal.runs(), key=lambda each: each.id)
    assert tell_bad_steps(resume(run.id, environment, "test", options=RunOptions())) == []
    made = Counter(world.emulator.calls) - before
    assert made["route53resolver:UpdateResolverDnssecConfig"] == 1
    assert tell_differences(world.plan(LONE % "true", SECTION)) == []


def test_it_goes_with_the_vpc_that_it_came_with(organization_world: BlueprintWorld) -> None:
    world = organization_world
    report = world.apply(world.plan(LONE % "true", "accounts.management", SECTION))
    assert tell_bad_steps(report) == []
    before = Counter(world.emulator.calls)
    assert tell_bad_steps(world.undo(report.run.id)) == []
    made = Counter(world.emulator.calls) - before
    assert made["route53resolver:UpdateResolverDnssecConfig"] == 0
    assert find_vpcs(world) == []
