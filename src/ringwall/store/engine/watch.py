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
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from ringwall.model.errors import StorageFailed
from ringwall.model.text import make_visible

BEAT = 0.05
STATM = Path("/proc/self/statm")


@dataclass
class _Statement:
    """What runs: since when, with how much memory, and whether it was asked to end."""

    began: float
    memory: int
    is_interrupted: bool = False


class StatementWatch:
    """Watches what runs inside a `with`; `seconds` and `growth` (bytes of memory) 0 are no limit.

    `interrupt` asks the statement to end, and `leave` ends the process where it did not `grace`
    seconds later, or where it grows too much. One watch is for many statements, one at a time: its
    thread ends at the first beat at which none runs, so that short ones share one.
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
        self._lock = threading.Lock()
        self._statement: _Statement | None = None
        self._watcher: threading.Thread | None = None
        self._closing = threading.Event()

    def __enter__(self) -> Self:
        """Begin to watch."""
        if self._seconds or self._growth:
            memory = measure_memory() if self._growth else 0
            with self._lock:
                self._statement = _Statement(time.monotonic(), memory)
                if self._watcher is None:
                    watcher = threading.Thread(target=self._watch, daemon=True)
                    watcher.start()
                    self._watcher = watcher
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop watching: the statement is not interrupted from here on."""
        with self._lock:
            self._statement = None

    def close(self) -> None:
        """End the thread: one that is left when the process ends keeps what it watches alive."""
        self._closing.set()
        if watcher := self._watcher:
            watcher.join()

    def _watch(self) -> None:
        is_needed = True
        while is_needed and not self._closing.wait(BEAT):
            with self._lock:
                is_needed = False
                try:
                    is_needed = self._statement is not None and self._check(self._statement)
                finally:  # an error does not leave the next statements unwatched
                    if not is_needed:
                        self._watcher = None

    def _check(self, statement: _Statement) -> bool:
        """Do what is due; return whether there is more to watch."""
        if self._growth and measure_memory() - statement.memory > self._growth:
            self._leave(f"it took more than {self._growth / 1e9:g} GB of memory at once")
            return False
        late = time.monotonic() - statement.began - self._seconds
        if self._seconds and late > 0 and not statement.is_interrupted:
            statement.is_interrupted = True
            self._interrupt()
        if self._seconds and late > self._grace:
            self._leave(f"it did not stop after {self._seconds:g} seconds")
            return False
        return True


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
