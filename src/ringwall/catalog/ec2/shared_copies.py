"""Snapshots and images that other accounts can copy, and how that is taken back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.ec2.disk_evidence import SNAPSHOT
from ringwall.catalog.own_accounts import OwnAccounts
from ringwall.catalog.response_site import ACCOUNT, ResponseSite
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.state import read_state
from ringwall.model.table import Row
from ringwall.model.write_shape import Shape, WriteShape

IMAGE = r"ami-[0-9a-f]{8,17}"
EVERYONE = "all"
GONE = ("InvalidSnapshot.NotFound", "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable")
TAKEN = ("SharedSnapshotCopyInitiated", "SharedSnapshotVolumeCreated")
"""What CloudTrail tells the owner when another account copies a snapshot, or restores it."""
_PLACE = r"arn:[a-z-]+:organizations::\d{12}:(organization|ou)/[a-z0-9/-]{1,120}"
_PERMISSIONS: Shape = [{"Group?": EVERYONE, "UserId?": ACCOUNT}]
_LAUNCHES: Shape = [
    {
        "Group?": EVERYONE,
        "UserId?": ACCOUNT,
        "OrganizationArn?": _PLACE,
        "OrganizationalUnitArn?": _PLACE,
    }
]
WRITES = (
    WriteShape(
        "ec2.modify_snapshot_attribute",
        {
            "SnapshotId": SNAPSHOT,
            "Attribute": "createVolumePermission",
            "CreateVolumePermission": {"Add?": _PERMISSIONS, "Remove?": _PERMISSIONS},
        },
    ),
    WriteShape(
        "ec2.modify_image_attribute",
        {"ImageId": IMAGE, "LaunchPermission": {"Add?": _LAUNCHES, "Remove?": _LAUNCHES}},
    ),
)
READS = (
    "ec2.describe_snapshot_attribute",
    "ec2.describe_image_attribute",
    "ec2.describe_images",
    "cloudtrail.lookup_events",
)


@dataclass(frozen=True)
class SharedCopy:
    """Something that accounts can copy: who can, and the write that adds or removes some."""

    site: ResponseSite
    arn: str
    probe: Probe
    """Reads with whom it is shared: a sorted list of texts."""
    write: Callable[[str, list[str]], Write]
    """Returns the write for `Add` or `Remove`."""

    def unshare(self, own: OwnAccounts) -> Iterator[Change]:
        """Yield the Change after which only our own accounts can copy it."""
        try:
            before: list[str] = read_state(self.probe, self.site.reader) or []
        except CallFailed as error:
            if error.is_one_of(GONE):
                raise NeedsHuman(f"{self.arn} is gone: look who deleted it") from error
            raise
        foreign = [name for name in before if not own.has(name)]
        if not foreign:
            return
        yield self.site.change(
            self.arn,
            write=self.write("Remove", foreign),
            probe=self.probe,
            before=before,
            after=[name for name in before if name not in foreign],
            why=f"{_tell(foreign)} can copy what is on it",
            blast="availability",
            undo=self.write("Add", foreign),
            stage="contain",
        )


def _tell(names: list[str]) -> str:
    return "any AWS account" if EVERYONE in names else ", ".join(names)


def share_snapshot(site: ResponseSite, snapshot: str) -> SharedCopy:
    """Return an EBS snapshot with whom it is shared."""
    which = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}

    def write(verb: str, names: list[str]) -> Write:
        permissions = [_name(each) for each in names]
        change = {"CreateVolumePermission": {verb: permissions}}
        return Write("ec2.modify_snapshot_attribute", {**which, **change})

    take = "sort(CreateVolumePermissions[].not_null(UserId, Group) || `[]`)"
    probe = Probe("ec2.describe_snapshot_attribute", which, take)
    return SharedCopy(site, site.name(f"snapshot/{snapshot}"), probe, write)


def share_image(site: ResponseSite, image: str) -> SharedCopy:
    """Return an AMI with whom it is shared."""

    def write(verb: str, names: list[str]) -> Write:
        launches = [_name(each) for each in names]
        return Write(
            "ec2.modify_image_attribute", {"ImageId": image, "LaunchPermission": {verb: launches}}
        )

    each = "not_null(UserId, Group, OrganizationArn, OrganizationalUnitArn)"
    probe = Probe(
        "ec2.describe_image_attribute",
        {"ImageId": image, "Attribute": "launchPermission"},
        f"sort(LaunchPermissions[].{each} || `[]`)",
    )
    return SharedCopy(site, site.name(f"image/{image}"), probe, write)


def _name(name: str) -> Row:
    if name == EVERYONE:
        return {"Group": name}
    if name.startswith("arn:"):
        member = "OrganizationalUnitArn" if ":ou/" in name else "OrganizationArn"
        return {member: name}
    return {"UserId": name}


def find_image_snapshots(site: ResponseSite, image: str) -> list[str]:
    """Return the snapshots of an AMI; NeedsHuman where the account has no such AMI."""
    try:
        answer = site.reader.call("ec2.describe_images", ImageIds=[image], Owners=["self"])
    except CallFailed as error:
        if not error.is_one_of(GONE):
            raise
        answer = {"Images": []}
    if not answer["Images"]:
        raise NeedsHuman(f"{image} in {site.region} of account {site.account_id} is gone")
    mappings: list[Any] = answer["Images"][0].get("BlockDeviceMappings") or []
    found = (str(each.get("Ebs", {}).get("SnapshotId") or "") for each in mappings)
    return sorted(name for name in found if name)
