"""Why endpoints are not exported: CloudFormation lists those of a firewall in no order."""

from ringwall.model.export import TableExport

endpoint = TableExport(
    table="networkfirewall_firewall_endpoint",
    why_not="it comes with its firewall; once that is there, `aws network-firewall "
    "describe-firewall` says the ids of its endpoints, which routes take as parameters",
)
