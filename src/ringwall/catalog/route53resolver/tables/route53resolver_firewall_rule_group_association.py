"""The VPCs whose DNS queries a rule group of DNS Firewall looks at."""

from ringwall.model.table import Call, Table, integer, text

association = Table(
    name="route53resolver_firewall_rule_group_association",
    doc="A VPC whose DNS queries a rule group of DNS Firewall looks at.",
    cloudformation="AWS::Route53Resolver::FirewallRuleGroupAssociation",
    list=Call(
        "route53resolver.list_firewall_rule_group_associations",
        "FirewallRuleGroupAssociations",
        {"MaxResults": 100},
    ),
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "route53resolver.list_tags_for_resource", "Tags", {"ResourceArn": "{Arn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("id", "Id", "Its ID: rslvr-frgassoc-...", property="Id"),
        text("firewall_rule_group_id", "FirewallRuleGroupId", "The rule group.", required=True),
        text("vpc_id", "VpcId", "The VPC: vpc-...", required=True, property="VpcId"),
        text("name", "Name", "Its name."),
        integer("priority", "Priority", "Lower ones of the VPC are tried first."),
        text(
            "mutation_protection",
            "MutationProtection",
            "ENABLED or DISABLED: whether it is protected against removal.",
            default="DISABLED",
        ),
        text("managed_owner_name", "ManagedOwnerName", "Firewall Manager, where it made it."),
        text("status", "Status", "COMPLETE, UPDATING or DELETING.", required=True),
    ),
)
