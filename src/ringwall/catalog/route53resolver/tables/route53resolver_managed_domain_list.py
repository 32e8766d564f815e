"""Domain lists of DNS Firewall that AWS keeps."""

from ringwall.model.table import Call, Table, text

managed_list = Table(
    name="route53resolver_managed_domain_list",
    doc="A domain list of DNS Firewall that AWS keeps: rules name it, and nobody reads it.",
    list=Call(
        "route53resolver.list_firewall_domain_lists",
        "FirewallDomainLists[?ManagedOwnerName]",
        {"MaxResults": 100},
    ),
    arn="Arn",
    columns=(
        text("id", "Id", "Its ID, another one in each Region: rslvr-fdl-..."),
        text("name", "Name", "Its name: AWSManagedDomainsMalwareDomainList.", required=True),
        text("managed_owner_name", "ManagedOwnerName", "The service that keeps it."),
        text("managed_list_type", "ManagedListType", "THREAT or CONTENT."),
        text("category", "Category", "What its domains have in common."),
    ),
)
