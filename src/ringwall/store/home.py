"""The home folder: where Ringwall keeps what it knows, and the lock that guards it.

A home may have come with a repository or an archive, and what is in it is not trusted. It is read
only where it is a folder of the user's own without any link; so nothing in it leads elsewhere.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ringwall.model.errors import BadInput, Locked, StorageFailed
from ringwall.store.private_file import create_private, keep_private
from ringwall.store.seal_key import find_key

LONGEST = 200
"""Letters that are read of a mark or of the name of a lock's holder."""


MARK = "mark"
"""The file that says where this home was made, sealed with the user's key."""


@dataclass(frozen=True)
class Home:
    """One home folder. Nothing is made on disk before something is written.

    BadInput where it is, or holds, a link, or where it belongs to another user.
    """

    path: Path

    def __post_init__(self) -> None:
        """Refuse a home that could lead elsewhere."""
        _check_owner(self.path)
        if strange := _find_strange(self.path):
            raise BadInput(
                f"{strange}: a home folder holds plain files and folders alone; a link or a device "
                "in it may lead anywhere: remove it, or name another --home"
            )
        keep_private(self.path)

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
        self._mark()

    @property
    def is_ours(self) -> bool:
        """Whether this user made the folder here, or nothing is there yet.

        A folder that came with a repository or was moved has no mark for its place.
        """
        if not self.path.exists():
            return True
        return find_key(self.path).holds("home", self._place, _read(self.path / MARK))

    def _mark(self) -> None:
        # Without a mark the home works, where it is named: see `is_ours`.
        with suppress(StorageFailed, BadInput, OSError):
            if self.is_ours:
                return
            seal = find_key(self.path).seal("home", self._place)
            (self.path / MARK).unlink(missing_ok=True)
            with create_private(self.path / MARK) as file:
                file.write(seal)

    @property
    def _place(self) -> str:
        return str(self.path.resolve())

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
    return _read(path) or "ringwall"


def _read(path: Path) -> str:
    """Return the beginning of a small text, '' where there is none."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST)
    except OSError:
        return ""


def _check_owner(path: Path) -> None:
    """Raise BadInput for a link and for a folder of another user."""
    try:
        found = path.lstat()
    except OSError:
        return  # it is not there yet, or whoever reads it says what is wrong
    if stat.S_ISLNK(found.st_mode):
        raise BadInput(f"{path}: a link; name the folder that it leads to as --home")
    if found.st_uid != os.geteuid():
        raise BadInput(
            f"{path}: belongs to another user (uid {found.st_uid}), who can change what is in it; "
            "copy it, or name another --home"
        )


def _find_strange(folder: Path) -> str:
    """Return the path of something that is neither a file nor a folder, '' where all are."""
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif not entry.is_file(follow_symlinks=False):
                        return entry.path
        except OSError:
            continue  # gone meanwhile, or whoever reads it says what is wrong
    return ""
