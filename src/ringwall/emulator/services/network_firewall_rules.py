"""Network Firewall: groups of stateless rules and of stateful ones: Suricata's or domain lists.

https://docs.aws.amazon.com/network-firewall/latest/developerguide/rule-groups.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.firewall_resources import (
    check_token,
    drop_empty,
    find_resource,
    make_resource,
    show_tags,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.state import EmulatorState, Record

TYPES: Mapping[str, str] = {"STATEFUL": "stateful-rulegroup", "STATELESS": "stateless-rulegroup"}
LARGEST = 30_000


@emulates("network-firewall", "CreateRuleGroup")
def create_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a group; nothing with DryRun."""
    given = call.parameters
    kind = _read_kind(given["Type"])
    rules = _read_rules(call)
    if not 0 < given["Capacity"] <= LARGEST:
        raise Fault("InvalidRequestException", f"Capacity must be between 1 and {LARGEST}")
    body = {"type": given["Type"], "capacity": given["Capacity"], "rules": rules}
    made = make_resource(state, call, kind, given["RuleGroupName"], body)
    if given.get("DryRun"):
        del hold(state, call, "rule_group")[made["arn"]]
    return {"UpdateToken": made["token"], "RuleGroupResponse": _show(state, made)}


def _read_kind(name: str) -> str:
    if name not in TYPES:
        raise Fault("InvalidRequestException", f"Type must be one of {', '.join(TYPES)}")
    return TYPES[name]


def _read_rules(call: EmulatedCall) -> Record:
    """Return the rules: a structure, or a text of Suricata's rules in its place."""
    group, text = call.parameters.get("RuleGroup"), call.parameters.get("Rules")
    if (group is None) == (text is None):
        message = "You must provide either a RuleGroup or Rules, and not both."
        raise Fault("InvalidRequestException", message)
    if text is not None:
        return {"RulesSource": {"RulesString": text}}
    source = (group or {}).get("RulesSource") or {}
    chosen = [name for name, value in source.items() if value]
    if len(chosen) != 1:
        message = "A rule group has rules of exactly one kind."
        raise Fault("InvalidRequestException", message)
    is_stateless = chosen == ["StatelessRulesAndCustomActions"]
    if is_stateless != (call.parameters.get("Type") == "STATELESS"):
        raise Fault("InvalidRequestException", f"Type does not match {chosen[0]}")
    return dict(group or {})


def _find(state: EmulatorState, call: EmulatedCall) -> Record:
    given = call.parameters
    kinds = (TYPES[given["Type"]],) if given.get("Type") in TYPES else tuple(TYPES.values())
    return find_resource(state, call, kinds, given.get("RuleGroupName"), given.get("RuleGroupArn"))


@emulates("network-firewall", "DescribeRuleGroup", "DescribeRuleGroupMetadata")
def describe_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a group with its rules, or what is said of it."""
    held = _find(state, call)
    if call.operation.endswith("Metadata"):
        shown = {
            "RuleGroupArn": held["arn"],
            "RuleGroupName": held["name"],
            "Description": held["description"],
            "Type": held["type"],
            "Capacity": held["capacity"],
            "StatefulRuleOptions": held["rules"].get("StatefulRuleOptions"),
            "LastModifiedTime": held["modified"],
        }
        return drop_empty(shown)
    return {
        "UpdateToken": held["token"],
        "RuleGroup": held["rules"],
        "RuleGroupResponse": _show(state, held),
    }


@emulates("network-firewall", "UpdateRuleGroup")
def update_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Replace a group's rules; its type and its capacity stay."""
    held = _find(state, call)
    rules = _read_rules(call) if "Type" in call.parameters else _read_as(call, held["type"])
    if rules.get("StatefulRuleOptions") != held["rules"].get("StatefulRuleOptions"):
        message = "StatefulRuleOptions cannot be changed"
        raise Fault("InvalidRequestException", message)
    check_token(call, held)
    if not call.parameters.get("DryRun"):
        held["rules"] = rules
        held["description"] = call.parameters.get("Description", held["description"])
        held["encryption"] = call.parameters.get("EncryptionConfiguration") or held["encryption"]
    return {"UpdateToken": held["token"], "RuleGroupResponse": _show(state, held)}


def _read_as(call: EmulatedCall, kind: str) -> Record:
    given = call.parameters
    if given.get("Rules") is None and given.get("RuleGroup") is not None:
        source = given["RuleGroup"].get("RulesSource") or {}
        is_stateless = bool(source.get("StatelessRulesAndCustomActions"))
        if is_stateless != (kind == "STATELESS"):
            raise Fault("InvalidRequestException", "The rules are of another type")
        return dict(given["RuleGroup"])
    return _read_rules(call)


@emulates("network-firewall", "ListRuleGroups")
def list_rule_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the account's own groups, of one type if asked."""
    if call.parameters.get("Scope") == "MANAGED":
        raise Fault("UnsupportedOperationException", "Groups that AWS manages are not emulated")
    wanted = call.parameters.get("Type")
    held = hold(state, call, "rule_group").values()
    shown = [{"Name": g["name"], "Arn": g["arn"]} for g in held if wanted in {None, g["type"]}]
    return {"RuleGroups": shown}


@emulates("network-firewall", "DeleteRuleGroup")
def delete_rule_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a group that no policy uses."""
    held = _find(state, call)
    if _count_uses(state, held["arn"]):
        message = f"Unable to delete the object because it is still in use: {held['arn']}"
        raise Fault("InvalidOperationException", message)
    shown = _show(state, held) | {"RuleGroupStatus": "DELETING"}
    del hold(state, call, "rule_group")[held["arn"]]
    return {"RuleGroupResponse": shown}


def _show(state: EmulatorState, held: Record) -> Record:
    return drop_empty(
        {
            "RuleGroupArn": held["arn"],
            "RuleGroupName": held["name"],
            "RuleGroupId": held["id"],
            "Description": held["description"],
            "Type": held["type"],
            "Capacity": held["capacity"],
            "RuleGroupStatus": "ACTIVE",
            "Tags": show_tags(held),
            "ConsumedCapacity": count_capacity(held),
            "NumberOfAssociations": _count_uses(state, held["arn"]),
            "EncryptionConfiguration": held["encryption"],
            "LastModifiedTime": held["modified"],
        }
    )


def count_capacity(held: Record) -> int:
    """Return what the rules of a group take of its capacity, as far as that is simple to tell."""
    source = held["rules"].get("RulesSource") or {}
    lines = str(source.get("RulesString") or "").splitlines()
    text = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    domains = (source.get("RulesSourceList") or {}).get("Targets") or ()
    return len(text) + len(domains) + len(source.get("StatefulRules") or ())


def _count_uses(state: EmulatorState, arn: str) -> int:
    uses = 0
    for (_, _, name), held in state.settings.items():
        if name == "network-firewall.policy":
            uses += sum(arn in policy["groups"] for policy in held.values())
    return uses
