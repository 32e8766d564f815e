"""Where CloudFormation has firewalls: an endpoint in each of their subnets."""

from ringwall.model.export import TableExport

firewall = TableExport(
    table="networkfirewall_firewall",
    properties={"SubnetMappings": "{subnet_mappings}"},
)
