"""Enables deletion protection of a firewall."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "network-firewall.update_firewall_delete_protection",
        {
            "FirewallArn": r"arn:aws[a-z-]*:network-firewall:{region}:{account_id}:firewall/[\w-]+",
            "DeleteProtection": bool,
        },
    ),
)


@answers("networkfirewall.firewall_is_protected_from_deletion", writes=WRITES)
def protect_from_deletion(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable deletion protection: it must be disabled before the firewall can be deleted."""
    firewall = {"FirewallArn": finding.resource}

    def protect(state: bool) -> Write:  # noqa: FBT001 - it is given as the state it is
        parameters = {**firewall, "DeleteProtection": state}
        return Write("network-firewall.update_firewall_delete_protection", parameters)

    return change_setting(
        finding,
        reader,
        Probe("network-firewall.describe_firewall", firewall, "Firewall.DeleteProtection"),
        protect,
        after=True,
        why="the firewall can no longer be deleted with one call",
        blast="none",
    )
