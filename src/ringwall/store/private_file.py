"""Files that their owner alone can read: what Ringwall writes is a map of every weakness."""

import os
import stat
from pathlib import Path
from typing import TextIO

PRIVATE = 0o600
OTHERS = 0o077


def create_private(path: Path) -> TextIO:
    """Open a new file for UTF-8 text; FileExistsError where something has the name, a link too."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(path, flags, PRIVATE)
    return os.fdopen(descriptor, "w", encoding="utf-8", newline="")


def keep_private(path: Path) -> None:
    """Take a file or folder of our own away from others, where an older Ringwall left it open."""
    try:
        found = path.stat()
        if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) & OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
    except OSError:
        # A file system that is read-only, or knows no modes: what is there stays as it is.
        return
