"""Domain lists of DNS Firewall that an account made."""

from ringwall.model.table import Call, Table, text, texts

domain_list = Table(
    name="route53resolver_firewall_domain_list",
    doc="A domain list of DNS Firewall that the account made itself.",
    cloudformation="AWS::Route53Resolver::FirewallDomainList",
    list=Call(
        "route53resolver.list_firewall_domain_lists",
        "FirewallDomainLists[?!ManagedOwnerName]",
        {"MaxResults": 100},
    ),
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "route53resolver.list_firewall_domains",
            "Domains",
            {"FirewallDomainListId": "{Id}"},
            into="Domains",
        ),
        Call(
            "route53resolver.list_tags_for_resource", "Tags", {"ResourceArn": "{Arn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("id", "Id", "Its ID: rslvr-fdl-...", property="Id"),
        text("name", "Name", "Its name.", required=True, property="Name"),
        texts(
            "domains",
            "Domains",
            "Its domains, as AWS writes them: with a dot at the end.",
            property="Domains",
            default=[],
        ),
    ),
)
