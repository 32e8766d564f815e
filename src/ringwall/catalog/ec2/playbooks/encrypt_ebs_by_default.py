"""Enables EBS encryption by default in a Region."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape("ec2.enable_ebs_encryption_by_default", {}),
    WriteShape("ec2.disable_ebs_encryption_by_default", {}),
)


@answers("ec2.ebs_encryption_is_default", writes=WRITES)
def encrypt_ebs_by_default(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Encrypt new volumes and snapshot copies in the Region; existing ones stay as they are."""
    probe = Probe("ec2.get_ebs_encryption_by_default", {}, "EbsEncryptionByDefault")
    before = read_state(probe, reader)
    if before is True:
        return
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write("ec2.enable_ebs_encryption_by_default", {}),
        probe=probe,
        before=before,
        after=True,
        why="new volumes are encrypted, even where nobody asks for it",
        layer="data",
        undo=Write("ec2.disable_ebs_encryption_by_default", {}),
    )
