"""Logs read by many machines: each reads its objects into a part, and one takes the parts in.

Reading is what costs: to unzip, to parse, to sort. The parts lie beside the logs, so all machines
see one folder. What was not taken in when a run is killed is removed, and read again.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from ringwall.catalog.loader import load_logs
from ringwall.collect.logs.ingest import Ingested, LogIngest
from ringwall.collect.logs.objects import LogObject
from ringwall.jobs.detection_engine import import_spark
from ringwall.store.lake.log_adoption import LogKeeper
from ringwall.store.lake.log_batch import LogBatch, LogSource
from ringwall.store.lake.log_files import PARTIAL
from ringwall.store.lake.log_ledger import LogLedger
from ringwall.store.lake.snapshot import remove_child

TASKS = 32
"""Parts of a run: more than machines have cores wait for their turn."""
SMALLEST = 20
"""Objects of a part, as far as there are so many: a part has a start and an end that cost."""


@dataclass(frozen=True)
class ReadPart:
    """What one machine has to read: files that it sees, and the folder that it writes."""

    folder: Path
    sources: tuple[LogSource, ...]
    objects: tuple[tuple[str, str, bool], ...]
    """Address, version, and whether the user named it."""
    versions: dict[str, str]
    """Of those of them that were read before."""


def read_parts(
    logs: Path, sources: tuple[LogSource, ...], objects: Sequence[LogObject], master: str
) -> Ingested:
    """Read files on the machines of Spark, and take what they read into the logs.

    The caller holds the home's lock.
    """
    versions = LogLedger(logs).read_versions()
    fresh = [one for one in objects if versions.get(one.address) != one.version]
    done = Ingested(known=len(objects) - len(fresh))
    parts = split_parts_of(logs, sources, fresh, versions)
    if not parts:
        return done
    # Spark is an extra.
    tasks = import_spark("ringwall.store.engine.spark_tasks")
    found: list[Ingested] = tasks.run_tasks(master, read_part, parts)
    return done.join(take_parts(logs, sources, parts, found))


def split_parts_of(
    logs: Path,
    sources: tuple[LogSource, ...],
    objects: Sequence[LogObject],
    versions: dict[str, str],
) -> list[ReadPart]:
    """Return parts of objects that stand together by their addresses: one account, mostly."""
    ordered = sorted(objects, key=lambda one: one.address)
    size = max(SMALLEST, -(-len(ordered) // TASKS))
    return [
        ReadPart(
            logs / f"{PARTIAL}{secrets.token_hex(8)}",
            sources,
            tuple((one.address, one.version, one.is_named) for one in some),
            {one.address: versions[one.address] for one in some if one.address in versions},
        )
        for some in (ordered[start : start + size] for start in range(0, len(ordered), size))
    ]


def read_part(part: ReadPart) -> Ingested:
    """Read a part into its folder. It runs on any machine that sees the files and the folder."""
    objects = [
        LogObject(address, version, partial(_open, Path(address)), is_named)
        for address, version, is_named in part.objects
    ]
    return LogIngest(part.sources, lambda: LogBatch(part.folder), part.versions).read(objects)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def take_parts(
    logs: Path,
    sources: tuple[LogSource, ...],
    parts: Sequence[ReadPart],
    found: Sequence[Ingested],
) -> Ingested:
    """Take parts into the logs, one after the other; return what they brought."""
    done = Ingested()
    unique = {source.table.name for source in sources if source.log.is_unique}
    keeper = LogKeeper(logs, load_logs(), unique)
    for part, read in zip(parts, found, strict=True):
        repeated = keeper.take(part.folder)
        remove_child(part.folder.parent, part.folder.name)
        known = {
            name: replace(
                stored,
                events=stored.events - repeated[name],
                repeated=stored.repeated + repeated[name],
            )
            for name, stored in read.stored.items()
        }
        done = done.join(replace(read, stored=known))
    return done
