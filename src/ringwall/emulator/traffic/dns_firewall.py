"""Which rule of a VPC's DNS Firewall matches a query.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.state import EmulatorState, Record
from ringwall.emulator.traffic.interfaces import TrafficInterface
from ringwall.emulator.traffic.managed_lists import list_managed
from ringwall.emulator.traffic.script import BadTraffic, DnsAnswer, DnsQuery

DNS_FIREWALL = "route53resolver"
GROUPS, RULES, LISTS, ASSOCIATIONS, CONFIGS = (
    "firewall_groups", "firewall_rules", "firewall_lists", "firewall_associations",
    "firewall_configs",
)  # fmt: skip
"""Nouns of the records that DNS Firewall's operations keep, each as the API writes it."""
QTYPES = {"A": "1", "NS": "2", "CNAME": "5", "SOA": "6", "MX": "15", "TXT": "16", "AAAA": "28"}


@dataclass(frozen=True)
class MatchedRule:
    """The rule that decides on a query."""

    action: str
    group_id: str
    list_id: str
    rule: Mapping[str, Any]


def find_firewall_records(
    state: EmulatorState, account_id: str, region: str, noun: str
) -> list[Record]:
    """Return the records of an account and Region."""
    return state.records[account_id, region, DNS_FIREWALL, noun]


def find_rule(
    state: EmulatorState,
    interface: TrafficInterface,
    query: DnsQuery,
    answers: Sequence[DnsAnswer],
) -> MatchedRule | None:
    """Return the first rule that matches: by the priority of its group, then by its own.

    The names of a chain of CNAME records are inspected too, unless a rule trusts redirection.
    """
    place = (interface.account_id, interface.region)
    held = find_firewall_records(state, *place, ASSOCIATIONS)
    own = [each for each in held if each["VpcId"] == interface.vpc_id]
    chain = [query.name, *(answer.value for answer in answers if answer.type == "CNAME")]
    for association in sorted(own, key=lambda each: int(each["Priority"])):
        group = association["FirewallRuleGroupId"]
        rules = (
            rule
            for rule in find_firewall_records(state, *place, RULES)
            if rule["FirewallRuleGroupId"] == group
        )
        for rule in sorted(rules, key=lambda each: int(each["Priority"])):
            trusts = rule.get("FirewallDomainRedirectionAction") == "TRUST_REDIRECTION_DOMAIN"
            names = chain[:1] if trusts else chain
            if not _is_of_type(rule, query):
                continue
            domains = _find_domains(state, place, rule["FirewallDomainListId"])
            if any(_is_listed(name, domains) for name in names):
                return MatchedRule(rule["Action"], group, rule["FirewallDomainListId"], rule)
    return None


def fails_open(state: EmulatorState, interface: TrafficInterface) -> bool:
    """Return whether a VPC lets queries through while DNS Firewall does not answer."""
    held = find_firewall_records(state, interface.account_id, interface.region, CONFIGS)
    own = (each for each in held if each["ResourceId"] == interface.vpc_id)
    return next(own, {}).get("FirewallFailOpen") == "ENABLED"


def _find_domains(state: EmulatorState, place: tuple[str, str], list_id: str) -> Iterable[str]:
    if list_id in {managed["Id"] for managed in list_managed(*place)}:
        message = "a rule asks for a domain list of AWS, and nobody but AWS knows what is in it"
        raise BadTraffic(message)
    held = find_firewall_records(state, *place, LISTS)
    return next((each["Domains"] for each in held if each["Id"] == list_id), ())


def _is_of_type(rule: Mapping[str, Any], query: DnsQuery) -> bool:
    wanted = str(rule.get("Qtype") or "")
    number = QTYPES.get(query.type, "")
    return not wanted or wanted in {query.type, number, f"TYPE{number}"}


def _is_listed(name: str, domains: Iterable[str]) -> bool:
    """Return whether a list has a name: `*.example.com` has the names below it alone."""
    plain = name.rstrip(".").lower()
    return any(
        domain in {"*", plain} or (domain[:1] == "*" and plain.endswith(domain[1:]))
        for domain in (each.rstrip(".").lower() for each in domains)
    )
