"""Facts at rest: one folder a snapshot, made once by the reasoners and thrown away with it.

`<home>/facts/<snapshot>/<table>.parquet` and a manifest that says from what they were made. A
folder appears whole or not at all.
"""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.model.table import Row, Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.parquet import ParquetFile
from ringwall.store.lake.snapshot import ID, read_checksum, remove_child
from ringwall.store.private_file import create_private

MANIFEST = "manifest.json"
PARTIAL = ".partial-"
FOLDER = re.compile(rf"{ID.pattern}|\{PARTIAL}{ID.pattern}-[0-9a-f]{{8}}", re.ASCII)
"""The name of a folder that a run may have made here."""
ADVICE = "delete the folder, and Ringwall makes it again"
NAME = re.compile(r"\w+", re.ASCII)
_LONGEST_RUN = 3600
"""Seconds after which what a run has not finished is left over from a killed one."""


def write_facts(
    folder: Path, made_from: str, tables: Mapping[str, Table], rows: Mapping[str, Iterable[Row]]
) -> None:
    """Write the facts of one snapshot; `made_from` shows later whether they are still true.

    StorageFailed where the disk refuses; what was there before then stays.
    """
    partial = folder.parent / f"{PARTIAL}{folder.name}-{secrets.token_hex(4)}"
    try:
        partial.mkdir(parents=True, mode=0o700)
        for name, table in tables.items():
            file = ParquetFile(table, partial / f"{name}.parquet")
            for row in rows.get(name, ()):
                file.add([row])
            file.close()
        manifest = {
            "made_from": made_from,
            "tables": {n: [c.name for c in t.all_columns] for n, t in tables.items()},
            "sha256": {n: read_checksum(partial / f"{n}.parquet") for n in tables},
        }
        with create_private(partial / MANIFEST) as out:
            out.write(json.dumps(manifest))
        _publish(partial, folder)
    except OSError as error:
        raise StorageFailed(f"{folder}: cannot write the facts: {error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _publish(partial: Path, folder: Path) -> None:
    """Give a whole folder its name; one that another run published meanwhile is as good."""
    if folder.exists():
        old = folder.parent / f"{PARTIAL}{folder.name}-{secrets.token_hex(4)}"
        folder.rename(old)
        shutil.rmtree(old, ignore_errors=True)
    with suppress(FileExistsError):
        partial.rename(folder)


def are_current(folder: Path, made_from: str) -> bool:
    """Whether a snapshot's facts are there, and were made from the same."""
    found = _read_manifest(folder)
    # Facts of an older Ringwall have no checksums, and are made anew.
    return found is not None and found.get("made_from") == made_from and "sha256" in found


def check_facts(folder: Path) -> int:
    """Compare the checksums of a snapshot's facts, and return how many files there are.

    0 where no facts were made yet. DamagedSnapshot names the first file that differs.
    """
    if not folder.exists():
        return 0
    found = _read_manifest(folder)
    sums = found.get("sha256") if found else None
    if not found or not isinstance(sums, dict) or sums.keys() != found["tables"].keys():
        raise DamagedSnapshot(f"{folder}: damaged; {ADVICE}")
    for name, expected in sums.items():
        path = folder / f"{name}.parquet"
        if not NAME.fullmatch(name) or not path.is_file() or read_checksum(path) != expected:
            raise DamagedSnapshot(f"{path}: changed since it was written; {ADVICE}")
    return len(sums)


def attach_facts(engine: Engine, folder: Path | None, tables: Iterable[Table]) -> None:
    """Show the facts of a snapshot in the engine; None where nothing reads any: empty tables.

    DamagedSnapshot where the folder is not whole: without facts, a rule over them would pass.
    """
    if folder is None:
        for table in tables:
            engine.create(table)
        return
    found = _read_manifest(folder)
    known = found["tables"] if found else {}
    for table in tables:
        if table.name not in known:
            raise DamagedSnapshot(f"{folder}: no facts {table.name}; {ADVICE}")
        engine.attach(table, folder / f"{table.name}.parquet", known[table.name])


def remove_stale(facts: Path, snapshots: Iterable[str]) -> None:
    """Delete the facts of snapshots that are gone, and what killed runs left behind."""
    kept = set(snapshots)
    with suppress(FileNotFoundError):
        for path in list(facts.iterdir()):
            is_ours = FOLDER.fullmatch(path.name)
            if is_ours and path.name not in kept and not _is_being_written(path):
                remove_child(facts, path.name)


def _is_being_written(path: Path) -> bool:
    """Whether another run may be at work in a folder: it has changed of late."""
    try:
        changed = path.stat().st_mtime
    except OSError:
        return True
    return path.name.startswith(PARTIAL) and time.time() - changed < _LONGEST_RUN


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("tables"), dict) else None
