"""How a VPC comes to have a rule group of DNS Firewall, and to have it no more."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"FirewallRuleGroupAssociationId": "{found.id}"}
_TAG = Step("route53resolver.tag_resource", {"ResourceArn": "{found.arn}", "Tags": "{tags|pairs}"})


association = Lifecycle(
    table="route53resolver_firewall_rule_group_association",
    find=Find(
        "route53resolver.list_firewall_rule_group_associations",
        {"VpcId": "{vpc_id}"},
        items="FirewallRuleGroupAssociations",
        match={"FirewallRuleGroupId": "{firewall_rule_group_id}"},
    ),
    identity=("firewall_rule_group_id", "vpc_id"),
    ids=("arn", "id"),
    create=Step(
        "route53resolver.associate_firewall_rule_group",
        {
            "FirewallRuleGroupId": "{firewall_rule_group_id}",
            "VpcId": "{vpc_id}",
            "Name": "{name}",
            "Priority": "{priority}",
            "Tags": "{tags|pairs}",
        },
        also=("ec2:DescribeVpcs", "route53resolver:TagResource"),
        blast="availability",
    ),
    creates=("firewall_rule_group_id", "vpc_id", "name", "priority", "tags"),
    updates=(
        Update(
            ("name", "priority"),
            Step(
                "route53resolver.update_firewall_rule_group_association",
                {**_ID, "Name": "{name}", "Priority": "{priority}"},
                retry=("ConflictException",),
            ),
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("route53resolver.disassociate_firewall_rule_group", _ID),
    owner="tag",
    retag=_TAG,
    wait=120.0,
)
