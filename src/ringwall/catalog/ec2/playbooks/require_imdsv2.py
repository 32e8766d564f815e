"""Makes the metadata service of an instance require session tokens (IMDSv2)."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

TAKE = "Reservations[0].Instances[0].MetadataOptions.HttpTokens"


WRITES = (
    WriteShape(
        "ec2.modify_instance_metadata_options",
        {"InstanceId": "i-[0-9a-f]{8,17}", "HttpTokens": "required|optional"},
    ),
)


@answers("ec2.instance_requires_imdsv2", writes=WRITES)
def require_imdsv2(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Require IMDSv2, so that a forged request cannot read the credentials of the role."""
    instance = finding.resource.rpartition("/")[2]
    probe = Probe("ec2.describe_instances", {"InstanceIds": [instance]}, TAKE)
    before = read_state(probe, reader)
    if before == "required":
        return
    operation = "ec2.modify_instance_metadata_options"
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(operation, {"InstanceId": instance, "HttpTokens": "required"}),
        probe=probe,
        before=before,
        after="required",
        why="a forged request can no longer read the credentials of the role; neither can software "
        "that still uses IMDSv1: check the metric MetadataNoToken first",
        layer="infrastructure",
        blast="availability",
        undo=Write(operation, {"InstanceId": instance, "HttpTokens": "optional"}),
    )
