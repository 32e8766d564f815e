"""What a firewall is protected from, as settings of their own: they go before the firewall does."""

from ringwall.model.table import Table, boolean, text

protection = Table(
    name="networkfirewall_firewall_protection",
    doc="The protections of a firewall; arn is the firewall's.",
    columns=(
        text("firewall_arn", "FirewallArn", "The firewall."),
        boolean("delete_protection", "DeleteProtection", "Nobody deletes it before that is off."),
        boolean(
            "subnet_change_protection",
            "SubnetChangeProtection",
            "Nobody takes it out of a subnet before that is off.",
        ),
    ),
)
