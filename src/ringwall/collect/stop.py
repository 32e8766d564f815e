"""Readers that ask nothing more once a collection is to end: Ctrl-C must not wait for AWS."""

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from threading import Event
from typing import Any

from ringwall.model.table import Reader, Row


def stoppable(readers: Callable[[str, str], Reader], stop: Event) -> Callable[[str, str], Reader]:
    """Return the readers, each of whose calls raises CancelledError once `stop` is set."""
    return lambda account_id, region: _Stoppable(readers(account_id, region), stop)


@dataclass(frozen=True)
class _Stoppable:
    """A reader that looks at a flag before each call and each item."""

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
        self._look()
        return self.reader.call(operation, **parameters)

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        self._look()
        for item in self.reader.items(operation, path, **parameters):
            self._look()
            yield item

    def at(self, region: str) -> Reader:
        return _Stoppable(self.reader.at(region), self.stop)

    def _look(self) -> None:
        if self.stop.is_set():
            raise CancelledError
