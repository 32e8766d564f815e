"""Why AWS's own domain lists are not exported: they are there."""

from ringwall.model.export import TableExport

managed_list = TableExport(
    table="route53resolver_managed_domain_list",
    why_not="AWS keeps it: `aws route53resolver list-firewall-domain-lists` says its id, which "
    "is the same in all accounts of a Region; rules take it as a parameter",
)
