"""Closes ports of high risk to the internet."""

from collections.abc import Iterator

from ringwall.catalog.ec2.open_rules import WRITES, close_ports
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("ec2.high_risk_ports_are_not_open", writes=WRITES)
def close_high_risk_ports(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Revoke the rules that open ports of high risk to the internet."""
    return close_ports(finding, reader)
