"""Stops sharing an EBS snapshot with all AWS accounts."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

TAKE = "CreateVolumePermissions[?Group=='all'] | [0].Group"


WRITES = (
    WriteShape(
        "ec2.modify_snapshot_attribute",
        {
            "SnapshotId": "snap-[0-9a-f]{8,17}",
            "Attribute": "createVolumePermission",
            "OperationType": "remove|add",
            "GroupNames": ["all"],
        },
    ),
)


@answers("ec2.snapshot_is_not_public", writes=WRITES)
def unshare_snapshot(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Stop sharing the snapshot with all AWS accounts; named accounts keep their access."""
    snapshot = {
        "SnapshotId": finding.resource.rpartition("/")[2],
        "Attribute": "createVolumePermission",
    }
    probe = Probe("ec2.describe_snapshot_attribute", snapshot, TAKE)
    before = read_state(probe, reader)
    if before is None:
        return
    operation, everybody = "ec2.modify_snapshot_attribute", {"GroupNames": ["all"]}
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(operation, {**snapshot, "OperationType": "remove", **everybody}),
        probe=probe,
        before=before,
        after=None,
        why="any AWS account can copy the volume while the snapshot is shared with all",
        layer="data",
        blast="availability",
        undo=Write(operation, {**snapshot, "OperationType": "add", **everybody}),
    )
