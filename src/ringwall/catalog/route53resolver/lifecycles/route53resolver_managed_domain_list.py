"""The domain lists of DNS Firewall that AWS keeps: they are there, and rules refer to them."""

from ringwall.model.lifecycle import Find, Lifecycle

managed_list = Lifecycle(
    table="route53resolver_managed_domain_list",
    find=Find(
        "route53resolver.list_firewall_domain_lists",
        items="FirewallDomainLists[?ManagedOwnerName]",
        match={"Name": "{name}"},
    ),
    identity=("name",),
    ids=("arn", "id"),
)
