"""Snapshots of a home folder: which there are, what differs, and which may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ringwall.catalog.loader import load_tables
from ringwall.model.table import Row
from ringwall.store.home import Home
from ringwall.store.lake import compare, snapshot
from ringwall.store.lake.compare import RowDifference
from ringwall.store.lake.facts import check_facts
from ringwall.store.lake.snapshot import Snapshot, check_snapshot, open_snapshot, sort_snapshots


@dataclass(frozen=True)
class SnapshotList:
    """The snapshots of a home folder, oldest first; the last one is current."""

    rows: tuple[Row, ...]
    damaged: tuple[str, ...]
    """What is wrong with those that cannot be used."""


@dataclass(frozen=True)
class SnapshotComparison:
    """Two snapshots; their differences are found as they are read."""

    old: Snapshot
    new: Snapshot

    def differences(self) -> Iterator[RowDifference]:
        """Yield what was added, removed or changed from the old to the new one."""
        return compare.compare_snapshots(self.old, self.new, load_tables().values())


def list_snapshots(home: Path) -> SnapshotList:
    """Return the snapshots, and what is wrong with those that are damaged."""
    found, damaged = sort_snapshots(Home(home).estate)
    return SnapshotList(tuple(map(_describe, found)), tuple(map(str, damaged)))


def compare_snapshots(home: Path, old: str, new: str = "") -> SnapshotComparison:
    """Return two snapshots to compare, by id or the beginning of it; `new` is the current one."""
    estate = Home(home).estate
    return SnapshotComparison(open_snapshot(estate, old), open_snapshot(estate, new))


def verify_snapshot(home: Path, wanted: str = "") -> tuple[Snapshot, int]:
    """Compare every file of a snapshot and of its facts with its checksum; return their number.

    DamagedSnapshot where one differs. That finds accidents, not forgers: who can write to the home
    can write checksums, too.
    """
    folder = Home(home)
    found = open_snapshot(folder.estate, wanted)
    check_snapshot(found)
    return found, len(found.tables) + check_facts(folder.facts / found.id)


def prune_snapshots(home: Path, *, keep: int = 0, older_than: timedelta | None = None) -> int:
    """Delete snapshots but the newest `keep`, or those of an age; return how many.

    The current one always stays.
    """
    folder = Home(home)
    with folder.lock("snapshots prune"):
        before = None if older_than is None else datetime.now(UTC) - older_than
        return len(snapshot.prune_snapshots(folder.estate, keep, before))


def _describe(found: Snapshot) -> Row:
    return {
        "snapshot": found.id,
        "created": found.created_at.isoformat(timespec="seconds"),
        "source": found.source,
        "accounts": len(found.accounts),
        "regions": len(found.regions),
        "resources": found.resources,
    }
