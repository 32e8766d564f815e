"""Has Security Hub check the AWS Foundational Security Best Practices."""

from collections.abc import Iterator

from ringwall.catalog.securityhub.standards import WRITES, enable_standard
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("securityhub.hub_checks_fsbp", writes=WRITES)
def check_fsbp(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Enable the standard in the account and Region."""
    return enable_standard(finding, reader)
