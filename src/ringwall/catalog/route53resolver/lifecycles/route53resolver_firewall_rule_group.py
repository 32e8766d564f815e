"""How rule groups of DNS Firewall come and go; rules and VPCs are rows of their own."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_TAG = Step("route53resolver.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"})


rule_group = Lifecycle(
    table="route53resolver_firewall_rule_group",
    find=Find(
        "route53resolver.list_firewall_rule_groups",
        items="FirewallRuleGroups",
        match={"Name": "{name}", "OwnerId": "{account_id}"},
        known={"Id": "{found.id}"},
    ),
    identity=("name",),
    named_by=("name",),
    ids=("arn", "id"),
    create=Step(
        "route53resolver.create_firewall_rule_group",
        {"Name": "{name}", "Tags": "{tags|pairs}"},
        also=("route53resolver:TagResource",),
    ),
    creates=("name", "tags"),
    updates=(Update(("tags",), _TAG),),
    erase=Step(
        "route53resolver.delete_firewall_rule_group",
        {"FirewallRuleGroupId": "{found.id}"},
        # VPCs and rules let go of it late.
        retry=("ConflictException", "ValidationException"),
    ),
    parts={
        "route53resolver_firewall_rule": {"firewall_rule_group_id": "id"},
        "route53resolver_firewall_rule_group_association": {"firewall_rule_group_id": "id"},
    },
    owner="tag",
    retag=_TAG,
)
