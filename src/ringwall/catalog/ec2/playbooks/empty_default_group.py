"""Revokes all rules of a default security group."""

from collections.abc import Iterator

from ringwall.catalog.ec2.group_emptying import WRITES, empty_group
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("ec2.default_group_allows_nothing", writes=WRITES)
def empty_default_group(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Revoke every rule; what is in the group has to be given a group of its own."""
    return empty_group(finding, reader)
