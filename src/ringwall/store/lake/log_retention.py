"""What of the logs is old: the files of whole days, and what could not be read of them."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.model.text import count_of
from ringwall.store.lake.log_ledger import LogFile, LogLedger, Quarantined
from ringwall.store.lake.log_removal import remove_log_file, split_place

_DELIVERED = re.compile(r"/(\d{4})/(\d{2})/(\d{2})(?=/)")
"""The folder of a day below AWSLogs, in which AWS puts what it delivers on that day."""


@dataclass(frozen=True)
class OldLogs:
    """What lies before a day."""

    files: tuple[LogFile, ...] = ()
    """Those that count."""
    replaced: tuple[str, ...] = ()
    """Paths of files that others took the place of a while ago."""
    faults: tuple[Quarantined, ...] = ()
    """Rows of the quarantine."""


def find_old_logs(logs: Path, before: date, sources: Collection[str] = ()) -> OldLogs:
    """Return what lies before a day (UTC), of these tables or of all.

    A row of the quarantine is as old as its object: one that was read before that day, or that AWS
    delivered before it, has no later event. DamagedSnapshot where the ledger names a file that is
    none of the logs.
    """
    ledger = LogLedger(logs)
    counted = {file.path: file for file in ledger.read_files()}
    old: set[str] = set()
    for path in ledger.read_known_paths():
        place = split_place(path)
        if place is None:
            raise DamagedSnapshot(
                f"{logs}: the ledger names a file that is none of the logs: {path!r}; nothing was "
                "deleted"
            )
        if place.day < str(before) and (not sources or place.source in sources):
            old.add(path)
    read_at = ledger.read_times()
    return OldLogs(
        tuple(counted[path] for path in sorted(old & counted.keys())),
        tuple(sorted(old - counted.keys())),
        tuple(
            fault
            for fault in ledger.read_quarantine()
            if (not sources or fault.source in sources)
            and _is_read_before(before, fault.file, read_at.get(fault.file))
        ),
    )


def remove_old_logs(logs: Path, old: OldLogs, step: Callable[[str], None] = lambda _: None) -> None:
    """Delete what is old; the caller holds the home's lock. StorageFailed where a file stays.

    `step` is called before each thing that a kill could come between.
    """
    paths = [*(file.path for file in old.files), *old.replaced]
    step("ledger")
    # INVARIANT: the ledger forgets all at once, and the files go after that. So what a kill leaves
    # on the disk counts no more, and the next run that writes logs removes it.
    LogLedger(logs).forget(paths, {(fault.source, fault.file) for fault in old.faults})
    left = []
    for path in paths:
        step(path)
        if not remove_log_file(logs, path):
            left.append(path)
    if left:
        others = count_of(len(left) - 1, "other")
        raise StorageFailed(
            f"{logs / left[0]}: cannot be deleted, nor {others}; they count no more, "
            "and the next `ringwall logs ingest` or `logs delete` tries again"
        )


def _is_read_before(day: date, address: str, read_at: int | None) -> bool:
    """Whether an object can have no event of a day or later."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
    if read_at is not None and read_at < midnight:
        return True
    delivered = _DELIVERED.findall(address.partition("/AWSLogs/")[2])
    return bool(delivered) and "-".join(delivered[-1]) < str(day)
