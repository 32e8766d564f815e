"""A watch over one statement: it is interrupted after its time, and where it cannot be, all ends.

DuckDB looks for an interrupt, and at its limit of memory, between chunks of rows. One function of
one row (`levenshtein`, `repeat`, `range`) runs for hours and takes all memory in between. Nothing
but the end of the process stops it then. What was acknowledged is on disk by then: a collection is
renamed when it is complete, the findings are written in one transaction, a run's journal is written
ahead, and no statement of others runs while one of those is open.
"""

import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from ringwall.model.errors import StorageFailed
from ringwall.model.text import make_visible

BEAT = 0.05
STATM = Path("/proc/self/statm")


class StatementWatch:
    """Watches what runs inside a `with`; `seconds` and `growth` (bytes of memory) 0 are no limit.

    `interrupt` asks the statement to end, and `leave` ends the process where it did not `grace`
    seconds later, or where it grows too much.
    """

    def __init__(
        self,
        interrupt: Callable[[], object],
        leave: Callable[[str], object],
        *,
        seconds: float = 0,
        grace: float = 0,
        growth: int = 0,
    ) -> None:
        self._interrupt = interrupt
        self._leave = leave
        self._seconds = seconds
        self._growth = growth
        self._grace = grace
        self._done = threading.Event()

    def __enter__(self) -> Self:
        """Begin to watch."""
        if self._seconds or self._growth:
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching."""
        self._done.set()

    def _watch(self) -> None:
        began, before = time.monotonic(), measure_memory()
        is_interrupted = False
        while not self._done.wait(BEAT):
            late = time.monotonic() - began - self._seconds
            if self._growth and measure_memory() - before > self._growth:
                self._leave(f"it took more than {self._growth / 1e9:g} GB of memory at once")
                return
            if self._seconds and late > 0 and not is_interrupted:
                is_interrupted = True
                self._interrupt()
            if self._seconds and late > self._grace:
                self._leave(f"it did not stop after {self._seconds:g} seconds")
                return


def measure_memory() -> int:
    """Return the bytes of memory that this process has; the most it ever had where none says."""
    try:
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def end_process(who: str, why: str) -> NoReturn:
    """Say on stderr whose statement it was and why all ends, and end this process at once."""
    line = f"\nringwall: {make_visible(who)}: {why}; the process was ended\n"
    try:
        os.write(sys.stderr.fileno(), line.encode("utf-8", "backslashreplace"))
    finally:
        os._exit(StorageFailed.exit_code)
