"""How rule groups of Network Firewall come, change and go: all rules of one at a time."""

from ringwall.catalog.networkfirewall.tagging import IN_USE, TAG
from ringwall.catalog.networkfirewall.writes import create_rule_group, update_rule_group
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_RULES = (
    "rules_string",
    "targets",
    "target_types",
    "generated_rules_type",
    "rule_variables",
)
_FIXED = "AWS cannot change it: make another rule group, and name it in place of this one"

rule_group = Lifecycle(
    table="networkfirewall_rule_group",
    find=Find(
        "network-firewall.list_rule_groups",
        items="RuleGroups",
        match={"Name": "{rule_group_name}"},
    ),
    identity=("rule_group_name",),
    ids=("arn", "update_token"),
    ids_change=True,
    create=Step(
        "network-firewall.create_rule_group",
        build=create_rule_group,
        also=("network-firewall:TagResource",),
    ),
    creates=("rule_group_name", "type", "capacity", "rule_order", *_RULES, "tags"),
    updates=(
        Update(
            _RULES,
            Step(
                "network-firewall.update_rule_group",
                build=update_rule_group,
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), TAG),
    ),
    erase=Step("network-firewall.delete_rule_group", {"RuleGroupArn": "{found.arn}"}, retry=IN_USE),
    by_hand={"type": _FIXED, "capacity": _FIXED, "rule_order": _FIXED},
    normal={"targets": "set", "target_types": "set"},
    wait=60,
    owner="tag",
    retag=TAG,
)
