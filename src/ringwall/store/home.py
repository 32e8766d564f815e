"""The home folder: where Ringwall keeps what it knows, and the lock that guards it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ringwall.model.errors import Locked, StorageFailed


@dataclass(frozen=True)
class Home:
    """One home folder. Nothing is made on disk before something is written."""

    path: Path

    @property
    def estate(self) -> Path:
        """The folder of the estate's snapshots."""
        return self.path / "estate"

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.path / "logs"

    @property
    def facts(self) -> Path:
        """The folder of what reasoners concluded, a folder for each snapshot."""
        return self.path / "facts"

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the findings and the journal; RINGWALL_DATABASE overrides it."""
        return os.environ.get("RINGWALL_DATABASE") or self.own_database_url

    @property
    def own_database_url(self) -> str:
        """The SQLAlchemy URL of the SQLite file in this folder."""
        return f"sqlite:///{self.path / 'hub.sqlite'}"

    def make(self) -> None:
        """Create the folder, readable by its owner alone: it holds a map of every weakness."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed(f"{self.path}: cannot create the home folder: {error}") from error

    @contextmanager
    def lock(self, what: str) -> Iterator[None]:
        """Hold the right to write; Locked names who holds it now. `what` is the holder's verb."""
        self.make()
        holder = self.path / "lock.holder"
        lock = FileLock(self.path / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise Locked(
                f"{self.path}: in use by `{_read_holder(holder)}`; wait for it to end, "
                "or use another --home"
            ) from error
        except OSError as error:
            raise StorageFailed(f"{self.path}: cannot lock the home folder: {error}") from error
        try:
            _write_holder(holder, f"ringwall {what} (pid {os.getpid()})")
            yield
        finally:
            # What is left of it is overwritten by the next holder.
            with suppress(OSError):
                holder.unlink()
            lock.release()


def _write_holder(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error}") from error


def _read_holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[:200] or "ringwall"
    except OSError:
        return "ringwall"
