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
DATABASE = "hub.sqlite"
OWN = frozenset(
    {"estate", "logs", "facts", "intel", "baselines", "evidence", "lock", "lock.holder", MARK}
)
"""What Ringwall writes into a home beside the files of the database."""


@dataclass(frozen=True)
class Home:
    """One home folder. Nothing is made on disk before something is written.

    BadInput where it is, or holds, a link, or where it belongs to another user. One that an older
    Ringwall left open to others is closed; any other folder stays as it is.
    """

    path: Path

    def __post_init__(self) -> None:
        """Refuse a home that could lead elsewhere."""
        _check_safe(self.path)
        if _is_home(self.path):
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
    def intel(self) -> Path:
        """The folder of lists and data files about addresses and domains."""
        return self.path / "intel"

    @property
    def baselines(self) -> Path:
        """The folder of what is usual, a folder for each day."""
        return self.path / "baselines"

    @property
    def evidence(self) -> Path:
        """The folder of what was collected as evidence, a folder for each case."""
        return self.path / "evidence"

    @property
    def place(self) -> str:
        """Where the folder is: what is sealed for this home holds in no other."""
        return str(self.path.resolve())

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the findings and the journal; RINGWALL_DATABASE overrides it."""
        return os.environ.get("RINGWALL_DATABASE") or self.own_database_url

    @property
    def own_database_url(self) -> str:
        """The SQLAlchemy URL of the SQLite file in this folder."""
        return f"sqlite:///{self.path / DATABASE}"

    def make(self) -> None:
        """Create the folder, readable by its owner alone: it holds a map of every weakness.

        BadInput where it is a folder that others write to as well.
        """
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            shared = not _is_home(self.path) and _find_shared(self.path)
        except OSError as error:
            raise StorageFailed(f"{self.path}: cannot create the home folder: {error}") from error
        if shared:
            raise BadInput(
                f"{self.path}: others can write to this folder, which holds {shared}; name one "
                "that is new as --home"
            )
        keep_private(self.path)
        self._mark()

    @property
    def is_ours(self) -> bool:
        """Whether this user made the folder here, or nothing is there yet.

        A folder that came with a repository or was moved has no mark for its place.
        """
        return is_made_here(self.path)

    def _mark(self) -> None:
        # Without a mark the home works, where it is named: see `is_ours`.
        with suppress(StorageFailed, BadInput, OSError):
            if self.is_ours:
                return
            seal = find_key(self.path).seal("home", self.place)
            (self.path / MARK).unlink(missing_ok=True)
            with create_private(self.path / MARK) as file:
                file.write(seal)

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


def is_made_here(path: Path) -> bool:
    """Whether this user made a home folder at this place, or nothing is there; nothing changes.

    BadInput for a folder that no `Home` can be.
    """
    _check_safe(path)
    return not path.exists() or find_key(path).holds(
        "home", str(path.resolve()), _read(path / MARK)
    )


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


def _check_safe(path: Path) -> None:
    """Raise BadInput for a folder that could lead elsewhere."""
    _check_owner(path)
    if strange := _find_strange(path):
        raise BadInput(
            f"{strange}: a home folder holds plain files and folders alone; a link or a device "
            "in it may lead anywhere: remove it, or name another --home"
        )


def _is_home(path: Path) -> bool:
    """Whether a folder is a home: it has a mark or a database that its owner wrote."""
    for name in (MARK, DATABASE):
        with suppress(OSError):
            found = (path / name).lstat()
            if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid():
                return True
    return False


def _find_shared(path: Path) -> str:
    """Return the name of something of others in a folder that they can write to, '' if none."""
    if not stat.S_IMODE(path.stat().st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
        return ""
    names = {found.name for found in path.iterdir()} - OWN
    return min((name for name in names if not name.startswith(DATABASE)), default="")


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
