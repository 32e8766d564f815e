"""Work that follows a call: what AWS does by itself after it has answered.

A task runs when the call that caused it has been answered, so that it can make calls of its own.
"""

from collections import deque
from typing import Any, Protocol

MAX_TASKS = 1000
"""Tasks that one call may cause: a rule whose target causes the same event again has no end."""


class FollowUp(Protocol):
    """A piece of work: a frozen dataclass, so that it can be saved with the state."""

    def run(self, emulator: Any) -> None:
        """Do it. `emulator` is a `RunningEmulator`, and not held: mount it to read its state."""
        ...


class Backlog:
    """Tasks that wait, first in, first out."""

    def __init__(self) -> None:
        self.tasks: deque[FollowUp] = deque()
        self.dropped: list[FollowUp] = []
        """Tasks that one call caused beyond `MAX_TASKS`."""
        self._is_working = False

    @property
    def is_working(self) -> bool:
        """Whether its tasks are being run: a call that one of them makes leaves the rest to it."""
        return self._is_working

    def add(self, task: FollowUp) -> None:
        """Let a task run after the call that is being answered."""
        self.tasks.append(task)

    def work(self, emulator: Any) -> None:
        """Run what waits, and what that causes; nothing if it is being worked on already."""
        if self._is_working or not self.tasks:
            return
        self._is_working = True
        try:
            for _ in range(MAX_TASKS):
                if not self.tasks:
                    return
                self.tasks.popleft().run(emulator)
            self.dropped += self.tasks
            self.tasks.clear()
        finally:
            self._is_working = False
