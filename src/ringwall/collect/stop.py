"""Readers that make no further call once a collection is to end: Ctrl-C must not wait for AWS."""

from collections.abc import Iterable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from threading import Event
from typing import Any, Protocol, runtime_checkable

from ringwall.model.table import Reader, Row


def stoppable(reader: Reader, stop: Event) -> Reader:
    """Return the reader, each of whose calls raises CancelledError once `stop` is set.

    A reader of AWS itself looks at `stop` before each page: a list may have many without items.
    """
    inner = reader.until(stop) if isinstance(reader, ReadsInPages) else reader
    return _StoppableReader(inner, stop)


@runtime_checkable
class ReadsInPages(Protocol):
    """A reader that can end in the middle of a list."""

    def until(self, stop: Event) -> Reader:
        """Return the same reader, which makes no further call once `stop` is set."""
        ...


@dataclass(frozen=True)
class _StoppableReader:
    """A reader that checks a flag before each call and each item."""

    reader: Reader
    stop: Event

    @property
    def account_id(self) -> str:
        return self.reader.account_id

    @property
    def region(self) -> str:
        return self.reader.region

    @property
    def partition(self) -> str:
        return self.reader.partition

    def call(self, operation: str, **parameters: Any) -> Row:
        self._check()
        return self.reader.call(operation, **parameters)

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        self._check()
        for item in self.reader.items(operation, path, **parameters):
            self._check()
            yield item

    def at(self, region: str) -> Reader:
        return _StoppableReader(self.reader.at(region), self.stop)

    def _check(self) -> None:
        if self.stop.is_set():
            raise CancelledError
