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
            "tables": {name: _name_columns(table) for name, table in tables.items()},
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
    _refuse_damage(folder, ())
    return sum(1 for _ in folder.glob("*.parquet"))


def find_damage(folder: Path, tables: Iterable[Table]) -> str:
    """Return how a snapshot's facts differ from what was written of tables; '' where nothing does.

    Every file is read, also those of other tables.
    """
    found = _read_manifest(folder) or {"tables": {}}
    sums, columns = found.get("sha256"), found["tables"]
    for table in tables:
        if table.name not in columns:
            return f"{folder}: no facts {table.name}"
        # INVARIANT: a column that the manifest lacked would be NULL, and a rule would see less.
        if columns[table.name] != _name_columns(table):
            return f"{folder}: other columns of {table.name}"
    if not isinstance(sums, dict) or not sums or sums.keys() != columns.keys():
        return f"{folder}: damaged"
    for name, expected in sums.items():
        path = folder / f"{name}.parquet"
        if not NAME.fullmatch(name) or _read_checksum(path) != expected:
            return f"{path}: changed since it was written"
    return ""


def attach_facts(engine: Engine, folder: Path | None, tables: Iterable[Table]) -> None:
    """Show the facts of a snapshot in the engine; None where nothing reads any: empty tables.

    DamagedSnapshot where they are not what was written: without facts, a rule over them would
    pass, and what a damaged file says is no evidence.
    """
    wanted = tuple(tables)
    if folder is None:
        for table in wanted:
            engine.create(table)
        return
    _refuse_damage(folder, wanted)
    for table in wanted:
        engine.attach(table, folder / f"{table.name}.parquet", _name_columns(table))


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


def _name_columns(table: Table) -> list[str]:
    return [column.name for column in table.all_columns]


def _refuse_damage(folder: Path, tables: Iterable[Table]) -> None:
    if damage := find_damage(folder, tables):
        raise DamagedSnapshot(f"{damage}; {ADVICE}")


def _read_checksum(path: Path) -> str:
    """Return a file's checksum; '' where there is none that can be read."""
    try:
        return read_checksum(path) if path.is_file() else ""
    except OSError:
        return ""


def _read_manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("tables"), dict) else None
