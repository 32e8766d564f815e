"""The DNS Firewall that a blueprint wants: rule groups, rules, lists, and VPCs."""

import pytest
from blueprint_world import BlueprintWorld, columns_of, tell_bad_steps, want

from ringwall.catalog.route53resolver.wanted_rows import associate, group_key
from ringwall.model.blueprint.wanted import Ref, RowKey
from ringwall.plan.blueprint_file import parse_blueprint
from ringwall.plan.landscape import make_landscape

SECTION = "infrastructure.dns_firewall"
TEXT = """
blueprint: acme
home_region: eu-west-1
accounts: {security: management, log_archive: management}
infrastructure:
  dns_firewall: {%s}
"""
OWN = 'blocked_domains: ["*.Bad.example"], allowed_domains: [good.example.com.]'
AGGREGATE = "managed_domain_lists: [AWSManagedDomainsAggregateThreatList]"
VPC = "vpcs: [{account: management, region: eu-west-1, vpc_id: %s}]"
HERE = "management eu-west-1"
MANAGED = "route53resolver_managed_domain_list"


def write(*settings: str) -> str:
    return TEXT % ", ".join(("enabled: true", *settings))


def test_it_is_off_until_it_is_asked_for() -> None:
    named = VPC % "vpc-0123abcd"
    assert want(TEXT % named, SECTION) == []
    assert want(write(), SECTION) == []


def test_rules_are_tried_in_the_order_of_their_lists() -> None:
    rows = want(write("accounts: [management]", OWN, AGGREGATE, "action: BLOCK"), SECTION)
    rules = columns_of(rows, "route53resolver_firewall_rule")
    found = sorted(
        (r["priority"], r["name"], r["action"], r["block_response"]) for r in rules.values()
    )
    assert found == [
        (100, "allowed", "ALLOW", ""),
        (200, "blocked", "BLOCK", "NXDOMAIN"),
        (300, "AWSManagedDomainsAggregateThreatList", "BLOCK", "NXDOMAIN"),
    ]
    lists = columns_of(rows, "route53resolver_firewall_domain_list")
    assert lists == {
        f"{HERE} allowed": {"name": "acme-allowed", "domains": ["good.example.com."]},
        f"{HERE} blocked": {"name": "acme-blocked", "domains": ["*.bad.example."]},
    }


def test_an_account_that_is_not_there_goes_by_the_lists_of_the_management_account() -> None:
    text = write("accounts: [management, prod, dev]", AGGREGATE)
    there = """accounts:
  email: "aws+{account}@acme.io"
  security: management
  log_archive: management
  accounts: {prod: {id: "222222222222"}}
  root: [prod, dev]
"""
    text = text.replace("accounts: {security: management, log_archive: management}\n", there)
    rows = want(text, SECTION)
    names = [row.key.account for row in rows if row.key.table == MANAGED]
    assert sorted(names) == ["management", "prod"]
    rules = [row for row in rows if row.key.table == "route53resolver_firewall_rule"]
    lists = {row.key.account: row.columns["firewall_domain_list_id"].key for row in rules}
    assert {account: key.account for account, key in lists.items()} == {
        "management": "management",
        "prod": "prod",
        "dev": "management",
    }


def test_a_vpc_that_the_blueprint_makes_is_associated_where_there_is_a_group() -> None:
    vpc = RowKey("management", "eu-west-1", "ec2_vpc", "main")
    for accounts, count in (("accounts: [management]", 2), ("accounts: []", 0)):
        landscape = make_landscape(parse_blueprint(write(accounts).encode(), "ringwall.yaml"))
        rows = list(associate(landscape, vpc))
        assert len(rows) == count
        assert all(row.columns["vpc_id"] == Ref(vpc, "vpc_id") for row in rows)
        for columns in columns_of(rows, "route53resolver_firewall_rule_group_association").values():
            group = group_key("management", "eu-west-1")
            assert columns["firewall_rule_group_id"] == Ref(group, "id")


@pytest.mark.slow
def test_a_firewall_is_built_changed_and_erased(organization_world: BlueprintWorld) -> None:
    world = organization_world
    client = world.client("route53resolver")
    (vpc,) = world.client("ec2").describe_vpcs()["Vpcs"]
    named = VPC % vpc["VpcId"]
    world.build(write(named, OWN, AGGREGATE), SECTION)
    other = OWN.replace("Bad", "worse")
    text = write(named, other, AGGREGATE, "action: BLOCK, fail_open: true, priority: 200")
    world.build(text, SECTION)
    (found,) = client.list_firewall_rule_group_associations()["FirewallRuleGroupAssociations"]
    assert (found["VpcId"], found["Priority"]) == (vpc["VpcId"], 200)
    report = world.apply(world.plan(TEXT % named, SECTION, prune=True))
    assert tell_bad_steps(report) == []
    assert client.list_firewall_rule_groups()["FirewallRuleGroups"] == []
