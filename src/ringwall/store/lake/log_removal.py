"""Deletes single files of the logs, and nothing else: a ledger may have come from anybody."""

import os
import re
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

_PLACE = re.compile(
    r"(?P<source>[a-z][a-z0-9_]*)/day=(?P<day>\d{4}-\d{2}-\d{2})/(?P<name>[^/\0]+\.parquet)"
)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class LogPlace(NamedTuple):
    """Where a file of the logs is: its table, its day and its name."""

    source: str
    day: str
    name: str


def split_place(path: str) -> LogPlace | None:
    """Return the parts of a path from the folder of the logs; None where it leads elsewhere."""
    found = _PLACE.fullmatch(path)
    return LogPlace(**found.groupdict()) if found else None


def remove_log_file(logs: Path, path: str) -> bool:
    """Delete a file by its path from the folder of the logs; return whether it is gone.

    Its day's folder goes with the last file. What lies behind a link stays, and so does what is no
    file of a table and a day.
    """
    place = split_place(path)
    if place is None:
        return False
    try:
        with ExitStack() as opened:
            # Each folder is opened from the one above: no link that is put there meanwhile is
            # followed.
            table = os.open(logs / place.source, _FOLDER)
            opened.callback(os.close, table)
            day = os.open(f"day={place.day}", _FOLDER, dir_fd=table)
            opened.callback(os.close, day)
            os.unlink(place.name, dir_fd=day)
            with suppress(OSError):
                os.rmdir(f"day={place.day}", dir_fd=table)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
