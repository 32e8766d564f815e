"""Route 53 Resolver DNS Firewall: domain lists, rules, groups, and the VPCs that they are for.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record
from ringwall.emulator.traffic.dns_firewall import (
    ASSOCIATIONS,
    CONFIGS,
    DNS_FIREWALL,
    GROUPS,
    LISTS,
    RULES,
    find_firewall_records,
)
from ringwall.emulator.traffic.managed_lists import list_managed

DOMAIN = re.compile(r"\*|(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
MAX_DOMAIN = 255
GROUP_PRIORITIES = (101, 8999)
"""Priorities that an account may give to a group for a VPC; AWS keeps the others for itself."""
RULE_KEYS = (
    "FirewallRuleGroupId", "FirewallDomainListId", "Name", "Priority", "Action", "BlockResponse",
    "BlockOverrideDomain", "BlockOverrideDnsType", "BlockOverrideTtl", "CreatorRequestId",
    "FirewallDomainRedirectionAction", "Qtype",
)  # fmt: skip
ADVANCED = ("DnsThreatProtection", "FirewallThreatProtectionId", "FirewallRuleType")
OVERRIDE = ("BlockOverrideDomain", "BlockOverrideDnsType", "BlockOverrideTtl")
KINDS = {GROUPS: "firewall-rule-group", LISTS: "firewall-domain-list",
         ASSOCIATIONS: "firewall-rule-group-association"}  # fmt: skip
PREFIXES = {GROUPS: "rslvr-frg", LISTS: "rslvr-fdl", ASSOCIATIONS: "rslvr-frgassoc",
            CONFIGS: "rslvr-fc"}  # fmt: skip


@emulates("route53resolver", "CreateFirewallDomainList")
def create_firewall_domain_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a list without domains."""
    made = _make(state, call, LISTS, Name=call.parameters["Name"], Domains=[])
    return {"FirewallDomainList": _show_list(made)}


