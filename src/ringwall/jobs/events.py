"""What a job reports while it works. Each interface shows it in its own way."""

from contextlib import AbstractContextManager
from typing import Protocol


class JobProgress(Protocol):
    """How far a part of a job is."""

    def expect(self, total: int) -> None:
        """Take note of how many steps there are in all."""
        ...

    def advance(self, description: str = "") -> None:
        """Take note that one more step is done; `description` names it."""
        ...


class Events(Protocol):
    """Where a job reports to while it works. What it found is its result, not an event."""

    def note(self, text: str) -> None:
        """Take note of something that the user should know now. Text from AWS may be in it."""
        ...

    def progress(self, part: str, total: int | None = None) -> AbstractContextManager[JobProgress]:
        """Return the progress of a part of the job; `total` is None where it is not known yet."""
        ...
