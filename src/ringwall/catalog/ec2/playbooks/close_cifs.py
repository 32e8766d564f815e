"""Closes CIFS to the internet."""

from collections.abc import Iterator

from ringwall.catalog.ec2.open_rules import WRITES, close_ports
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("ec2.cifs_is_not_open", writes=WRITES)
def close_cifs(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Revoke the rules that open CIFS (445) to the internet."""
    return close_ports(finding, reader)
