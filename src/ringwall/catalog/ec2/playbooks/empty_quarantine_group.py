"""Revokes all rules of a security group for quarantine."""

from collections.abc import Iterator

from ringwall.catalog.ec2.group_emptying import WRITES, empty_group
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("ec2.quarantine_group_allows_nothing", writes=WRITES)
def empty_quarantine_group(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Revoke every rule, so that an instance that is put there is isolated."""
    return empty_group(finding, reader)
