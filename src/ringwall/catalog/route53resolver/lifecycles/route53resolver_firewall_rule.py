"""How rules of DNS Firewall come, change and go: a group has one for each domain list."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_WHICH = {
    "FirewallRuleGroupId": "{firewall_rule_group_id}",
    "FirewallDomainListId": "{firewall_domain_list_id}",
}
_SETTINGS = {
    "Name": "{name}",
    "Priority": "{priority}",
    "Action": "{action}",
    "BlockResponse": "{block_response}",
}


rule = Lifecycle(
    table="route53resolver_firewall_rule",
    find=Find(
        "route53resolver.list_firewall_rules",
        {"FirewallRuleGroupId": "{firewall_rule_group_id}"},
        items="FirewallRules",
        match={"FirewallDomainListId": "{firewall_domain_list_id}"},
        absent=("ResourceNotFoundException",),
    ),
    identity=("firewall_rule_group_id", "firewall_domain_list_id"),
    ids=(),
    create=Step(
        "route53resolver.create_firewall_rule",
        {**_WHICH, **_SETTINGS},
        blast="availability",
    ),
    creates=(
        "firewall_rule_group_id",
        "firewall_domain_list_id",
        "name",
        "priority",
        "action",
        "block_response",
    ),
    updates=(
        Update(
            ("name", "priority", "action", "block_response"),
            Step(
                "route53resolver.update_firewall_rule",
                {**_WHICH, **_SETTINGS},
                retry=("ConflictException",),
                blast="availability",
            ),
            whole=True,
        ),
    ),
    erase=Step("route53resolver.delete_firewall_rule", _WHICH),
)
