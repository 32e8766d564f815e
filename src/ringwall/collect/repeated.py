"""Reads that several tables of a service ask for: asked once, while the service is read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ringwall.aws.read import take_items
from ringwall.model.pages import join_pages
from ringwall.model.table import Reader, Row

Question = tuple[str, str, str, str]
"""An operation, the account, the region, and the parameters as JSON."""


@dataclass(frozen=True)
class RepeatedAnswers:
    """What was answered so far: the pages of each answer. A call that failed is asked again."""

    answers: dict[Question, tuple[Row, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class RepeatedReader:
    """A reader that asks for some operations once; the same question has the same answer then."""

    reader: Reader
    operations: frozenset[str]
    repeated: RepeatedAnswers

    @property
    def account_id(self) -> str:
        """The account that is read."""
        return self.reader.account_id

    @property
    def region(self) -> str:
        """The region that is read."""
        return self.reader.region

    @property
    def partition(self) -> str:
        """The partition of the account."""
        return self.reader.partition

    def at(self, region: str) -> "RepeatedReader":
        """Return the reader of another region, which remembers in the same place."""
        return RepeatedReader(self.reader.at(region), self.operations, self.repeated)

    def call(self, operation: str, **parameters: Any) -> Row:
        """Return the whole answer."""
        if operation not in self.operations:
            return self.reader.call(operation, **parameters)
        return join_pages(self._pages(operation, parameters))

    def items(self, operation: str, path: str, **parameters: Any) -> Iterable[Row]:
        """Return the items of all pages."""
        if operation not in self.operations:
            return self.reader.items(operation, path, **parameters)
        pages = self._pages(operation, parameters)
        return (item for page in pages for item in take_items(page, operation, path))

    def _pages(self, operation: str, parameters: Row) -> Iterator[Row]:
        written = json.dumps(parameters, sort_keys=True, default=str)
        asked = (operation, self.account_id, self.region, written)
        if asked in self.repeated.answers:
            yield from self.repeated.answers[asked]
            return
        pages: list[Row] = []
        for page in self.reader.items(operation, "@", **parameters):
            pages.append(page)
            yield page
        self.repeated.answers[asked] = tuple(pages)
