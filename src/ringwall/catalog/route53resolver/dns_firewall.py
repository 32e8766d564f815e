"""DNS Firewall of Route 53 Resolver, read for several tables."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row


def read_rules(reader: Reader) -> Iterator[Row]:
    """Yield the rules of the account's own rule groups, each with what it is about."""
    groups = reader.items(
        "route53resolver.list_firewall_rule_groups", "FirewallRuleGroups", MaxResults=100
    )
    for group in groups:
        if group["OwnerId"] == reader.account_id:
            with unless_gone("ResourceNotFoundException"):
                yield from _read_group(reader, group["Id"])


def _read_group(reader: Reader, group: str) -> Iterator[Row]:
    rules = reader.items(
        "route53resolver.list_firewall_rules", "FirewallRules", FirewallRuleGroupId=group
    )
    for rule in rules:
        about = rule.get("FirewallDomainListId") or rule.get("FirewallThreatProtectionId", "")
        yield {**rule, "Subject": f"{about}{rule.get('Qtype', '')}"}
