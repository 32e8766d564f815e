"""Snapshots of the estate: immutable folders of Parquet files, the newest whole one is current."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected, StorageFailed
from ringwall.model.table import Row, Table
from ringwall.store.engine import Engine
from ringwall.store.parquet import ParquetFile

MANIFEST = "manifest.json"
PARTIAL = ".partial-"
ADVICE = "restore it from a copy, or delete the folder to fall back on the one before it"


@dataclass(frozen=True)
class TableFile:
    """What the manifest says of one table's file."""

    rows: int
    bytes: int
    sha256: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """One whole snapshot. `accounts` maps account ids to names."""

    id: str
    path: Path
    created_at: datetime
    source: str
    accounts: Mapping[str, str]
    regions: tuple[str, ...]
    tables: Mapping[str, TableFile]

    @property
    def resources(self) -> int:
        """How many rows the tables hold, coverage aside."""
        return sum(file.rows for name, file in self.tables.items() if name != COVERAGE.name)


class SnapshotWriter:
    """Writes one snapshot; it becomes visible, whole, when `finish` returns. Thread-safe."""

    def __init__(self, estate: Path, tables: Mapping[str, Table]) -> None:
        now = datetime.now(UTC)
        self.id = f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03d}Z-{secrets.token_hex(2)}"
        self._estate = estate
        self._path = estate / f"{PARTIAL}{self.id}"
        self._created_at = now
        self._tables = tables
        self._files: dict[str, ParquetFile] = {}
        self._lock = Lock()
        try:
            self._path.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise StorageFailed(f"{estate}: cannot start a snapshot: {error}") from error

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Take rows of one table."""
        with self._lock:
            self._file(self._tables[table]).add(rows)

    def add_coverage(self, rows: Iterable[Coverage]) -> None:
        """Take rows of `estate.coverage`."""
        with self._lock:
            self._file(COVERAGE).add(asdict(row) for row in rows)

    def finish(
        self,
        source: str,
        accounts: Mapping[str, str],
        regions: tuple[str, ...],
        step: Callable[[str], None] = lambda _: None,
    ) -> Snapshot:
        """Make the snapshot whole and current. `step` is called between the steps (for tests)."""
        with self._lock:
            for name in (*self._tables, COVERAGE.name):
                self._file(self._tables.get(name, COVERAGE))
            for file in self._files.values():
                file.close()
                step("table")
            manifest = self._manifest(source, accounts, regions)
            _write_durably(self._path / MANIFEST, json.dumps(manifest, indent=1).encode())
            step("manifest")
            final = self._estate / self.id
            try:
                self._path.rename(final)
            except OSError as error:
                raise StorageFailed(f"{final}: cannot publish the snapshot: {error}") from error
            _sync_folder(self._estate)
            step("published")
        return read_snapshot(final)

    def abandon(self) -> None:
        """Remove what was written so far."""
        shutil.rmtree(self._path, ignore_errors=True)

    def _file(self, table: Table) -> ParquetFile:
        if table.name not in self._files:
            path = self._path / f"{table.name}.parquet"
            self._files[table.name] = ParquetFile(table, path)
        return self._files[table.name]

    def _manifest(
        self, source: str, accounts: Mapping[str, str], regions: tuple[str, ...]
    ) -> dict[str, Any]:
        files = {}
        for name, file in sorted(self._files.items()):
            path = self._path / f"{name}.parquet"
            _sync_file(path)
            table = self._tables.get(name, COVERAGE)
            files[name] = {
                "rows": file.count,
                "bytes": path.stat().st_size,
                "sha256": _checksum(path),
                "columns": [column.name for column in table.all_columns],
            }
        return {
            "format": 1,
            "id": self.id,
            "created_at": self._created_at.isoformat(),
            "source": source,
            "accounts": dict(accounts),
            "regions": list(regions),
            "tables": files,
        }


def list_snapshots(estate: Path) -> list[Snapshot]:
    """Return the whole snapshots, oldest first; DamagedSnapshot names a broken one."""
    return [read_snapshot(path) for path in _folders(estate)]


def open_snapshot(estate: Path, wanted: str = "") -> Snapshot:
    """Return a snapshot by id or unique beginning of it; '' takes the newest."""
    folders = _folders(estate)
    if not folders:
        raise NotCollected(f"{estate}: no snapshot yet; run `ringwall collect` first")
    if not wanted:
        return read_snapshot(folders[-1])
    matches = [path for path in folders if path.name.startswith(wanted)]
    if len(matches) != 1:
        known = "no snapshot" if not matches else f"{len(matches)} snapshots"
        raise BadInput(f"{known} named {wanted!r}; `ringwall snapshots` lists them")
    return read_snapshot(matches[0])


def read_snapshot(path: Path) -> Snapshot:
    """Return the snapshot in a folder; DamagedSnapshot where it is not what was written."""
    try:
        manifest = json.loads((path / MANIFEST).read_bytes())
        tables = {
            name: TableFile(file["rows"], file["bytes"], file["sha256"], tuple(file["columns"]))
            for name, file in manifest["tables"].items()
        }
        snapshot = Snapshot(
            id=manifest["id"],
            path=path,
            created_at=datetime.fromisoformat(manifest["created_at"]),
            source=manifest["source"],
            accounts=manifest["accounts"],
            regions=tuple(manifest["regions"]),
            tables=tables,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedSnapshot(f"{path / MANIFEST}: damaged: {error!r}; {ADVICE}") from error
    for name, file in tables.items():
        where = path / f"{name}.parquet"
        size = where.stat().st_size if where.is_file() else -1
        if size != file.bytes:
            what = "is missing" if size < 0 else f"has {size} bytes, {file.bytes} were written"
            raise DamagedSnapshot(f"{where}: {what}; {ADVICE}")
    return snapshot


def check_snapshot(snapshot: Snapshot) -> None:
    """Read all files and compare their checksums; DamagedSnapshot names the first that differs."""
    for name, file in snapshot.tables.items():
        path = snapshot.path / f"{name}.parquet"
        if _checksum(path) != file.sha256:
            raise DamagedSnapshot(f"{path}: changed since it was written; {ADVICE}")


def attach_snapshot(engine: Engine, snapshot: Snapshot, tables: Iterable[Table]) -> None:
    """Show a snapshot's tables in the engine; those that it lacks are empty."""
    for table in (*tables, COVERAGE):
        if file := snapshot.tables.get(table.name):
            engine.attach(table, snapshot.path / f"{table.name}.parquet", file.columns)
        else:
            engine.create(table)


