"""How policies of Network Firewall come, change and go: all of one at a time."""

from ringwall.catalog.networkfirewall.tagging import IN_USE, TAG
from ringwall.catalog.networkfirewall.writes import create_policy, update_policy
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_POLICY = (
    "stateless_default_actions",
    "stateless_fragment_default_actions",
    "stateful_default_actions",
    "stream_exception_policy",
    "stateful_rule_group_references",
    "policy_variables",
)

policy = Lifecycle(
    table="networkfirewall_firewall_policy",
    find=Find(
        "network-firewall.list_firewall_policies",
        items="FirewallPolicies",
        match={"Name": "{firewall_policy_name}"},
    ),
    identity=("firewall_policy_name",),
    ids=("arn", "update_token"),
    ids_change=True,
    create=Step(
        "network-firewall.create_firewall_policy",
        build=create_policy,
        also=("network-firewall:TagResource",),
    ),
    creates=("firewall_policy_name", *_POLICY, "rule_order", "tags"),
    updates=(
        Update(
            _POLICY,
            Step(
                "network-firewall.update_firewall_policy",
                build=update_policy,
                blast="availability",
            ),
            whole=True,
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "network-firewall.delete_firewall_policy",
        {"FirewallPolicyArn": "{found.arn}"},
        retry=IN_USE,
    ),
    by_hand={
        "rule_order": "AWS cannot change it: make another policy, and give it to the firewall"
    },
    normal={"stateful_rule_group_references": "set", "stateful_default_actions": "set"},
    wait=60,
    owner="tag",
    retag=TAG,
)
