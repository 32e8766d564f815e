"""Snapshots of an instance's volumes, and their copies in the account that keeps evidence.

What is encrypted with the key `aws/ebs` cannot be shared: so the first copy takes the key of the
evidence, which lets responders use it, and is made in the key's Region.
https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
"""

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any

from ringwall.catalog.ec2.suspect import INSTANCE, Suspect
from ringwall.catalog.response_site import ACCOUNT, CASE, PARTITION, REGION, ResponseSite
from ringwall.catalog.response_tags import CASE_TAG
from ringwall.model.change import UNREAD, Change, Poll, Probe, Write
from ringwall.model.reference import READ, TEXT
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import look
from ringwall.model.table import Row
from ringwall.model.text import count_of
from ringwall.model.threat import EvidencePlace, Scene
from ringwall.model.write_shape import Shape, WriteShape

SNAPSHOT = r"snap-[0-9a-f]{8,17}"
KEY = rf"arn:{PARTITION}:kms:{REGION}:{ACCOUNT}:key/[A-Za-z0-9-]{{1,64}}"
KEPT = "evidence is kept"
USE_KEYS = (
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
"""What it takes to use the keys of a snapshot and of its copy.

https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
"""
_TAGS: Shape = ({"ResourceType": "snapshot", "Tags": ({"Key": CASE_TAG, "Value": CASE},)},)
_SHARE: dict[str, Shape] = {
    "SnapshotId": SNAPSHOT,
    "Attribute": "createVolumePermission",
    "UserIds": (ACCOUNT,),
}
WRITES = (
    WriteShape(
        "ec2.create_snapshots",
        {
            "InstanceSpecification": {"InstanceId": INSTANCE},
            "Description": rf"{CASE}: {INSTANCE}",
            "TagSpecifications": _TAGS,
        },
        also=("ec2:CreateTags",),
    ),
    WriteShape(
        "ec2.copy_snapshot",
        {
            "SourceRegion": REGION,
            "SourceSnapshotId": SNAPSHOT,
            "Encrypted": True,
            "KmsKeyId": KEY,
            "Description": rf"{CASE}: copy of {SNAPSHOT}",
            "TagSpecifications": _TAGS,
        },
        also=("ec2:CreateTags", *USE_KEYS),
    ),
    WriteShape("ec2.modify_snapshot_attribute", {**_SHARE, "OperationType": "add|remove"}),
    WriteShape(
        "ec2.lock_snapshot",
        {
            "SnapshotId": SNAPSHOT,
            "LockMode": "governance|compliance",
            "LockDuration": range(1, 36_501),
        },
    ),
)
READS = (
    "ec2.describe_snapshots",
    "ec2.describe_snapshot_attribute",
    "ec2.describe_locked_snapshots",
)
_STATE = (
    "(Snapshots[?State=='error'] && 'error') || "
    "(Snapshots[?State!='completed'] && 'pending') || 'completed'"
)


def take_snapshots(
    suspect: Suspect, *, waits: bool = True
) -> Generator[Change | HumanStep, None, list[Any]]:
    """Take snapshots of all volumes at one moment; return their ids, or references to them.

    They are of the moment when they are asked for: who has something else to do does not wait
    until they are complete.
    """
    volumes = sorted(volume for _, volume, _ in suspect.disks)
    if not volumes:
        yield HumanStep(
            suspect.arn,
            "Copy its disks while it runs",
            "it has no volume of which AWS keeps a copy",
        )
        return []
    return (yield from _take(suspect, volumes, waits=waits))


def keep_copies(
    suspect: Suspect, scene: Scene, snapshots: list[Any]
) -> Iterator[Change | HumanStep]:
    """Keep copies of snapshots where nobody deletes them."""
    if not snapshots:
        return
    place = scene.settings.evidence
    if place is None or not re.fullmatch(KEY, place.key_arn, re.ASCII):
        lack = "no evidence account is set" if place is None else "no key of evidence is set"
        yield HumanStep(
            suspect.arn,
            f"Copy the snapshots with the tag {CASE_TAG}={suspect.site.case} to another account",
            f"{lack}: whoever rules this account can delete them",
        )
        return
    for snapshot in snapshots:
        yield from _keep(suspect.site, snapshot, place, scene)


def _take(
    suspect: Suspect, volumes: list[str], *, waits: bool
) -> Generator[Change, None, list[Any]]:
    """Yield the Change that takes snapshots, if they are not there; return ids or references."""
    site, case = suspect.site, suspect.site.case
    tagged = [
        {"Name": f"tag:{CASE_TAG}", "Values": [case]},
        {"Name": "volume-id", "Values": volumes},
    ]
    ids = {
        f"of_{volume.replace('-', '_')}": f"Snapshots[?VolumeId=='{volume}'] | [0].SnapshotId"
        for volume in volumes
    }
    probe = Probe(
        "ec2.describe_snapshots",
        {"OwnerIds": [site.account_id], "Filters": tagged},
        "Snapshots && sort(Snapshots[?State!='error'].VolumeId)",
        ids=ids,
    )
    seen = look(probe, site.reader)
    before = seen.state or []
    if set(before) >= set(volumes):
        return [seen.ids[name] for name in ids]
    tag = {"Key": CASE_TAG, "Value": case}
    change = suspect.change(
        write=Write(
            "ec2.create_snapshots",
            {
                "InstanceSpecification": {"InstanceId": suspect.instance_id},
                "Description": f"{case}: {suspect.instance_id}",
                "TagSpecifications": [{"ResourceType": "snapshot", "Tags": [tag]}],
            },
            poll=_await({"$answer": "Snapshots[].SnapshotId"}) if waits else None,
        ),
        probe=probe,
        before=seen.state,
        after=sorted([*before, *volumes]),
        why=f"what is on {', '.join(volumes)} is kept as it is at one moment",
        blast="none",
        irreversible=KEPT,
        stage="preserve",
    )
    yield change
    return [{READ: f"{change.id}.{name}"} for name in ids]


def _await(snapshots: Any) -> Poll:
    """Return how to see that snapshots are complete; it can take longer than anybody waits."""
    return Poll(
        "ec2.describe_snapshots",
        {"SnapshotIds": snapshots},
        _STATE,
        ("completed",),
        ("error",),
        early=("InvalidSnapshot.NotFound",),
    )


def _keep(
    site: ResponseSite, snapshot: Any, place: EvidencePlace, scene: Scene
) -> Iterator[Change]:
    """Copy one snapshot under the key of evidence, into the evidence account, and lock it there."""
    reader = scene.readers(site.account_id, place.region)
    near = ResponseSite(reader, site.case)
    copied = yield from _copy(near, snapshot, site.region, place.key_arn)
    far = near
    if place.account_id != site.account_id:
        far = ResponseSite(scene.readers(place.account_id, place.region), site.case)
        share = yield from _share(near, copied, place.account_id)
        copied = yield from _copy(far, copied, place.region, place.key_arn, share)
    yield from _lock(far, copied, place)


def _copy(
    site: ResponseSite, source: Any, region: str, key: str, needs: tuple[str, ...] = ()
) -> Generator[Change, None, Any]:
    """Yield the Change that copies a snapshot, if no copy is there; return its id or reference."""
    title = f"{site.case}: copy of "
    description = title + source if isinstance(source, str) else {TEXT: [title, source]}
    tagged = [{"Name": f"tag:{CASE_TAG}", "Values": [site.case]}]
    probe = Probe(
        "ec2.describe_snapshots",
        {"OwnerIds": [site.account_id], "Filters": tagged},
        "{description: Description, key: KmsKeyId}",
        items="Snapshots[?State!='error']",
        match={"Description": description},
        ids={"snapshot_id": "SnapshotId"},
    )
    before: Any = UNREAD
    if isinstance(source, str):
        seen = look(probe, site.reader)
        if seen.state is not None:
            return seen.ids["snapshot_id"]
        before = None
    tag = {"Key": CASE_TAG, "Value": site.case}
    change = site.change(
        site.name("snapshot/*"),
        write=Write(
            "ec2.copy_snapshot",
            {
                "SourceRegion": region,
                "SourceSnapshotId": source,
                "Encrypted": True,
                "KmsKeyId": key,
                "Description": description,
                "TagSpecifications": [{"ResourceType": "snapshot", "Tags": [tag]}],
            },
            retry=("IncorrectState",),
            poll=_await([{"$answer": "SnapshotId"}]),
        ),
        probe=probe,
        before=before,
        after={"description": description, "key": key},
        why="a copy under the key of evidence can be shared, and nobody here can read it alone",
        blast="none",
        irreversible=KEPT,
        needs=needs,
        stage="preserve",
    )
    yield change
    return {READ: f"{change.id}.snapshot_id"}


def _share(
    site: ResponseSite, snapshot: Any, account: str
) -> Generator[Change, None, tuple[str, ...]]:
    """Yield the Change that shares a snapshot with an account; return what to wait for."""
    which = {"SnapshotId": snapshot, "Attribute": "createVolumePermission"}
    path = f"CreateVolumePermissions[?UserId=='{account}'] | [0].UserId"
    probe = Probe("ec2.describe_snapshot_attribute", which, path)
    before: Any = UNREAD
    if isinstance(snapshot, str):
        before = look(probe, site.reader).state
        if before == account:
            return ()
    change = site.change(
        site.name(f"snapshot/{snapshot if isinstance(snapshot, str) else '*'}"),
        write=Write(
            "ec2.modify_snapshot_attribute",
            {**which, "OperationType": "add", "UserIds": [account]},
        ),
        probe=probe,
        before=before,
        after=account,
        why="the evidence account can copy it",
        blast="none",
        undo=Write(
            "ec2.modify_snapshot_attribute",
            {**which, "OperationType": "remove", "UserIds": [account]},
        ),
        stage="preserve",
    )
    yield change
    return (change.id,)


def _lock(site: ResponseSite, snapshot: Any, place: EvidencePlace) -> Iterator[Change]:
    mode = place.lock_mode.lower()
    which: Mapping[str, Any] = {"SnapshotId": snapshot}
    probe = Probe(
        "ec2.describe_locked_snapshots",
        {"SnapshotIds": [snapshot]},
        "LockState",
        items="Snapshots[?LockState!='expired']",
        match=which,
    )
    before: Any = UNREAD
    if isinstance(snapshot, str):
        before = look(probe, site.reader).state
        if before is not None:
            return
    lock: Row = {**which, "LockMode": mode, "LockDuration": place.lock_days}
    yield site.change(
        site.name("snapshot/*" if before == UNREAD else f"snapshot/{snapshot}"),
        write=Write("ec2.lock_snapshot", lock),
        probe=probe,
        before=before,
        after=mode,
        why=f"nobody can delete the copy for {count_of(place.lock_days, 'day')}",
        blast="none",
        irreversible=KEPT,
        stage="preserve",
    )
