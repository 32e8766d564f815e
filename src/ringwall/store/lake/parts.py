"""Accounts that a collection has read to their end: a killed one leaves them to the next."""

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Table
from ringwall.store.lake.table_files import TableFiles

FOLDER = ".resume"
ABOUT = "about.json"
ACCOUNT = re.compile(r"\d{12}")
GAPS = ".gaps"
"""The end of the name of an account's folder in which a call failed."""
MAX_AGE = timedelta(hours=24)
"""What is older is read anew: the accounts of a snapshot should be of one time."""


class CollectedAccounts:
    """The accounts that were read to their end, a folder each, until a snapshot has them all.

    `wanted` is all that decides what is read: what was read of something else is deleted. So is an
    account in which a call failed, since the next run may be there to try again.
    """

    def __init__(
        self, estate: Path, tables: Mapping[str, Table], wanted: Any, now: datetime | None = None
    ) -> None:
        self._folder = estate / FOLDER
        self._tables = tables
        self._open: dict[str, TableFiles] = {}
        self._lock = Lock()
        self._start(_seal(wanted, tables), now or datetime.now(UTC))
        self.finished = frozenset(path.name for path in self._parts())
        """The accounts that need not be read again."""

    def files(self, account_id: str) -> TableFiles:
        """Return the files that take the rows of an account."""
        with self._lock:
            if account_id not in self._open:
                folder = self._folder / f"{account_id}.partial"
                try:
                    folder.mkdir()
                except OSError as error:
                    raise StorageFailed(f"{folder}: cannot write: {error}") from error
                self._open[account_id] = TableFiles(folder, self._tables)
            return self._open[account_id]

    def finish(self, account_id: str) -> None:
        """Take note that an account was read to its end."""
        with self._lock:
            files = self._open.pop(account_id, None)
        if files is None:
            return
        try:
            files.close_all()
        except StorageFailed:
            files.abandon()
            raise
        name = f"{account_id}{GAPS}" if files.has_gaps else account_id
        folder = self._folder / f"{account_id}.partial"
        try:
            # INVARIANT: a folder has its final name only once all of its files are whole.
            folder.rename(self._folder / name)
        except OSError as error:
            raise StorageFailed(f"{folder}: cannot write: {error}") from error

    def append_to(self, files: TableFiles) -> None:
        """Write all that was read, now and before, to the files of a snapshot."""
        paths = sorted(self._folder.iterdir())
        files.append([path for path in paths if _is_account(path, path.name.removesuffix(GAPS))])

    def remove(self) -> None:
        """Delete what was read: a snapshot has it now."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, seal: str, now: datetime) -> None:
        about = self._folder / ABOUT
        if not self._folder.is_symlink() and _is_current(about, seal, now):
            for path in self._folder.iterdir():
                if path.name == ABOUT or _is_account(path, path.name):
                    continue
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()
            return
        try:
            if self._folder.is_symlink():
                self._folder.unlink()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True, mode=0o700)
            about.write_text(json.dumps({"seal": seal, "at": now.isoformat()}), encoding="utf-8")
        except OSError as error:
            raise StorageFailed(f"{self._folder}: cannot write: {error}") from error

    def _parts(self) -> list[Path]:
        return [path for path in self._folder.iterdir() if _is_account(path, path.name)]


def remove_parts(estate: Path) -> None:
    """Delete the accounts that a killed collection left."""
    if not (estate / FOLDER).is_symlink():
        shutil.rmtree(estate / FOLDER, ignore_errors=True)


def _is_account(path: Path, name: str) -> bool:
    """Whether a folder has an account's name and holds files alone: what links show is not ours."""
    return (
        ACCOUNT.fullmatch(name) is not None
        and path.is_dir()
        and not path.is_symlink()
        and not any(inner.is_symlink() for inner in path.iterdir())
    )


def _seal(wanted: Any, tables: Mapping[str, Table]) -> str:
    columns = {name: [c.name for c in table.all_columns] for name, table in tables.items()}
    text = json.dumps([wanted, columns], sort_keys=True, default=sorted)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_current(about: Path, seal: str, now: datetime) -> bool:
    if about.is_symlink():
        return False
    try:
        said = json.loads(about.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(said["at"])
        return bool(said["seal"] == seal and timedelta(0) <= now - at < MAX_AGE)
    except (OSError, ValueError, LookupError, TypeError):
        return False
