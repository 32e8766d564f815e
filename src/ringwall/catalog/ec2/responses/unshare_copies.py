"""Takes back what other accounts can copy: snapshots, images, snapshots of databases."""

import json
import re
from collections.abc import Iterator

from ringwall.catalog.ec2 import shared_copies
from ringwall.catalog.ec2.disk_evidence import SNAPSHOT
from ringwall.catalog.ec2.shared_copies import (
    IMAGE,
    TAKEN,
    SharedCopy,
    find_image_snapshots,
    share_image,
    share_snapshot,
)
from ringwall.catalog.own_accounts import KEEP, find_own_accounts
from ringwall.catalog.own_accounts import READS as ACCOUNT_READS
from ringwall.catalog.rds import shared_snapshots
from ringwall.catalog.rds.shared_snapshots import NAME, find_shared_snapshots
from ringwall.catalog.response_site import (
    ACCOUNT,
    PARTITION,
    REGION,
    ResponseSite,
    attempt,
    open_site,
)
from ringwall.model.change import Change
from ringwall.model.errors import NeedsHuman
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.threat import Scene, Threat

DISK = rf"arn:{PARTITION}:ec2:({REGION}):({ACCOUNT}|):(?:snapshot|image)/({SNAPSHOT}|{IMAGE})"
DATABASE = (
    rf"arn:{PARTITION}:rds:({REGION}):({ACCOUNT}):(db|cluster|snapshot|cluster-snapshot):({NAME})"
)
PLAIN = rf"{SNAPSHOT}|{IMAGE}"
MOST = 500
"""How many events are looked at for who took a copy."""


@responds(
    "Take back what other accounts can copy",
    "snapshot",
    "image",
    "database",
    writes=(*shared_copies.WRITES, *shared_snapshots.WRITES),
    reads=(*shared_copies.READS, *shared_snapshots.READS, *ACCOUNT_READS),
    risks=(
        "Accounts outside the organization that are meant to use it cannot any more.",
        "Copies that were taken stay where they are: nobody can recall them.",
    ),
    rollback="It is shared with the same accounts again; Block Public Access may refuse that.",
    answers=(
        "ec2.snapshot_is_made_public",
        "ec2.snapshot_is_shared_outside",
        "ec2.shared_snapshot_is_taken",
        "ec2.image_is_made_public",
        "ec2.image_is_shared_outside",
        "rds.snapshot_is_made_public",
        "rds.snapshot_is_shared_outside",
    ),
    options=(
        ResponseOption(
            "keep",
            "Who keeps access: organization, none, or accounts by their ids, with commas.",
            "organization",
            KEEP,
        ),
    ),
)
def unshare_copies(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Remove everybody, and each account that is not ours, from what can be copied."""
    site, copies = _find_copies(threat, scene)
    own = yield from find_own_accounts(site, scene, scene.options.get("keep", "organization"))
    snapshots = []
    for copy in copies:
        yield from copy.unshare(own)
        if "SnapshotId" in copy.probe.parameters:
            snapshots.append(str(copy.probe.parameters["SnapshotId"]))
    yield from attempt(
        threat.resource, "Look in CloudTrail who took copies", _tell(site, snapshots)
    )
    yield HumanStep(
        threat.resource,
        "Take what is on it as known to others: change the secrets that it holds",
        "copies that were taken while it was shared cannot be recalled",
    )


def _find_copies(threat: Threat, scene: Scene) -> tuple[ResponseSite, Iterator[SharedCopy]]:
    if found := re.fullmatch(DATABASE, threat.resource, re.ASCII):
        region, account, what, name = found.groups()
        site = _open(threat, scene, region, account)
        return site, find_shared_snapshots(site, what, name)
    if found := re.fullmatch(DISK, threat.resource, re.ASCII):
        region, account, name = found.groups()
        site = _open(threat, scene, region, account)
    elif re.fullmatch(PLAIN, threat.resource, re.ASCII):
        site, name = open_site(threat, scene), threat.resource
    else:
        raise NeedsHuman("the finding names no snapshot, image or database: look it up")
    return site, _find_disks(site, name)


def _open(threat: Threat, scene: Scene, region: str, account: str) -> ResponseSite:
    if account and account != threat.account_id:
        raise NeedsHuman(f"it is of account {account}, the finding of another one")
    return open_site(threat, scene, region)


def _find_disks(site: ResponseSite, name: str) -> Iterator[SharedCopy]:
    if name.startswith("snap-"):
        yield share_snapshot(site, name)
        return
    snapshots = find_image_snapshots(site, name)
    yield share_image(site, name)
    for snapshot in snapshots:
        yield share_snapshot(site, snapshot)


def _tell(site: ResponseSite, snapshots: list[str]) -> Iterator[HumanStep]:
    """Tell which accounts took copies, as far as CloudTrail told the owner."""
    for event in TAKEN if snapshots else ():
        asked = [{"AttributeKey": "EventName", "AttributeValue": event}]
        events = site.reader.items("cloudtrail.lookup_events", "Events", LookupAttributes=asked)
        for _, one in zip(range(MOST), events, strict=False):
            text = str(one.get("CloudTrailEvent") or "")
            if snapshot := next((name for name in snapshots if f'"{name}"' in text), ""):
                yield HumanStep(
                    site.name(f"snapshot/{snapshot}"),
                    f"Ask {_find_taker(text)} what became of its copy",
                    f"CloudTrail has the event {event}",
                )


def _find_taker(text: str) -> str:
    """Return the account that an event names, as far as it does."""
    try:
        identity = json.loads(text).get("userIdentity")
    except (ValueError, AttributeError):
        identity = None
    account = identity.get("accountId") if isinstance(identity, dict) else None
    is_one = isinstance(account, str) and re.fullmatch(ACCOUNT, account, re.ASCII)
    return f"account {account}" if is_one else "the account that took it"
