"""DNS Firewall: lists of domains and groups of rules about them.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, make_arn, make_id
from ringwall.emulator.state import EmulatorState, Record

MANAGED = (
    "AWSManagedDomainsAggregateThreatList",
    "AWSManagedDomainsAmazonGuardDutyThreatList",
    "AWSManagedDomainsBotnetCommandandControl",
    "AWSManagedDomainsMalwareDomainList",
)
"""Lists that AWS keeps in every Region; nobody can read what is in them.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-managed-domain-lists.html
"""
OWNER = "Route 53 Resolver DNS Firewall"
ID_LENGTH = 16
RULE_MEMBERS = (
    "Name",
    "Priority",
    "Action",
    "BlockResponse",
    "BlockOverrideDomain",
    "BlockOverrideDnsType",
    "BlockOverrideTtl",
    "FirewallDomainRedirectionAction",
    "Qtype",
    "DnsThreatProtection",
    "ConfidenceThreshold",
)


def now_as_text() -> str:
    """Return the time as Resolver writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def make_resolver_record(call: EmulatedCall, prefix: str, kind: str) -> Record:
    """Return what every resource of DNS Firewall begins with."""
    made = make_id(prefix, ID_LENGTH)
    return {
        "Id": made,
        "Arn": make_arn(call, f"{kind}/{made}"),
        "Name": call.parameters["Name"],
        "CreatorRequestId": call.parameters["CreatorRequestId"],
        "CreationTime": now_as_text(),
        "ModificationTime": now_as_text(),
        "Status": "COMPLETE",
        "StatusMessage": "",
    }


def find_held(held: Holding, name: str) -> Record:
    """Return a resource by its id; ResourceNotFoundException where there is none."""
    if name not in held:
        raise Fault("ResourceNotFoundException", f"The resource {name} does not exist")
    return held[name]


@emulates("route53resolver", "CreateFirewallDomainList")
def create_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make an empty list."""
    made = make_resolver_record(call, "rslvr-fdl", "firewall-domain-list")
    hold(state, call, "domains")[made["Id"]] = {"shown": made, "domains": []}
    return {"FirewallDomainList": made | {"DomainCount": 0}}


@emulates("route53resolver", "GetFirewallDomainList", "DeleteFirewallDomainList")
def get_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a list, or delete one that no rule uses."""
    name = call.parameters["FirewallDomainListId"]
    managed = {item["Id"]: item for item in _list_managed(call)}
    if name in managed and call.operation.startswith("Get"):
        return {"FirewallDomainList": managed[name] | {"Status": "COMPLETE"}}
    lists = hold(state, call, "domains")
    held = find_held(lists, name)
    shown = held["shown"] | {"DomainCount": len(held["domains"])}
    if call.operation.startswith("Get"):
        return {"FirewallDomainList": shown}
    groups = hold(state, call, "rule_groups").values()
    if any(rule.get("FirewallDomainListId") == name for g in groups for rule in g["rules"]):
        raise Fault("ConflictException", f"The domain list {name} is used by a rule")
    del lists[name]
    return {"FirewallDomainList": shown | {"Status": "DELETING"}}


