"""Stops sharing an AMI with all AWS accounts."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

TAKE = "LaunchPermissions[?Group=='all'] | [0].Group"
WRITES = (
    WriteShape(
        "ec2.modify_image_attribute",
        {
            "ImageId": "ami-[0-9a-f]{8,17}",
            "Attribute": "launchPermission",
            "OperationType": "remove|add",
            "UserGroups": ["all"],
        },
    ),
)


@answers("ec2.image_is_not_public", writes=WRITES)
def unshare_image(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Stop sharing the AMI with all AWS accounts; named accounts keep their access."""
    image = {"ImageId": finding.resource.rpartition("/")[2], "Attribute": "launchPermission"}

    def share(state: str | None) -> Write:
        how = "add" if state else "remove"
        parameters = {**image, "OperationType": how, "UserGroups": ["all"]}
        return Write("ec2.modify_image_attribute", parameters)

    return change_setting(
        finding,
        reader,
        Probe("ec2.describe_image_attribute", image, TAKE),
        share,
        after=None,
        why="any AWS account can launch the AMI and read its disks while it is shared with all",
        blast="availability",
    )
