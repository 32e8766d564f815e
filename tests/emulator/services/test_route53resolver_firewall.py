from typing import Any

import pytest


@pytest.fixture
def dns(client: Any) -> Any:
    """Return a client with a list and a group."""
    resolver = client("route53resolver")
    made = resolver.create_firewall_domain_list(CreatorRequestId="1", Name="bad")
    group = resolver.create_firewall_rule_group(CreatorRequestId="1", Name="block")
    return (
        resolver,
        {"FirewallDomainListId": made["FirewallDomainList"]["Id"]},
        {"FirewallRuleGroupId": group["FirewallRuleGroup"]["Id"]},
    )


def test_domains_are_added_removed_and_replaced(dns: Any) -> None:
    resolver, domains, _ = dns

    def change(operation: str, *names: str) -> list[str]:
        resolver.update_firewall_domains(Operation=operation, Domains=list(names), **domains)
        found: list[str] = resolver.list_firewall_domains(**domains)["Domains"]
        return found

    assert change("ADD", "evil.example", "*.Bad.example.") == ["evil.example.", "*.bad.example."]
    assert change("REMOVE", "evil.example") == ["*.bad.example."]
    assert change("REPLACE", "other.example") == ["other.example."]
    shown = resolver.get_firewall_domain_list(**domains)["FirewallDomainList"]
    assert (shown["DomainCount"], shown["Status"]) == (1, "COMPLETE")


def test_lists_of_aws_are_there_but_not_readable(dns: Any, refusal: Any) -> None:
    resolver, _, _ = dns
    found = resolver.list_firewall_domain_lists()["FirewallDomainLists"]
    managed = [item for item in found if item.get("ManagedOwnerName")]
    assert len(managed) == 4
    name = {"FirewallDomainListId": managed[0]["Id"]}
    assert resolver.get_firewall_domain_list(**name)["FirewallDomainList"]["Status"] == "COMPLETE"
    assert refusal(resolver.list_firewall_domains, **name)[0] == "ResourceNotFoundException"


def test_rules_block_in_the_order_of_priorities(dns: Any, refusal: Any) -> None:
    resolver, domains, group = dns
    aws = resolver.list_firewall_domain_lists()["FirewallDomainLists"][0]["Id"]
    rule = {"CreatorRequestId": "1", "Action": "BLOCK", "BlockResponse": "NODATA", "Name": "r"}
    resolver.create_firewall_rule(Priority=20, **rule, **domains, **group)
    other = {"FirewallDomainListId": aws}
    taken = {"Priority": 20} | rule | other | group
    assert refusal(resolver.create_firewall_rule, **taken)[0] == "ValidationException"
    resolver.create_firewall_rule(Priority=10, **rule, **other, **group)
    rules = resolver.list_firewall_rules(**group)["FirewallRules"]
    assert [r["Priority"] for r in rules] == [10, 20]
    for wrong in ({"BlockResponse": "OVERRIDE"}, {"Action": "ALLOW", "BlockResponse": "NODATA"}):
        change = wrong | domains | group
        assert refusal(resolver.update_firewall_rule, **change)[0] == "ValidationException"
    resolver.update_firewall_rule(Priority=30, BlockResponse="NXDOMAIN", **domains, **group)
    code, _ = refusal(resolver.delete_firewall_rule_group, **group)
    assert code == "ConflictException"
    assert refusal(resolver.delete_firewall_domain_list, **domains)[0] == "ConflictException"
    resolver.delete_firewall_rule(**domains, **group)
    resolver.delete_firewall_rule(**other, **group)
    resolver.delete_firewall_domain_list(**domains)
    resolver.delete_firewall_rule_group(**group)
    assert resolver.list_firewall_rule_groups()["FirewallRuleGroups"] == []
