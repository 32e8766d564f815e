"""The objects of logs in folders: what is there, and how each is opened."""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from ringwall.collect.logs.recognize import DIGEST
from ringwall.collect.logs.unpack import ByteReader
from ringwall.model.errors import BadInput


@dataclass(frozen=True)
class LogObject:
    """One object that may be a log: a file, or an object of S3."""

    address: str
    """The absolute path, or s3://bucket/key."""
    version: str
    """What changes when its content does."""
    open: Callable[[], AbstractContextManager[ByteReader]] = field(compare=False)
    is_named: bool = False
    """Whether the user named it: then it must be a log."""


@dataclass
class FoundObjects:
    """The objects to read, and what was found beside them."""

    objects: list[LogObject] = field(default_factory=list)
    digests: int = 0
    others: int = 0
    """Links, devices and hidden files of folders."""
    faults: dict[str, str] = field(default_factory=dict)
    """Files and folders that could not be read, and why."""


def find_files(paths: Iterable[Path], *, may_be_empty: bool = False) -> FoundObjects:
    """Return the files that paths lead to, folders and all below them, each once, in order.

    BadInput where a path leads nowhere, or where there is no file at all, unless that may be.
    """
    found = FoundObjects()
    files: dict[Path, bool] = {}
    named = list(paths)
    for path in named:
        if path.is_file():
            files[path] = True
        elif not path.is_dir():
            raise BadInput(f"{path}: no such file or folder")
        else:
            _walk(path, files, found)
    if not (files or found.faults or may_be_empty):
        raise BadInput(f"{', '.join(map(str, named))}: no log files here")
    for path, is_named in files.items():
        try:
            found.objects.append(_describe(path, is_named=is_named))
        except OSError as error:
            found.faults[str(path.absolute())] = f"cannot read: {error.strerror or error}"
    return found


def _walk(folder: Path, files: dict[Path, bool], found: FoundObjects) -> None:
    def note(error: OSError) -> None:
        found.faults[str(Path(error.filename).absolute())] = (
            f"cannot read the folder: {error.strerror}"
        )

    for place, folders, names in os.walk(folder, onerror=note):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if DIGEST in str(path.relative_to(folder.parent)):
                found.digests += 1
            elif name.startswith(".") or path.is_symlink() or not path.is_file():
                found.others += 1
            else:
                files.setdefault(path, False)


def _describe(path: Path, *, is_named: bool) -> LogObject:
    status = path.stat()
    version = f"{status.st_size} bytes of {status.st_mtime_ns}"
    return LogObject(str(path.absolute()), version, lambda: path.open("rb"), is_named)
