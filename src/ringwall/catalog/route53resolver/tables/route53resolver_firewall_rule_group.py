"""Rule groups of DNS Firewall."""

from ringwall.model.table import Call, Table, text

rule_group = Table(
    name="route53resolver_firewall_rule_group",
    doc="A rule group of DNS Firewall; another account can share it.",
    cloudformation="AWS::Route53Resolver::FirewallRuleGroup",
    list=Call(
        "route53resolver.list_firewall_rule_groups", "FirewallRuleGroups", {"MaxResults": 100}
    ),
    arn="Arn",
    account="OwnerId",
    tags="Tags",
    calls=(
        Call(
            "route53resolver.list_tags_for_resource", "Tags", {"ResourceArn": "{Arn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("id", "Id", "Its ID: rslvr-frg-...", property="Id"),
        text("name", "Name", "Its name.", required=True, property="Name"),
        text("share_status", "ShareStatus", "NOT_SHARED, SHARED_BY_ME or SHARED_WITH_ME."),
    ),
)