def prune_snapshots(estate: Path, keep: int = 0, before: datetime | None = None) -> list[str]:
    """Delete all but the newest `keep`, or those made before a time; return the ids deleted.

    The newest snapshot always stays. Leftovers of killed collections go as well.
    """
    remove_partials(estate)
    snapshots = list_snapshots(estate)
    doomed = [
        snapshot
        for position, snapshot in enumerate(snapshots[:-1])
        if (keep and position < len(snapshots) - keep) or (before and snapshot.created_at < before)
    ]
    for snapshot in doomed:
        # INVARIANT: a folder without a manifest under its final name would be "damaged", so it
        # first goes back to a partial name.
        gone = estate / f"{PARTIAL}{snapshot.id}"
        snapshot.path.rename(gone)
        shutil.rmtree(gone)
    return [snapshot.id for snapshot in doomed]


def remove_partials(estate: Path) -> None:
    """Delete what killed collections left behind; the caller holds the home's lock."""
    for path in estate.glob(f"{PARTIAL}*"):
        shutil.rmtree(path, ignore_errors=True)


def _folders(estate: Path) -> list[Path]:
    if not estate.is_dir():
        return []
    return sorted(p for p in estate.iterdir() if p.is_dir() and not p.name.startswith("."))


def _write_durably(path: Path, content: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error}") from error


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    with suppress(OSError):  # some file systems refuse to sync a folder
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
