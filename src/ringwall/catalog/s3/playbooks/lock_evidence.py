"""Has a bucket for evidence lock each new object by itself."""

from collections.abc import Iterator

from ringwall.catalog.s3.object_lock import WRITES, lock_by_default
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("s3.evidence_has_object_lock", writes=WRITES)
def lock_evidence(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Keep new evidence for a year, where the bucket has Object Lock."""
    return lock_by_default(finding.resource.rpartition(":")[2], finding, reader)
