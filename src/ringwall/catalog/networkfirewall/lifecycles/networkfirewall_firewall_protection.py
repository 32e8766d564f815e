"""How the protections of a firewall are set."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_ID = {"FirewallArn": "{firewall_arn}"}

protection = Lifecycle(
    table="networkfirewall_firewall_protection",
    find=Find("network-firewall.describe_firewall", _ID, take="Firewall"),
    identity=("firewall_arn",),
    ids=(),
    updates=(
        Update(
            ("delete_protection",),
            Step(
                "network-firewall.update_firewall_delete_protection",
                {**_ID, "DeleteProtection": "{delete_protection}"},
            ),
        ),
        Update(
            ("subnet_change_protection",),
            Step(
                "network-firewall.update_subnet_change_protection",
                {**_ID, "SubnetChangeProtection": "{subnet_change_protection}"},
            ),
        ),
    ),
)
