"""Work that follows a call: what AWS does by itself after it has answered.

A task runs when the call that caused it has been answered, so that it can make calls of its own.
"""

import logging
from collections import deque
from threading import Lock
from typing import Any, Protocol, runtime_checkable

_log = logging.getLogger(__name__)
MAX_TASKS = 1000
"""Tasks that one call may cause: a rule whose target causes the same event again has no end."""


class FollowUp(Protocol):
    """A piece of work: a frozen dataclass, so that it can be saved with the state."""

    def run(self, emulator: Any) -> None:
        """Do it. `emulator` is a `RunningEmulator`, and not held: mount it to read its state."""
        ...


@runtime_checkable
class Abandonable(FollowUp, Protocol):
    """A piece of work that somebody waits for."""

    def abandon(self, emulator: Any) -> None:
        """Say what becomes of it, as it is not done."""
        ...


class Backlog:
    """Tasks that wait, first in, first out; several threads may add to them."""

    def __init__(self) -> None:
        self.tasks: deque[FollowUp] = deque()
        self.dropped: list[FollowUp] = []
        """Tasks that one call caused beyond `MAX_TASKS`."""
        self._running: FollowUp | None = None
        self._is_working = False
        self._lock = Lock()

    def __getstate__(self) -> dict[str, Any]:
        """Return what is saved: nobody works on it there, and what runs now will begin again."""
        with self._lock:
            waiting = ([self._running] if self._running else []) + list(self.tasks)
            return {"tasks": deque(waiting), "dropped": list(self.dropped)}

    def __setstate__(self, saved: dict[str, Any]) -> None:
        """Hold what was saved."""
        self.__dict__ |= Backlog().__dict__ | saved

    @property
    def is_working(self) -> bool:
        """Whether its tasks are being run: a call that one of them makes leaves the rest to it."""
        return self._is_working

    def add(self, task: FollowUp) -> None:
        """Let a task run after the call that is being answered."""
        self.tasks.append(task)

    def work(self, emulator: Any, most: int = MAX_TASKS) -> int:
        """Run what waits, and what that causes; return how many tasks that was.

        Nothing is done where a thread works on it already: that one does it all.
        """
        with self._lock:
            if self._is_working:
                return 0
            self._is_working = True
        count = 0
        try:
            while (task := self._take(is_last=count == most)) is not None:
                task.run(emulator)
                count += 1
        finally:
            with self._lock:
                self._running, self._is_working = None, False
        if count == most:
            self._drop(emulator)
        return count

    def _take(self, *, is_last: bool) -> FollowUp | None:
        # INVARIANT: who finds nothing stops working before another thread can add something.
        with self._lock:
            self._running = None if is_last or not self.tasks else self.tasks.popleft()
            self._is_working = self._running is not None
            return self._running

    def _drop(self, emulator: Any) -> None:
        with self._lock:
            dropped = list(self.tasks)
            self.tasks.clear()
        self.dropped += dropped
        for task in dropped:
            _log.warning("dropped task=%s", type(task).__name__)
            if isinstance(task, Abandonable):
                task.abandon(emulator)
