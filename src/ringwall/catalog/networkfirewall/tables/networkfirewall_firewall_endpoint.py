"""The endpoints of firewalls, one a row: what routes point to."""

from ringwall.model.table import Column, Table, text

endpoint = Table(
    name="networkfirewall_firewall_endpoint",
    doc="The endpoint of a firewall in one of its subnets; arn is the firewall's.",
    columns=(
        Column("firewall_arn", "TEXT", "The firewall."),
        text("subnet_id", "SubnetId", "Its subnet."),
        Column("availability_zone", "TEXT", "The subnet's zone, by its name."),
        text("endpoint_id", "EndpointId", "The endpoint: vpce-..."),
        text("status", "Status", "READY where traffic can be sent to it."),
    ),
)