@emulates("route53resolver", "UpdateFirewallDomains")
def update_firewall_domains(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add domains to a list, remove them, or replace them all."""
    held = _find(state, call, LISTS, call.parameters["FirewallDomainListId"])
    given = [_write_domain(str(domain)) for domain in call.parameters["Domains"]]
    for domain in given:
        if not DOMAIN.fullmatch(domain) or len(domain) > MAX_DOMAIN:
            raise Fault("ValidationException", f"{domain!r} is no valid domain specification")
    match call.parameters["Operation"]:
        case "ADD":
            held["Domains"] = [*dict.fromkeys([*held["Domains"], *given])]
        case "REMOVE":
            held["Domains"] = [domain for domain in held["Domains"] if domain not in given]
        case _:
            held["Domains"] = [*dict.fromkeys(given)]
    held["ModificationTime"] = _now()
    message = "Finished domain list update"
    return {"Id": held["Id"], "Name": held["Name"], "Status": "COMPLETE", "StatusMessage": message}


@emulates("route53resolver", "ImportFirewallDomains")
def import_firewall_domains(_state: EmulatorState, _call: EmulatedCall) -> Mapping[str, Any]:
    """Refuse: files of domains are not emulated."""
    raise Fault("UnsupportedOperation", "route53resolver:ImportFirewallDomains", 501)


@emulates("route53resolver", "GetFirewallDomainList", "DeleteFirewallDomainList")
def read_firewall_domain_list(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a list, or delete it where no rule has it."""
    name = call.parameters["FirewallDomainListId"]
    managed = {item["Id"]: item for item in list_managed(call.account_id, call.region)}
    if name in managed and call.operation.startswith("Get"):
        return {"FirewallDomainList": managed[name] | {"Status": "COMPLETE"}}
    held = _find(state, call, LISTS, name)
    if call.operation.startswith("Delete"):
        if any(rule["FirewallDomainListId"] == held["Id"] for rule in _all(state, call, RULES)):
            raise Fault("ConflictException", "The domain list is in use by a firewall rule")
        _all(state, call, LISTS).remove(held)
    return {"FirewallDomainList": _show_list(held)}


@emulates("route53resolver", "ListFirewallDomainLists", "ListFirewallDomains")
def list_firewall_domains(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the lists, or the domains of one."""
    if call.operation == "ListFirewallDomains":
        held = _find(state, call, LISTS, call.parameters["FirewallDomainListId"])
        return {"Domains": held["Domains"]}
    kept = ("Id", "Arn", "Name", "CreatorRequestId")
    found = [{name: each[name] for name in kept} for each in _all(state, call, LISTS)]
    return {"FirewallDomainLists": [*list_managed(call.account_id, call.region), *found]}


@emulates("route53resolver", "CreateFirewallRuleGroup")
def create_firewall_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a group without rules."""
    made = _make(
        state, call, GROUPS,
        Name=call.parameters["Name"], OwnerId=call.account_id, ShareStatus="NOT_SHARED",
    )  # fmt: skip
    return {"FirewallRuleGroup": _show_group(state, call, made)}


@emulates("route53resolver", "GetFirewallRuleGroup", "DeleteFirewallRuleGroup")
def read_firewall_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a group, or delete it where it is for no VPC and has no rules."""
    held = _find(state, call, GROUPS, call.parameters["FirewallRuleGroupId"])
    shown = _show_group(state, call, held)
    if call.operation.startswith("Delete"):
        used = (*_all(state, call, ASSOCIATIONS), *_all(state, call, RULES))
        if any(each["FirewallRuleGroupId"] == held["Id"] for each in used):
            raise Fault("ConflictException", "The rule group is associated, or has rules")
        _all(state, call, GROUPS).remove(held)
    return {"FirewallRuleGroup": shown}


@emulates("route53resolver", "ListFirewallRuleGroups")
def list_firewall_rule_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the groups."""
    kept = ("Id", "Arn", "Name", "OwnerId", "CreatorRequestId", "ShareStatus")
    found = [{name: each[name] for name in kept} for each in _all(state, call, GROUPS)]
    return {"FirewallRuleGroups": found}


@emulates("route53resolver", "CreateFirewallRule")
def create_firewall_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add a rule to a group; each has a priority of its own."""
    given = call.parameters
    if any(given.get(name) for name in ADVANCED):
        raise Fault("UnsupportedOperation", "DNS Firewall Advanced is not emulated", 501)
    group = _find(state, call, GROUPS, given["FirewallRuleGroupId"])
    named_list = str(given.get("FirewallDomainListId"))
    if named_list not in {item["Id"] for item in list_managed(call.account_id, call.region)}:
        _find(state, call, LISTS, named_list)
    _check_response(given)
    named = (named_list, given.get("Qtype"))
    for rule in _all(state, call, RULES):
        other = (rule["FirewallDomainListId"], rule.get("Qtype"))
        same = rule["Priority"] == given["Priority"] or other == named
        if rule["FirewallRuleGroupId"] == group["Id"] and same:
            raise Fault("ValidationException", "The group has a rule of that list or priority")
    made = {name: given[name] for name in RULE_KEYS if given.get(name) is not None}
    made.setdefault("FirewallDomainRedirectionAction", "INSPECT_REDIRECTION_DOMAIN")
    made |= {"CreationTime": _now(), "ModificationTime": _now()}
    _all(state, call, RULES).append(made)
    return {"FirewallRule": made}


@emulates("route53resolver", "UpdateFirewallRule", "DeleteFirewallRule")
def change_firewall_rule(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change a rule, or delete it."""
    given = call.parameters
    wanted = (given["FirewallRuleGroupId"], given.get("FirewallDomainListId"), given.get("Qtype"))
    for rule in _all(state, call, RULES):
        own = (rule["FirewallRuleGroupId"], rule["FirewallDomainListId"], rule.get("Qtype"))
        if own == wanted:
            break
    else:
        raise Fault("ResourceNotFoundException", "There is no such firewall rule")
    if call.operation.startswith("Delete"):
        _all(state, call, RULES).remove(rule)
        return {"FirewallRule": rule}
    changed = rule | {name: given[name] for name in RULE_KEYS if given.get(name) is not None}
    if changed["Action"] != "BLOCK":
        changed = {
            name: value for name, value in changed.items() if "Block" not in name or name in given
        }
    _check_response(changed)
    rule.clear()
    rule.update(changed, ModificationTime=_now())
    return {"FirewallRule": rule}


@emulates("route53resolver", "ListFirewallRules")
def list_firewall_rules(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the rules of a group in the order in which they are tried."""
    group = _find(state, call, GROUPS, call.parameters["FirewallRuleGroupId"])
    own = [
        rule
        for rule in _all(state, call, RULES)
        if rule["FirewallRuleGroupId"] == group["Id"]
        and all(call.parameters.get(name) in (None, rule[name]) for name in ("Priority", "Action"))
    ]
    return {"FirewallRules": sorted(own, key=lambda rule: int(rule["Priority"]))}


@emulates("route53resolver", "AssociateFirewallRuleGroup")
def associate_firewall_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a group be for a VPC, at a priority that no other has there."""
    given = call.parameters
    group, vpc_id = _find(state, call, GROUPS, given["FirewallRuleGroupId"]), given["VpcId"]
    if vpc_id not in moto_backend("ec2", call.account_id, call.region).vpcs:
        raise Fault("ResourceNotFoundException", f"The VPC {vpc_id} does not exist")
    first, last = GROUP_PRIORITIES
    if not first <= int(given["Priority"]) <= last:
        raise Fault("ValidationException", f"The priority must be {first} to {last}")
    for other in _all(state, call, ASSOCIATIONS):
        same = group["Id"] == other["FirewallRuleGroupId"] or given["Priority"] == other["Priority"]
        if other["VpcId"] == vpc_id and same:
            raise Fault("ConflictException", "The VPC has that group, or one of that priority")
    made = _make(
        state, call, ASSOCIATIONS,
        FirewallRuleGroupId=group["Id"], VpcId=vpc_id, Name=given["Name"],
        Priority=given["Priority"],
        MutationProtection=given.get("MutationProtection") or "DISABLED",
    )  # fmt: skip
    return {"FirewallRuleGroupAssociation": made}


@emulates(
    "route53resolver",
    "GetFirewallRuleGroupAssociation",
    "UpdateFirewallRuleGroupAssociation",
    "DisassociateFirewallRuleGroup",
)
def change_association(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return, change or end that a group is for a VPC."""
    given = call.parameters
    held = _find(state, call, ASSOCIATIONS, given["FirewallRuleGroupAssociationId"])
    if call.operation.startswith("Disassociate"):
        if held["MutationProtection"] == "ENABLED":
            raise Fault("ConflictException", "The association is protected against removal")
        _all(state, call, ASSOCIATIONS).remove(held)
        return {"FirewallRuleGroupAssociation": held | {"Status": "DELETING"}}
    if call.operation.startswith("Update"):
        for name in ("Priority", "MutationProtection", "Name"):
            held[name] = held[name] if given.get(name) is None else given[name]
    return {"FirewallRuleGroupAssociation": held}


@emulates("route53resolver", "ListFirewallRuleGroupAssociations")
def list_associations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return which groups are for which VPCs."""
    asked = ("FirewallRuleGroupId", "VpcId", "Priority", "Status")
    found = [
        each
        for each in _all(state, call, ASSOCIATIONS)
        if all(call.parameters.get(name) in (None, each[name]) for name in asked)
    ]
    return {"FirewallRuleGroupAssociations": found}


@emulates("route53resolver", "GetFirewallConfig", "UpdateFirewallConfig")
def change_firewall_config(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return or set what a VPC does with queries while the firewall does not answer."""
    vpc_id = call.parameters["ResourceId"]
    if vpc_id not in moto_backend("ec2", call.account_id, call.region).vpcs:
        raise Fault("ResourceNotFoundException", f"The VPC {vpc_id} does not exist")
    held = next((c for c in _all(state, call, CONFIGS) if c["ResourceId"] == vpc_id), None)
    if held is None:
        held = {
            "Id": f"{PREFIXES[CONFIGS]}-{mock_random.get_random_hex(17)}",
            "ResourceId": vpc_id,
            "OwnerId": call.account_id,
            "FirewallFailOpen": "DISABLED",
        }
        _all(state, call, CONFIGS).append(held)
    if call.operation.startswith("Update"):
        held["FirewallFailOpen"] = call.parameters["FirewallFailOpen"]
    return {"FirewallConfig": held}


@emulates("route53resolver", "ListFirewallConfigs")
def list_firewall_configs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the settings of the VPCs that have any."""
    return {"FirewallConfigs": _all(state, call, CONFIGS)}


@emulates("route53resolver", "CreateResolverQueryLogConfig")
def create_resolver_query_log_config(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a destination that is not emulated; moto makes the configuration."""
    if str(call.parameters["DestinationArn"]).split(":")[2:3] == ["firehose"]:
        raise Fault("UnsupportedOperation", "Query logs to Firehose are not emulated", 501)


def _all(state: EmulatorState, call: EmulatedCall, noun: str) -> list[Record]:
    return find_firewall_records(state, call.account_id, call.region, noun)


def _find(state: EmulatorState, call: EmulatedCall, noun: str, identifier: str) -> Record:
    for held in _all(state, call, noun):
        if held["Id"] == identifier:
            return held
    message = f"There is no {KINDS[noun].replace('-', ' ')} with the ID {identifier}"
    raise Fault("ResourceNotFoundException", message)


def _make(state: EmulatorState, call: EmulatedCall, noun: str, **members: Any) -> Record:
    """Make a record; a request that is repeated returns the one that it made."""
    token = call.parameters["CreatorRequestId"]
    for held in _all(state, call, noun):
        if held["CreatorRequestId"] == token:
            return held
    identifier = f"{PREFIXES[noun]}-{mock_random.get_random_hex(17)}"
    place = f"arn:{call.partition}:{DNS_FIREWALL}:{call.region}:{call.account_id}"
    made = {
        "Id": identifier,
        "Arn": f"{place}:{KINDS[noun]}/{identifier}",
        "CreatorRequestId": token,
        "Status": "COMPLETE",
        "CreationTime": _now(),
        "ModificationTime": _now(),
    } | members
    _all(state, call, noun).append(made)
    tagger = moto_backend("route53resolver", call.account_id, call.region).tagger
    tagger.tag_resource(made["Arn"], call.parameters.get("Tags") or [])
    return made


def _check_response(rule: Mapping[str, Any]) -> None:
    """Fault where a rule that blocks does not say how, or another one does."""
    response = rule.get("BlockResponse")
    if (rule["Action"] == "BLOCK") != bool(response):
        message = "BlockResponse is required for the action BLOCK, and for no other"
        raise Fault("ValidationException", message)
    if response == "OVERRIDE" and any(rule.get(name) is None for name in OVERRIDE):
        message = "BlockResponse OVERRIDE requires a domain, a type and a TTL"
        raise Fault("ValidationException", message)


def _write_domain(domain: str) -> str:
    return domain if domain == "*" else f"{domain.lower().rstrip('.')}."


def _show_list(held: Record) -> Record:
    return {k: v for k, v in held.items() if k != "Domains"} | {"DomainCount": len(held["Domains"])}


def _show_group(state: EmulatorState, call: EmulatedCall, held: Record) -> Record:
    rules = _all(state, call, RULES)
    return held | {"RuleCount": sum(r["FirewallRuleGroupId"] == held["Id"] for r in rules)}


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
