"""The events of a job, recorded for a test to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest


@dataclass
class RecordedEvents:
    """The events of a job, in lists."""

    notes: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    """Parts of the job that had a progress, in order."""
    totals: list[int] = field(default_factory=list)
    """How many steps they said that there are."""
    steps: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.notes.append(text)

    @contextmanager
    def progress(self, part: str, total: int | None = None) -> Iterator["RecordedEvents"]:
        self.parts.append(part)
        if total is not None:
            self.totals.append(total)
        yield self

    def expect(self, total: int) -> None:
        self.totals.append(total)

    def advance(self, description: str = "") -> None:
        self.steps.append(description)


@pytest.fixture
def events() -> RecordedEvents:
    """Return events that jobs can report to, to look at afterwards."""
    return RecordedEvents()
