"""Makes an instance's metadata service ask for a session token (IMDSv2)."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader

TAKE = "Reservations[0].Instances[0].MetadataOptions.HttpTokens"


@answers("ec2.instance_requires_imdsv2")
def require_imdsv2(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Require IMDSv2, so that a forged request through the workload finds no credentials."""
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
        why="a forged request through the workload gets no credentials then; software that "
        "still asks the old way (IMDSv1) gets none either: see the MetadataNoToken metric",
        layer="infrastructure",
        blast="availability",
        undo=Write(operation, {"InstanceId": instance, "HttpTokens": "optional"}),
    )
