"""AWS's API as a source: tables are listed and detailed by the calls that they declare.

The calls go through a `Reader`: AWS's own, or one that has AWS's answers in a file.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import jmespath

from ringwall.collect.paths import names_in
from ringwall.collect.repeated import RepeatedReader
from ringwall.collect.rows import fill_parameters
from ringwall.collect.shape import documented_shape
from ringwall.collect.shared import NO_ANSWERS, SharedAnswers, read_shared, share
from ringwall.collect.source import (
    GLOBAL,
    Dialect,
    Listing,
    Location,
    ReadOptions,
    ResourceDocument,
)
from ringwall.collect.stop import stoppable
from ringwall.model.errors import CallFailed
from ringwall.model.table import Call, Reader, Row, Table


@dataclass(frozen=True)
class ApiSource:
    """What AWS's API answers. `readers` gives the reader of an account and region."""

    readers: Callable[[str, str], Reader]
    home_region: str = "us-east-1"
    """Where calls are made that belong to no region."""
    name: str = "live"

    @property
    def dialect(self) -> Dialect:
        """How its documents name their members."""
        return "api"

    def documents(self, table: Table, location: Location, options: ReadOptions) -> Listing:
        """Return what the API has of a table; its details are asked for as documents are taken."""
        region = self.home_region if location.region == GLOBAL else location.region
        reader = stoppable(self.readers(location.account_id, region), options.stop)
        reader = RepeatedReader(reader, table.repeated, options.repeated)
        items, problem = list_items(table, reader, options.limit)
        answers = read_shared(table, reader) if items else NO_ANSWERS
        read = partial(read_details, table, reader=reader, answers=answers)
        return Listing(
            options.spread(read, items),
            reader.partition,
            table.list.operation if table.list else f"{table.service}.{table.name}",
            problem,
            {
                into: answer if isinstance(answer, CallFailed) else None
                for into, answer in answers.items()
            },
        )


def list_items(
    table: Table, reader: Reader, limit: int | None = None
) -> tuple[list[Row | CallFailed], CallFailed | None]:
    """Return what could be listed, and the error that ended the list early, if any."""
    items: list[Row | CallFailed] = []
    try:
        with documented_shape():
            items.extend(islice(_items(table, reader), limit))
    except CallFailed as error:
        return items, None if error.code in table.absent else error
    return items, None


def _items(table: Table, reader: Reader) -> Iterable[Row | CallFailed]:
    if table.fetch:
        return table.fetch(reader)
    if table.list is None:
        return ()
    parameters = fill_parameters(table.list.parameters, {}, reader)
    items = reader.items(table.list.operation, table.list.take, **parameters)
    return (item for item in items if _is_own(table, item, reader))


def _is_own(table: Table, item: Any, reader: Reader) -> bool:
    if not table.account or table.scope == "organization" or not isinstance(item, dict):
        return True
    owner = jmespath.search(table.account, item)
    # What is not an account's id says nothing: the row is kept.
    return owner == reader.account_id or not (isinstance(owner, str) and owner.isdigit())


def read_details(
    table: Table, item: Row | CallFailed, reader: Reader, answers: SharedAnswers = NO_ANSWERS
) -> ResourceDocument:
    """Return a listed item with the table's shared answers and detail calls merged in."""
    if isinstance(item, CallFailed):
        return ResourceDocument({}, problem=item)
    # A list of plain names or ids becomes documents with one member.
    content = dict(item) if isinstance(item, dict) else {"id": item}
    failures: dict[str, CallFailed] = share(table, content, answers)
    skipped: set[str] = set()
    none: set[str] = set()
    for call in table.calls:
        if broken := names_in(call.when) & failures.keys():
            failures[call.into] = failures[min(broken)]
            continue
        try:
            with documented_shape():
                if call.when and not jmespath.search(call.when, content):
                    skipped.add(call.into)
                    continue
                content[call.into] = _ask(call, content, _home(table, content, reader))
        except CallFailed as error:
            if error.code in call.absent:
                none.add(call.into)
            elif error.code in table.gone:
                return ResourceDocument(content, is_gone=True)
            else:
                failures[call.into] = error
    return ResourceDocument(content, failures, frozenset(skipped), frozenset(skipped | none))


def _home(table: Table, content: Row, reader: Reader) -> Reader:
    """Return the reader of the region where a resource is."""
    if not table.region or table.scope == "region":
        return reader
    region = jmespath.search(table.region, content)
    # What lies in no Region is asked for where its list was: no endpoint is called global.
    is_place = isinstance(region, str) and region not in ("", GLOBAL)
    return reader.at(region) if is_place else reader


def _ask(call: Call, content: Row, reader: Reader) -> Any:
    answer = reader.call(call.operation, **fill_parameters(call.parameters, content, reader))
    answer.pop("ResponseMetadata", None)
    found = jmespath.search(call.take, answer) if call.take else answer
    if found is None:
        raise CallFailed(f"{call.operation}: AWS answered without {call.take}", "Unreadable")
    return call.reduce(found) if call.reduce else found
