from typing import Any

import pytest

Names = dict[str, Any]


@pytest.fixture
def resolver(client: Any) -> Any:
    return client("route53resolver")


@pytest.fixture
def parts(resolver: Any, client: Any) -> Names:
    """Return the ids of a list, of a group, and of a VPC."""
    domains = resolver.create_firewall_domain_list(CreatorRequestId="1", Name="bad")
    group = resolver.create_firewall_rule_group(CreatorRequestId="1", Name="main")
    (vpc,) = client("ec2").describe_vpcs()["Vpcs"]
    return {
        "list": domains["FirewallDomainList"]["Id"],
        "group": group["FirewallRuleGroup"]["Id"],
        "vpc": vpc["VpcId"],
    }


def rule(parts: Names, **more: Any) -> Names:
    return {
        "CreatorRequestId": "1", "FirewallRuleGroupId": parts["group"],
        "FirewallDomainListId": parts["list"], "Priority": 10, "Action": "BLOCK", "Name": "r",
        "BlockResponse": "NODATA",
    } | more  # fmt: skip


def association(parts: Names, **more: Any) -> Names:
    return {
        "CreatorRequestId": "1", "FirewallRuleGroupId": parts["group"], "VpcId": parts["vpc"],
        "Priority": 200, "Name": "a",
    } | more  # fmt: skip


def test_domains_of_a_list(resolver: Any, parts: Names) -> None:
    def change(operation: str, *domains: str) -> list[str]:
        resolver.update_firewall_domains(
            FirewallDomainListId=parts["list"], Operation=operation, Domains=list(domains)
        )
        found = resolver.list_firewall_domains(FirewallDomainListId=parts["list"])["Domains"]
        return list(found)

    assert change("ADD", "b.example", "*.c.example.") == ["b.example.", "*.c.example."]
    assert change("REMOVE", "b.example") == ["*.c.example."]
    assert change("REPLACE", "*") == ["*"]
    shown = resolver.get_firewall_domain_list(FirewallDomainListId=parts["list"])
    assert shown["FirewallDomainList"]["DomainCount"] == 1


@pytest.mark.parametrize("domain", ["a b", "*a.example", "a.*.example", "x" * 256])
def test_domain_that_is_none(resolver: Any, parts: Names, refusal: Any, domain: str) -> None:
    wanted = {"FirewallDomainListId": parts["list"], "Operation": "ADD", "Domains": [domain]}
    assert refusal(resolver.update_firewall_domains, **wanted)[0] == "ValidationException"


def test_rules_are_listed_by_priority(resolver: Any, parts: Names) -> None:
    other = resolver.create_firewall_domain_list(CreatorRequestId="2", Name="more")
    resolver.create_firewall_rule(**rule(parts, Qtype="A"))
    second = {"FirewallDomainListId": other["FirewallDomainList"]["Id"], "Priority": 1}
    resolver.create_firewall_rule(**rule(parts, **second))
    listed = resolver.list_firewall_rules(FirewallRuleGroupId=parts["group"])["FirewallRules"]
    assert [each["Priority"] for each in listed] == [1, 10]
    group = resolver.get_firewall_rule_group(FirewallRuleGroupId=parts["group"])
    assert group["FirewallRuleGroup"]["RuleCount"] == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"BlockResponse": None}, "ValidationException"),
        ({"Action": "ALLOW"}, "ValidationException"),
        ({"BlockResponse": "OVERRIDE"}, "ValidationException"),
        ({"FirewallRuleGroupId": "rslvr-frg-0"}, "ResourceNotFoundException"),
        ({"FirewallDomainListId": "rslvr-fdl-0"}, "ResourceNotFoundException"),
        ({"DnsThreatProtection": "DGA", "ConfidenceThreshold": "LOW"}, "UnsupportedOperation"),
    ],
)
def test_rule_that_is_refused(
    resolver: Any, parts: Names, refusal: Any, change: Names, code: str
) -> None:
    wanted = {name: value for name, value in rule(parts, **change).items() if value is not None}
    assert refusal(resolver.create_firewall_rule, **wanted)[0] == code


def test_two_rules_of_one_priority(resolver: Any, parts: Names, refusal: Any) -> None:
    resolver.create_firewall_rule(**rule(parts))
    assert refusal(resolver.create_firewall_rule, **rule(parts))[0] == "ValidationException"


def test_group_is_for_a_vpc_once(resolver: Any, parts: Names, refusal: Any) -> None:
    resolver.associate_firewall_rule_group(**association(parts))
    code, _ = refusal(resolver.associate_firewall_rule_group, **association(parts))
    assert code == "ConflictException"
    code, _ = refusal(resolver.associate_firewall_rule_group, **association(parts, Priority=100))
    assert code == "ValidationException"
    code, _ = refusal(resolver.associate_firewall_rule_group, **association(parts, VpcId="vpc-0"))
    assert code == "ResourceNotFoundException"


def test_what_is_in_use_stays(resolver: Any, parts: Names, refusal: Any) -> None:
    resolver.create_firewall_rule(**rule(parts))
    made = resolver.associate_firewall_rule_group(
        **association(parts, MutationProtection="ENABLED")
    )["FirewallRuleGroupAssociation"]["Id"]
    delete_list = {"FirewallDomainListId": parts["list"]}
    delete_group = {"FirewallRuleGroupId": parts["group"]}
    for call, wanted in (
        (resolver.delete_firewall_domain_list, delete_list),
        (resolver.delete_firewall_rule_group, delete_group),
        (resolver.disassociate_firewall_rule_group, {"FirewallRuleGroupAssociationId": made}),
    ):
        assert refusal(call, **wanted)[0] == "ConflictException"
    resolver.update_firewall_rule_group_association(
        FirewallRuleGroupAssociationId=made, MutationProtection="DISABLED"
    )
    resolver.disassociate_firewall_rule_group(FirewallRuleGroupAssociationId=made)
    resolver.delete_firewall_rule(**delete_group, **delete_list)
    resolver.delete_firewall_domain_list(**delete_list)
    resolver.delete_firewall_rule_group(**delete_group)
    assert resolver.list_firewall_rule_groups()["FirewallRuleGroups"] == []
    lists = resolver.list_firewall_domain_lists()["FirewallDomainLists"]
    assert [found for found in lists if "ManagedOwnerName" not in found] == []


def test_vpc_fails_closed_by_default(resolver: Any, parts: Names) -> None:
    found = resolver.get_firewall_config(ResourceId=parts["vpc"])["FirewallConfig"]
    assert found["FirewallFailOpen"] == "DISABLED"


def test_query_logs_to_firehose_are_refused(resolver: Any, refusal: Any) -> None:
    arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/dns"
    code, _ = refusal(
        resolver.create_resolver_query_log_config,
        Name="q", DestinationArn=arn, CreatorRequestId="1",
    )  # fmt: skip
    assert code == "UnsupportedOperation"
