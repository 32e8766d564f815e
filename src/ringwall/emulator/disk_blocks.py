"""What is written on emulated disks: the blocks of snapshots and volumes that somebody wrote."""

import base64
import hashlib

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.state import EmulatorState

BLOCK_SIZE = 524_288
"""Bytes of a block of the EBS direct APIs."""
DiskBlocks = dict[int, bytes]
"""Blocks of a snapshot or volume by their index; what is not there was never written."""
DiskPlace = tuple[str, str, str]
"""A snapshot or volume: account, Region and id."""


def find_blocks(state: EmulatorState, place: DiskPlace) -> DiskBlocks:
    """Return the blocks of a snapshot or volume: what is put there stays."""
    account_id, region, disk_id = place
    held = state.settings.setdefault((account_id, region, "ebs.blocks"), {})
    found: DiskBlocks = held.setdefault(disk_id, {})
    return found


def copy_blocks(state: EmulatorState, source: DiskPlace, call: EmulatedCall, disk_id: str) -> None:
    """Write on a disk of the call's account what another has."""
    found = state.settings.get((*source[:2], "ebs.blocks"), {}).get(source[2])
    if found:
        find_blocks(state, (call.account_id, call.region, disk_id)).update(found)


def make_block_token(snapshot_id: str, index: int, data: bytes) -> str:
    """Return the token by which a block of a snapshot is read."""
    text = f"{snapshot_id}:{index}:{hashlib.sha256(data).hexdigest()}"
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def digest_block(data: bytes) -> str:
    """Return a block's checksum as EBS writes it."""
    return base64.b64encode(hashlib.sha256(data).digest()).decode()
