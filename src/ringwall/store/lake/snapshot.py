"""Snapshots of the estate: immutable folders of Parquet files, the newest whole one is current."""

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected, StorageFailed
from ringwall.model.table import Row, Table
from ringwall.model.text import count_of
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.parts import remove_parts
from ringwall.store.lake.table_files import TableFiles
from ringwall.store.private_file import create_private

MANIFEST = "manifest.json"
PARTIAL = ".partial-"
FORMAT = 1
ID = re.compile(r"\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{4}", re.ASCII)
ADVICE = (
    "`ringwall snapshots verify` checks all of it; restore it from a backup, or delete the folder "
    "and run `ringwall collect` again"
)


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
        self.id = _name_snapshot(estate, now)
        self._estate = estate
        self._path = estate / f"{PARTIAL}{self.id}"
        self._created_at = now
        self._tables = tables
        self.files = TableFiles(self._path, tables)
        """What takes the rows."""
        try:
            self._path.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise StorageFailed(f"{estate}: cannot start a snapshot: {error}") from error

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Remove what was written where the block ends with an error or an interrupt."""
        if error is not None:
            self.abandon()

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Take rows of one table."""
        self.files.add(table, rows)

    def add_coverage(self, rows: Iterable[Coverage]) -> None:
        """Take rows of `estate.coverage`."""
        self.files.add_coverage(rows)

    def finish(
        self,
        source: str,
        accounts: Mapping[str, str],
        regions: tuple[str, ...],
        step: Callable[[str], None] = lambda _: None,
    ) -> Snapshot:
        """Make the snapshot whole and current. `step` is called between the steps (for tests)."""
        final = self._estate / self.id
        try:
            for name in (*self._tables, COVERAGE.name):
                self.files.file(name)
                self.files.close(name)
                step("table")
            manifest = self._manifest(source, accounts, regions)
            _write_durably(self._path / MANIFEST, json.dumps(manifest, indent=1))
            _sync_folder(self._path)
            step("manifest")
            # INVARIANT: all is on the disk before the folder gets its final name.
            self._path.rename(final)
            _sync_folder(self._estate)
            step("published")
        except OSError as error:
            raise StorageFailed(f"{final}: cannot write the snapshot: {error}") from error
        return read_snapshot(final)

    def abandon(self) -> None:
        """Remove what was written so far; a snapshot that is finished stays."""
        self.files.abandon()
        shutil.rmtree(self._path, ignore_errors=True)

    def _manifest(
        self, source: str, accounts: Mapping[str, str], regions: tuple[str, ...]
    ) -> dict[str, Any]:
        files = {}
        for name in sorted((*self._tables, COVERAGE.name)):
            path = self._path / f"{name}.parquet"
            _sync_file(path)
            table = self._tables.get(name, COVERAGE)
            files[name] = {
                "rows": self.files.file(name).count,
                "bytes": path.stat().st_size,
                "sha256": read_checksum(path),
                "columns": [column.name for column in table.all_columns],
            }
        return {
            "format": FORMAT,
            "id": self.id,
            "created_at": self._created_at.isoformat(),
            "source": source,
            "accounts": dict(accounts),
            "regions": list(regions),
            "tables": files,
        }


def list_snapshots(estate: Path) -> list[Snapshot]:
    """Return the whole snapshots, oldest first; DamagedSnapshot names a broken one."""
    whole, damaged = sort_snapshots(estate)
    if damaged:
        raise damaged[0]
    return whole


def sort_snapshots(estate: Path) -> tuple[list[Snapshot], list[DamagedSnapshot]]:
    """Return the whole snapshots, oldest first, and what is wrong with each of the others."""
    whole: list[Snapshot] = []
    damaged: list[DamagedSnapshot] = []
    for path in _folders(estate):
        try:
            whole.append(read_snapshot(path))
        except DamagedSnapshot as error:
            damaged.append(error)
    return whole, damaged


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
        snapshot = _parse_manifest(path, json.loads((path / MANIFEST).read_bytes()))
    except FileNotFoundError as error:
        raise DamagedSnapshot(f"{path / MANIFEST}: is missing; {ADVICE}") from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        said = _tell_damage(error)
        raise DamagedSnapshot(f"{path / MANIFEST}: damaged: {said}; {ADVICE}") from error
    for name, file in snapshot.tables.items():
        where = path / f"{name}.parquet"
        size = where.stat().st_size if where.is_file() and not where.is_symlink() else -1
        if size != file.bytes:
            what = (
                "is missing"
                if size < 0
                else f"has {count_of(size, 'byte')}, {file.bytes} were written"
            )
            raise DamagedSnapshot(f"{where}: {what}; {ADVICE}")
    return snapshot


def _tell_damage(error: Exception) -> str:
    """Return what is wrong with a manifest, in words for who did not write it."""
    if isinstance(error, LookupError):
        return f"it has no {error}"
    if isinstance(error, TypeError | AttributeError):
        return "a member is not of its type"
    return "nested too deep" if isinstance(error, RecursionError) else str(error)


