"""Stops a subnet from assigning public addresses automatically."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.state import read_state
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape(
        "ec2.modify_subnet_attribute",
        {"SubnetId": "subnet-[0-9a-f]{8,17}", "MapPublicIpOnLaunch": {"Value": bool}},
    ),
)


@answers("ec2.subnet_does_not_assign_public_ips", writes=WRITES)
def stop_assigning_public_ips(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Assign public addresses only to instances that ask for one."""
    subnet = finding.resource.rpartition("/")[2]
    probe = Probe("ec2.describe_subnets", {"SubnetIds": [subnet]}, "Subnets[0].MapPublicIpOnLaunch")
    before = read_state(probe, reader)
    if before is False:
        return
    operation = "ec2.modify_subnet_attribute"
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(operation, {"SubnetId": subnet, "MapPublicIpOnLaunch": {"Value": False}}),
        probe=probe,
        before=before,
        after=False,
        why="new instances get a public address only if they ask for one; running instances keep "
        "theirs, and Auto Scaling groups that rely on the setting have to ask for addresses",
        layer="infrastructure",
        blast="availability",
        undo=Write(operation, {"SubnetId": subnet, "MapPublicIpOnLaunch": {"Value": True}}),
    )
