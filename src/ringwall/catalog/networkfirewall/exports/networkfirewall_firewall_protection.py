"""Where CloudFormation has the protections of firewalls: in the firewalls."""

from ringwall.model.export import PartOf, TableExport

protection = TableExport(
    table="networkfirewall_firewall_protection",
    part_of=PartOf(
        "networkfirewall_firewall",
        {"arn": "{firewall_arn}"},
        "DeleteProtection",
        "{delete_protection}",
        further={"SubnetChangeProtection": "{subnet_change_protection}"},
    ),
)
