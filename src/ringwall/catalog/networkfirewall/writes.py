"""Rule groups, policies and logs as the writes of Network Firewall have them."""

from collections.abc import Callable, Mapping
from typing import Any

from ringwall.catalog.networkfirewall.tables.networkfirewall_firewall import LOG_TYPES
from ringwall.model.table import Row


def create_rule_group(names: Row) -> Row:
    """Return the parameters of `create_rule_group`."""
    return {
        "RuleGroupName": names["rule_group_name"],
        "Type": names["type"],
        "Capacity": names["capacity"],
        "RuleGroup": _write_rules(names),
        "Tags": [{"Key": key, "Value": value} for key, value in names["tags"].items()],
    }


def update_rule_group(names: Row) -> Row:
    """Return the parameters of `update_rule_group`, which replaces all rules."""
    found = names["found"]
    return {
        "RuleGroupArn": found["arn"],
        "UpdateToken": found["update_token"],
        "RuleGroup": _write_rules(names),
    }


def _write_rules(names: Row) -> Row:
    """Return the rules: Suricata's text, or a list of domains."""
    if names.get("targets"):
        source: Row = {
            "RulesSourceList": {
                "Targets": names["targets"],
                "TargetTypes": names["target_types"],
                "GeneratedRulesType": names["generated_rules_type"],
            }
        }
    else:
        source = {"RulesString": names.get("rules_string", "")}
    variables = names.get("rule_variables")
    return {
        **({"RuleVariables": variables} if variables else {}),
        "RulesSource": source,
        "StatefulRuleOptions": {"RuleOrder": names["rule_order"]},
    }


def create_policy(names: Row) -> Row:
    """Return the parameters of `create_firewall_policy`."""
    return {
        "FirewallPolicyName": names["firewall_policy_name"],
        "FirewallPolicy": _write_policy(names),
        "Tags": [{"Key": key, "Value": value} for key, value in names["tags"].items()],
    }


def update_policy(names: Row) -> Row:
    """Return the parameters of `update_firewall_policy`, which replaces all of it."""
    found = names["found"]
    return {
        "FirewallPolicyArn": found["arn"],
        "UpdateToken": found["update_token"],
        "FirewallPolicy": _write_policy(names),
    }


def _write_policy(names: Row) -> Row:
    written: Row = {
        "StatelessDefaultActions": names["stateless_default_actions"],
        "StatelessFragmentDefaultActions": names["stateless_fragment_default_actions"],
        "StatefulEngineOptions": {
            "RuleOrder": names["rule_order"],
            "StreamExceptionPolicy": names["stream_exception_policy"],
        },
    }
    for column, member in (
        ("stateful_default_actions", "StatefulDefaultActions"),
        ("stateful_rule_group_references", "StatefulRuleGroupReferences"),
        ("policy_variables", "PolicyVariables"),
        ("stateless_rule_group_references", "StatelessRuleGroupReferences"),
    ):
        if names.get(column):
            written[member] = names[column]
    return written


def write_logs(kind: str) -> Callable[[Row], Row]:
    """Return what makes the parameters of the call that sets the destinations of a kind of log.

    AWS takes one change at a time, of all destinations: those of the kinds before this one are as
    wanted by then, those of the kinds after it as they were.
    """
    place = list(LOG_TYPES).index(kind)

    def write(names: Row) -> Row:
        before = names["found"]["log_destination_configs"]
        was: list[Any] = before if isinstance(before, list) else []  # a firewall that is new
        configs: list[Any] = []
        for number, (each, column) in enumerate(LOG_TYPES.items()):
            wanted = names.get(column) if number <= place else None
            old = [config for config in was if config["LogType"] == each]
            configs += old if wanted is None else [] if isinstance(wanted, Mapping) else wanted
        return {
            "FirewallArn": names["firewall_arn"],
            "LoggingConfiguration": {"LogDestinationConfigs": configs},
        }

    return write
