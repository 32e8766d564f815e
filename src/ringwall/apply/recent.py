"""Answers that AWS gave a moment ago: what one step has read, the next one need not read again.

A step reads what is there before it writes. Of a part of what the run has just created, an answer
does that another step in the same account has had, to see what it did itself.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from ringwall.model.table import Reader, Row

SECONDS = 5.0
"""How old an answer may be."""
_Question = tuple[str, str, str, str]
"""Account, Region, operation, parameters."""


class Forgotten(Exception):
    """No error: AWS has to be asked."""


@dataclass
class RecentAnswers:
    """The answers of one run, for all of its threads.

    INVARIANT: an answer is given again only where, since it was asked for, no write of the run to
    the same service in the same account was under way, and nothing ended that the step has to wait
    for. So it shows what the run itself has done to the resource.
    """

    now: Callable[[], float] = time.time
    """The time of day: a clock that stands still while the machine sleeps would not do."""
    _lock: Lock = field(default_factory=Lock)
    _answers: dict[_Question, tuple[float, tuple[Row, ...]]] = field(default_factory=dict)
    _written_at: dict[tuple[str, str], float] = field(default_factory=dict)
    _under_way: dict[tuple[str, str], int] = field(default_factory=dict)
    _ended_at: dict[str, float] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many answers are kept."""
        return len(self._answers)

    def anew(self) -> "RecentAnswers":
        """Return those of another run: none yet."""
        return RecentAnswers(self.now)

    def end(self, change: str) -> None:
        """Note that a Change is made: who needs it has to see what it did."""
        with self._lock:
            self._ended_at[change] = self.now()

    @contextmanager
    def writing(self, account_id: str, operation: str) -> Iterator[None]:
        """Note a write for as long as it is under way: nobody knows when it is carried out."""
        place = (account_id, _service(operation))
        with self._lock:
            self._under_way[place] = self._under_way.get(place, 0) + 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[place] -= 1
                self._written_at[place] = self.now()

    def put(self, question: _Question, asked_at: float, pages: tuple[Row, ...]) -> None:
        """Keep an answer, and none that is too old: a run may read for hours."""
        with self._lock:
            self._answers.pop(question, None)
            self._answers[question] = (asked_at, pages)
            earliest = self.now() - SECONDS
            while self._answers:  # the new one itself, where AWS took long to give it
                oldest = next(iter(self._answers))
                if self._answers[oldest][0] >= earliest:
                    return
                del self._answers[oldest]

    def get(self, question: _Question, needs: Iterable[str]) -> tuple[Row, ...]:
        """Return an answer that is as good as a new one for a step; Forgotten where none is."""
        account_id, _, operation, _ = question
        place = (account_id, _service(operation))
        with self._lock:
            if question not in self._answers:
                raise Forgotten
            asked_at, pages = self._answers[question]
            ends = (self._ended_at.get(need, 0.0) for need in needs)
            now = self.now()
            earliest = max(now - SECONDS, self._written_at.get(place, 0.0), *ends)
            if not earliest <= asked_at <= now or self._under_way.get(place):
                raise Forgotten
            return pages


@dataclass(frozen=True)
class _AroundReader:
    """A reader with other pages than those of the one within."""

    inner: Reader
    answers: RecentAnswers

    def __getattr__(self, name: str) -> Any:
        """Leave all else to the reader within."""
        return getattr(self.inner, name)


@dataclass(frozen=True)
class KeepingReader(_AroundReader):
    """Reads pages from AWS, and keeps them."""

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        """Return the items at a JMESPath over all pages, as AWS answers now."""
        asked_at = self.answers.now()
        pages = tuple(self.inner.items(operation, path, **parameters))
        self.answers.put(_ask(self.inner, operation, path, parameters), asked_at, pages)
        return pages


@dataclass(frozen=True)
class RecallingReader(_AroundReader):
    """Reads only what was kept; Forgotten where that does not do for a step with these needs."""

    needs: tuple[str, ...]

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        """Return the items at a JMESPath over all pages, as AWS answered a moment ago."""
        return self.answers.get(_ask(self.inner, operation, path, parameters), self.needs)


def _ask(reader: Reader, operation: str, path: str, parameters: Row) -> _Question:
    text = json.dumps([path, parameters], sort_keys=True, default=str)
    return (reader.account_id, reader.region, operation, text)


def _service(operation: str) -> str:
    return operation.partition(".")[0]
