"""Files that their owner alone can read: what Ringwall writes is a map of every weakness.

Others may read a file that says nothing of that kind, where its writer says so (`OPEN`).
"""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from ringwall.model.errors import BadInput, StorageFailed

PRIVATE = 0o600
OPEN = 0o644
OTHERS = 0o077
TRIED = 1024**2
"""Bytes that must fit for a disk not to be full."""


def create_private(path: Path, mode: int = PRIVATE) -> TextIO:
    """Open a new file for UTF-8 text; FileExistsError where something has the name, a link too."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(path, flags, mode)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


@contextmanager
def replacing(path: Path, mode: int = PRIVATE) -> Iterator[TextIO]:
    """Open a file that the user named for UTF-8 text; old content stays until the new is complete.

    What is no file, a pipe or a terminal such as /dev/stdout, is written to as it is. BadInput for
    a link to a file, for a folder and for a disk; StorageFailed where nothing can be written.
    """
    try:
        if _is_stream(path):
            with _open_stream(path) as stream:
                yield stream
            return
        # Nobody can have put a link there under this name.
        partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}.partial")
        try:
            with create_private(partial, mode) as file:
                yield file
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except BrokenPipeError:
        raise  # its reader went away, as of stdout
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error.strerror}") from error


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Let one process after the other read a file and replace it, of those that ask here.

    The folder is locked, not the file: that is another one once it was replaced. StorageFailed
    where the folder cannot be opened.
    """
    try:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error.strerror}") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _is_stream(path: Path) -> bool:
    """Whether a path is a pipe or a character device; BadInput where it must not be written to."""
    if not path.name:
        raise BadInput(f"{path}: a folder; name a file")
    try:
        named = path.lstat().st_mode
        found = path.stat().st_mode if stat.S_ISLNK(named) else named
    except FileNotFoundError:
        found = 0
        if not path.is_symlink():
            return False
    if stat.S_ISFIFO(found) or stat.S_ISCHR(found):
        return True
    if path.is_symlink():
        # A repository may have brought it, to have a file of the user's own overwritten.
        raise BadInput(f"{path}: a link; name the file that it leads to")
    if not stat.S_ISREG(found):
        kind = "a folder" if stat.S_ISDIR(found) else "no file"
        raise BadInput(f"{path}: {kind}; name a file")
    return False


def _open_stream(path: Path) -> TextIO:
    # Without O_CREAT and O_TRUNC: where it became something else meanwhile, nothing is lost.
    descriptor = os.open(path, os.O_WRONLY | os.O_NOCTTY)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


def find_obstacle(folder: Path) -> str:
    """Return why nothing can be written to a folder, in the system's words; '' where it can be."""
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(TRIED))
    except OSError as error:
        return error.strerror or str(error)
    return ""


def keep_private(path: Path) -> None:
    """Take a file or folder of our own away from others, where an older Ringwall left it open."""
    try:
        found = path.stat()
        if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
    except OSError:
        # A file system that is read-only, or knows no modes: what is there stays as it is.
        return
