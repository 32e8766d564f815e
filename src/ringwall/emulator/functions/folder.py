"""The folder of an invocation: made, and removed whatever the function has made of it."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_log = logging.getLogger(__name__)
OPEN = 0o700


@contextmanager
def own_folder(prefix: str) -> Iterator[Path]:
    """Make a folder that is there for as long as the block runs."""
    folder = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    made = folder.lstat()
    try:
        yield folder
    finally:
        # INVARIANT: what is emptied is the folder that was made: a function could have moved it
        # away, and put a link to another one in its place.
        with suppress(OSError):
            if os.path.samestat(made, folder.lstat()):
                _remove(folder)
        if os.path.lexists(folder):
            _log.warning("folder is left path=%s", folder)


def _remove(root: Path) -> None:
    """Remove a folder: each one in it is moved to the top first.

    However deep they are nested, no path is too long for the system, and nothing recurses.
    """
    root.chmod(OPEN)
    folders = [root]
    for folder in folders:
        for path in list(folder.iterdir()):
            with suppress(OSError):
                if path.is_symlink() or not path.is_dir():
                    path.unlink()
                    continue
                path.chmod(OPEN)
                folders.append(path.rename(root / f".removed-{len(folders)}"))
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()
