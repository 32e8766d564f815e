"""Protects the subnets of a firewall from changes."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "network-firewall.update_subnet_change_protection",
        {
            "FirewallArn": r"arn:aws[a-z-]*:network-firewall:{region}:{account_id}:firewall/[\w-]+",
            "SubnetChangeProtection": bool,
        },
    ),
)


@answers("networkfirewall.firewall_subnets_are_protected", writes=WRITES)
def protect_subnets(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable the protection: it must be disabled before a subnet can be taken from the firewall."""
    firewall = {"FirewallArn": finding.resource}

    def protect(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        parameters = {**firewall, "SubnetChangeProtection": state}
        return Write("network-firewall.update_subnet_change_protection", parameters)

    return change_setting(
        finding,
        reader,
        Probe("network-firewall.describe_firewall", firewall, "Firewall.SubnetChangeProtection"),
        protect,
        after=True,
        why="traffic can no longer be led past the firewall with one call",
        blast="none",
    )