def _parse_manifest(path: Path, manifest: Mapping[str, Any]) -> Snapshot:
    """Return what the manifest says; ValueError and its kin where it cannot be ours."""
    if manifest["format"] != FORMAT:
        raise ValueError(f"format {manifest['format']!r}; this Ringwall reads {FORMAT}")
    # INVARIANT: an id is the name of its folder. Other folders are named after it, and deleted.
    if manifest["id"] != path.name or not ID.fullmatch(path.name):
        raise ValueError(f"id {manifest['id']!r} in the folder {path.name}")
    tables = {
        str(name): TableFile(
            int(file["rows"]), int(file["bytes"]), str(file["sha256"]), tuple(file["columns"])
        )
        for name, file in manifest["tables"].items()
    }
    if strange := [name for name in tables if not re.fullmatch(r"\w+", name, re.ASCII)]:
        raise ValueError(f"{strange[0]!r} is not a table")
    # INVARIANT: without its coverage a snapshot would pass for complete.
    if COVERAGE.name not in tables:
        raise ValueError(f"no table {COVERAGE.name}")
    created_at = datetime.fromisoformat(manifest["created_at"])
    if created_at.tzinfo is None:
        raise ValueError("created_at has no time zone")
    return Snapshot(
        id=str(manifest["id"]),
        path=path,
        created_at=created_at,
        source=str(manifest["source"]),
        accounts={str(id_): str(name) for id_, name in manifest["accounts"].items()},
        regions=tuple(map(str, manifest["regions"])),
        tables=tables,
    )


def check_snapshot(snapshot: Snapshot) -> None:
    """Read all files and compare their checksums; DamagedSnapshot names the first that differs.

    That finds accidents: who can write to the home can write checksums, too.
    """
    for name, file in snapshot.tables.items():
        path = snapshot.path / f"{name}.parquet"
        try:
            found = read_checksum(path)
        except OSError as error:
            raise DamagedSnapshot(f"{path}: cannot be read: {error}; {ADVICE}") from error
        if found != file.sha256:
            raise DamagedSnapshot(f"{path}: changed since it was written; {ADVICE}")


def attach_snapshot(engine: Engine, snapshot: Snapshot, tables: Iterable[Table]) -> None:
    """Show a snapshot's tables in the engine; those that it lacks are empty.

    DamagedSnapshot where a file is not what was written: what a damaged file says is no evidence.
    """
    check_snapshot(snapshot)
    for table in (*tables, COVERAGE):
        if file := snapshot.tables.get(table.name):
            engine.attach(table, snapshot.path / f"{table.name}.parquet", file.columns)
        else:
            engine.create(table)


def prune_snapshots(estate: Path, keep: int = 0, before: datetime | None = None) -> list[str]:
    """Delete all but the newest `keep`, or those made before a time; return the ids deleted.

    The newest snapshot always stays, and so do damaged ones: they may yet be restored. Leftovers
    of killed collections go as well.
    """
    remove_partials(estate)
    remove_parts(estate)
    snapshots, _ = sort_snapshots(estate)
    doomed = [
        snapshot
        for position, snapshot in enumerate(snapshots[:-1])
        if (keep and position < len(snapshots) - keep) or (before and snapshot.created_at < before)
    ]
    for snapshot in doomed:
        # INVARIANT: a folder without a manifest under its final name would be "damaged", so it
        # first goes back to a partial name.
        gone = estate / f"{PARTIAL}{snapshot.id}"
        try:
            (estate / snapshot.id).rename(gone)
        except OSError as error:
            raise StorageFailed(f"{snapshot.path}: cannot delete: {error}") from error
        remove_child(estate, gone.name)
        if gone.exists():
            raise StorageFailed(f"{gone}: cannot delete all of it")
    return [snapshot.id for snapshot in doomed]


def remove_partials(estate: Path) -> None:
    """Delete what killed collections left behind; the caller holds the home's lock.

    A snapshot that was published has its final name, so nothing whole is ever among them.
    """
    for path in estate.glob(f"{PARTIAL}*"):
        if ID.fullmatch(path.name.removeprefix(PARTIAL)):
            remove_child(estate, path.name)


def remove_child(folder: Path, name: str) -> None:
    """Delete a folder's own subfolder as far as that goes; never a link, and nothing elsewhere."""
    path = folder / name
    is_child = path.parent == folder and path.name == name != ".."
    if is_child and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)


def _folders(estate: Path) -> list[Path]:
    """Return the folders that have a snapshot's name, oldest first; others are not ours."""
    try:
        return sorted(
            path
            for path in estate.iterdir()
            if ID.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
        )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadInput(f"{estate}: cannot read the snapshots: {error}") from error


def _name_snapshot(estate: Path, now: datetime) -> str:
    """Return a new id that sorts after all others, even where the clock was set back."""
    stamp = f"{now:%Y%m%dT%H%M%S}.{now.microsecond // 1000:03d}Z"
    newest = [path.name for path in _folders(estate)][-1:]
    if newest and newest[0][: len(stamp)] >= stamp:
        last = datetime.strptime(newest[0][: len(stamp)], "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
        following = last + timedelta(milliseconds=1)
        stamp = f"{following:%Y%m%dT%H%M%S}.{following.microsecond // 1000:03d}Z"
    return f"{stamp}-{secrets.token_hex(2)}"


def _write_durably(path: Path, content: str) -> None:
    with create_private(path) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_checksum(path: Path) -> str:
    """Return the SHA-256 of a file: it shows accidents, for a forger computes it anew."""
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
