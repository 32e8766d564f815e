"""Where CloudFormation has rules of DNS Firewall: in their group."""

from ringwall.model.export import PartOf, TableExport

rule = TableExport(
    table="route53resolver_firewall_rule",
    part_of=PartOf(
        "route53resolver_firewall_rule_group",
        {"id": "{firewall_rule_group_id}"},
        "FirewallRules",
        {
            "FirewallDomainListId": "{firewall_domain_list_id}",
            "Priority": "{priority}",
            "Action": "{action}",
            "BlockResponse": "{block_response}",
        },
    ),
    implied={"name": "a rule of a group has none"},
)
