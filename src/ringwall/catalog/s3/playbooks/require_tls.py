"""Has a bucket refuse requests that are not encrypted on their way."""

from collections.abc import Iterator

from ringwall.catalog.policy_statements import require_tls as refuse_plain
from ringwall.catalog.s3.denying import WRITES, deny
from ringwall.model.change import Change
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader


@answers("s3.bucket_requires_tls", writes=WRITES)
def require_tls(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Add the statement that denies plain HTTP; all other statements stay."""
    return deny(
        finding,
        reader,
        refuse_plain(finding.resource, f"{finding.resource}/*"),
        "nobody on the way can read or change what is sent; clients that use plain HTTP are "
        "refused",
    )
