"""Sources: what provides the documents of tables: AWS, or something else in its place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Literal, Protocol

from ringwall.collect.repeated import Repeated
from ringwall.model.errors import CallFailed
from ringwall.model.table import Row, Table

GLOBAL = "global"
"""The region of what belongs to no region: read once per account or organization."""

Dialect = Literal["api", "properties"]
"""How a source's documents name their members: as AWS's API, or as CloudFormation does."""
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Applies a function to many documents, perhaps in parallel, in order: like `map`."""


@dataclass(frozen=True)
class Location:
    """An account and region to read. `region` is `global` for what belongs to no region."""

    account_id: str
    region: str


@dataclass(frozen=True)
class ReadOptions:
    """How documents are to be read: in parallel, until it is time to stop, at most so many."""

    spread: Spread = map
    stop: Event = field(default_factory=Event)
    """Once it is set, no further call is made: the next one raises CancelledError."""
    limit: int | None = None
    repeated: Repeated = field(default_factory=Repeated)
    """What several tables of a service ask for, once it was answered."""


@dataclass(frozen=True)
class ResourceDocument:
    """One resource. `failures` maps each detail call or shared read that failed to its error.

    `skipped` are the detail calls that were not made, because there is no answer for certain;
    `none` are these, and those that AWS answered with a code that means "there is none".
    """

    content: Row
    failures: Mapping[str, CallFailed] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    none: frozenset[str] = frozenset()
    problem: CallFailed | None = None
    """Why it cannot be told what the document is about, where that is so."""
    is_gone: bool = False
    """Whether the resource was deleted after it was listed: it is no resource any more."""
    known: Mapping[str, Any] = field(default_factory=dict)
    """Members of the envelope that the source itself knows: arn, account_id, region, tags."""


@dataclass(frozen=True)
class Listing:
    """What a source has of one table in one location."""

    documents: Iterable[ResourceDocument]
    """Read as they are taken: each with the answers of its detail calls merged in."""
    partition: str
    origin: str
    """Where the rows come from, as their column `source` says it."""
    problem: CallFailed | None = None
    """Why documents may be missing."""
    shared: Mapping[str, CallFailed | None] = field(default_factory=dict)
    """The reads that were made once for all documents, each with its error, if any."""


class Source(Protocol):
    """What provides the documents of tables."""

    @property
    def name(self) -> str:
        """What a snapshot calls its source: `live`, `file`."""
        ...

    @property
    def dialect(self) -> Dialect:
        """How its documents name their members."""
        ...

    def documents(self, table: Table, location: Location, options: ReadOptions) -> Listing:
        """Return what there is of a table in a location.

        CallFailed where the location cannot be read at all: nothing was asked there then.
        """
        ...