@emulates("route53resolver", "ListFirewallDomainLists")
def list_lists(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the account's lists and AWS's."""
    names = ("Id", "Arn", "Name", "CreatorRequestId")
    own = [held["shown"] for held in hold(state, call, "domains").values()]
    shown = [{name: item[name] for name in names} for item in own]
    return {"FirewallDomainLists": [*_list_managed(call), *shown]}


def _list_managed(call: EmulatedCall) -> list[dict[str, str]]:
    shown = []
    for name in MANAGED:
        text = f"{call.region}:{name}".encode()
        made = f"rslvr-fdl-{hashlib.sha256(text).hexdigest()[:ID_LENGTH]}"
        arn = make_arn(call, f"firewall-domain-list/{made}")
        shown.append({"Id": made, "Arn": arn, "Name": name, "ManagedOwnerName": OWNER})
    return shown


@emulates("route53resolver", "UpdateFirewallDomains")
def update_domains(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add domains to a list, remove some, or replace all."""
    held = find_held(hold(state, call, "domains"), call.parameters["FirewallDomainListId"])
    given = [f"{name.lower().rstrip('.')}." for name in call.parameters["Domains"]]
    change = call.parameters["Operation"]
    if change == "REMOVE" and set(given) - set(held["domains"]):
        raise Fault("ValidationException", "A domain to remove is not in the list")
    kept = [] if change == "REPLACE" else held["domains"]
    if change == "REMOVE":
        held["domains"] = [name for name in kept if name not in given]
    else:
        held["domains"] = list(dict.fromkeys([*kept, *given]))
    held["shown"]["ModificationTime"] = now_as_text()
    shown = held["shown"]
    return {"Id": shown["Id"], "Name": shown["Name"], "Status": "COMPLETE"}


@emulates("route53resolver", "ListFirewallDomains")
def list_domains(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the domains of a list of the account."""
    held = find_held(hold(state, call, "domains"), call.parameters["FirewallDomainListId"])
    return {"Domains": list(held["domains"])}


@emulates("route53resolver", "CreateFirewallRuleGroup")
def create_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a group without rules."""
    made = make_resolver_record(call, "rslvr-frg", "firewall-rule-group")
    made |= {"OwnerId": call.account_id, "ShareStatus": "NOT_SHARED"}
    hold(state, call, "rule_groups")[made["Id"]] = {"shown": made, "rules": []}
    return {"FirewallRuleGroup": made | {"RuleCount": 0}}


@emulates("route53resolver", "GetFirewallRuleGroup", "DeleteFirewallRuleGroup")
def get_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a group, or delete one that has no rules and no VPC."""
    groups, name = hold(state, call, "rule_groups"), call.parameters["FirewallRuleGroupId"]
    held = find_held(groups, name)
    shown = held["shown"] | {"RuleCount": len(held["rules"])}
    if call.operation.startswith("Get"):
        return {"FirewallRuleGroup": shown}
    used = hold(state, call, "group_associations").values()
    if held["rules"] or any(item["FirewallRuleGroupId"] == name for item in used):
        raise Fault("ConflictException", f"The rule group {name} has rules or associations")
    del groups[name]
    return {"FirewallRuleGroup": shown | {"Status": "DELETING"}}


@emulates("route53resolver", "ListFirewallRuleGroups")
def list_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the account's groups."""
    names = ("Id", "Arn", "Name", "OwnerId", "CreatorRequestId", "ShareStatus")
    held = [item["shown"] for item in hold(state, call, "rule_groups").values()]
    return {"FirewallRuleGroups": [{name: item[name] for name in names} for item in held]}


@emulates("route53resolver", "CreateFirewallRule", "UpdateFirewallRule", "DeleteFirewallRule")
def change_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make, change or delete the rule of a group about a list and a type of question."""
    given = call.parameters
    held = find_held(hold(state, call, "rule_groups"), given["FirewallRuleGroupId"])
    target = (given.get("FirewallDomainListId"), given.get("Qtype"))
    before = next((rule for rule in held["rules"] if _target(rule) == target), None)
    if call.operation.startswith("Create"):
        rule = _make_rule(state, call, held, before)
        held["rules"].append(rule)
    elif before is None:
        raise Fault("ResourceNotFoundException", "There is no rule about this domain list")
    elif call.operation.startswith("Delete"):
        held["rules"].remove(before)
        return {"FirewallRule": before}
    else:
        rule = before | _read_rule(call)
        _check_rule(rule, [other for other in held["rules"] if other is not before])
        before |= rule | {"ModificationTime": now_as_text()}
        rule = before
    return {"FirewallRule": rule}


def _target(rule: Record) -> tuple[Any, Any]:
    return rule.get("FirewallDomainListId"), rule.get("Qtype")


def _read_rule(call: EmulatedCall) -> Record:
    given = call.parameters
    return {name: given[name] for name in RULE_MEMBERS if given.get(name) is not None}


def _make_rule(
    state: EmulatorState, call: EmulatedCall, held: Record, before: Record | None
) -> Record:
    name = call.parameters.get("FirewallDomainListId")
    if not name:
        raise Fault("ValidationException", "Rules without a domain list are not emulated")
    if name not in {item["Id"] for item in _list_managed(call)}:
        find_held(hold(state, call, "domains"), name)
    if before is not None:
        raise Fault("ValidationException", f"The rule group has a rule about {name} already")
    rule = _read_rule(call) | {
        "FirewallRuleGroupId": call.parameters["FirewallRuleGroupId"],
        "FirewallDomainListId": name,
        "CreatorRequestId": call.parameters["CreatorRequestId"],
        "CreationTime": now_as_text(),
        "ModificationTime": now_as_text(),
    }
    rule.setdefault("FirewallDomainRedirectionAction", "INSPECT_REDIRECTION_DOMAIN")
    _check_rule(rule, held["rules"])
    return rule


def _check_rule(rule: Record, others: list[Record]) -> None:
    if any(other["Priority"] == rule["Priority"] for other in others):
        raise Fault("ValidationException", f"The priority {rule['Priority']} is taken")
    blocks = rule["Action"] == "BLOCK"
    if blocks != bool(rule.get("BlockResponse")):
        raise Fault("ValidationException", "BlockResponse belongs to BLOCK, and is needed for it")
    overrides = rule.get("BlockResponse") == "OVERRIDE"
    parts = ("BlockOverrideDomain", "BlockOverrideDnsType", "BlockOverrideTtl")
    if overrides != all(rule.get(part) is not None for part in parts):
        raise Fault("ValidationException", "OVERRIDE needs a domain, a type and a TTL")


@emulates("route53resolver", "ListFirewallRules")
def list_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a group's rules by their priority."""
    given = call.parameters
    held = find_held(hold(state, call, "rule_groups"), given["FirewallRuleGroupId"])
    wanted = {name: given[name] for name in ("Priority", "Action") if given.get(name) is not None}
    rules = [r for r in held["rules"] if all(r[k] == v for k, v in wanted.items())]
    return {"FirewallRules": sorted(rules, key=lambda rule: int(rule["Priority"]))}
