"""One unit of collection: the tables of one service in one account and region."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import jmespath

from ringwall.collect.rows import UNREADABLE, Captured, RowMaker, fill_parameters, names_in
from ringwall.collect.shared import NO_ANSWERS, Answers, NotShared, read_shared, share
from ringwall.model.coverage import Coverage
from ringwall.model.errors import CallFailed
from ringwall.model.status import Status
from ringwall.model.table import Call, Derived, Reader, Row, Table

Spread = Callable[[Callable[[Row], Any], Iterable[Row]], Iterator[Any]]
"""Applies a function to many documents, perhaps in parallel, in order: like `map`."""

MAX_ERROR = 300
CHUNK = 1_000


@dataclass(frozen=True)
class Unit:
    """Tables of one service, to be read together. `region` is `global` outside regions."""

    account_id: str
    region: str
    service: str
    tables: tuple[Table, ...]


@dataclass
class Tally:
    """Counts calls by how they went, so that coverage stays small."""

    account_id: str
    region: str
    counts: Counter[tuple[str, str, Status, str, str]] = field(default_factory=Counter)

    def note(
        self, table: str, aspect: str, status: Status = "ok", resource: str = "", error: str = ""
    ) -> None:
        """Count one call."""
        said = error[:MAX_ERROR].encode(errors="replace").decode()
        self.counts[table, aspect, status, resource, said] += 1

    def rows(self) -> Iterator[Coverage]:
        """Yield the rows of `estate.coverage`."""
        for (table, aspect, status, resource, error), calls in self.counts.items():
            yield Coverage(
                self.account_id, self.region, table, aspect, status, resource, calls, error
            )


@dataclass(frozen=True)
class Read:
    """One document with all its detail calls; `failures` maps each failed call to its error.

    `spared` are the calls that were not made, because `when` says that there is no answer.
    """

    document: Row
    failures: dict[str, CallFailed]
    spared: frozenset[str] = frozenset()


def collect_unit(
    unit: Unit,
    reader: Reader,
    keep: Callable[[str, list[Row]], None],
    spread: Spread = map,
) -> tuple[Coverage, ...]:
    """Read a unit's tables, hand their rows to `keep`, and return how the calls went."""
    work = _Work(unit, reader, keep, Tally(unit.account_id, unit.region), spread)
    for table in unit.tables:
        _collect_table(table, work)
    return tuple(work.tally.rows())


@dataclass(frozen=True)
class _Work:
    """What reading one unit takes, handed from table to table."""

    unit: Unit
    reader: Reader
    keep: Callable[[str, list[Row]], None]
    tally: Tally
    spread: Spread


def _collect_table(table: Table, work: _Work) -> None:
    documents, gap = _list_documents(table, work.reader)
    status: Status = gap.status if gap else "ok"
    work.tally.note(table.name, "list", status, error=str(gap or ""))
    for derived in table.derived:
        work.tally.note(derived.table, table.name, status, error=str(gap or ""))
    answers = _read_shared(table, work) if documents else {}
    reads = work.spread(
        lambda document: read_details(table, document, work.reader, answers), documents
    )
    make = _row_maker(table, work)
    while chunk := list(islice(reads, CHUNK)):
        made: dict[str, list[Row]] = defaultdict(list)
        for read in chunk:
            row = make(read)
            made[table.name].append(row)
            for derived in table.derived:
                if derived.needs not in read.failures:
                    made[derived.table].extend(_derive(derived, table, read, row, work.tally))
        for name, rows in made.items():
            work.keep(name, rows)


def _read_shared(table: Table, work: _Work) -> Answers:
    answers = read_shared(table, work.reader)
    for into, answer in answers.items():
        if isinstance(answer, CallFailed):
            work.tally.note(table.name, into, answer.status, error=str(answer))
        else:
            work.tally.note(table.name, into)
    return answers


def _row_maker(table: Table, work: _Work) -> Callable[["Read"], Row]:
    captured = Captured(
        account_id=work.unit.account_id,
        region=work.unit.region,
        partition=work.reader.partition,
        captured_at=datetime.now(UTC),
        source=table.list.operation if table.list else f"{table.service}.{table.name}",
    )
    maker = RowMaker(table)

    def make(read: Read) -> Row:
        row, broken = maker.make(read.document, captured, frozenset(read.failures))
        _note_details(table, row["arn"], read, work.tally)
        for column, error in broken.items():
            work.tally.note(table.name, column, "failed", row["arn"], error)
        return row

    return make


def _list_documents(table: Table, reader: Reader) -> tuple[list[Row], CallFailed | None]:
    """Return what could be listed, and the error that ended the list early, if any."""
    documents: list[Row] = []
    try:
        if table.fetch:
            documents.extend(table.fetch(reader))
        elif table.list:
            parameters = fill_parameters(table.list.parameters, {}, reader)
            items = reader.items(table.list.operation, table.list.take, **parameters)
            documents.extend(item for item in items if _is_own(table, item, reader))
    except CallFailed as error:
        if table.list and error.code in table.list.absent:
            return documents, None
        return documents, error
    except UNREADABLE as error:
        return documents, unreadable(error)
    return documents, None


def unreadable(error: Exception) -> CallFailed:
    """Return the failure of a call whose answer has not the shape that AWS documents."""
    return CallFailed(f"unreadable answer: {type(error).__name__}: {error}", "Unreadable")


def _is_own(table: Table, item: Any, reader: Reader) -> bool:
    if not table.account or table.scope == "organization" or not isinstance(item, dict):
        return True
    return jmespath.search(table.account, item) in (None, reader.account_id)


def read_details(table: Table, item: Row, reader: Reader, answers: Answers = NO_ANSWERS) -> Read:
    """Return a listed item with the table's shared answers and detail calls merged in."""
    # A list of plain names or ids becomes documents with one member.
    document = dict(item) if isinstance(item, dict) else {"id": item}
    failures: dict[str, CallFailed] = share(table, document, answers)
    spared: set[str] = set()
    for call in table.calls:
        if broken := names_in(call.when) & failures.keys():
            failures[call.into] = failures[min(broken)]
            continue
        try:
            if call.when and not jmespath.search(call.when, document):
                spared.add(call.into)
                continue
            document[call.into] = _ask(call, document, _home(table, document, reader))
        except CallFailed as error:
            if error.code not in call.absent:
                failures[call.into] = error
        except UNREADABLE as error:
            failures[call.into] = unreadable(error)
    return Read(document, failures, frozenset(spared))


def _home(table: Table, document: Row, reader: Reader) -> Reader:
    """Return the reader of the region where a resource lives."""
    if not table.region or table.scope == "region":
        return reader
    region = jmespath.search(table.region, document)
    return reader.at(region) if region and isinstance(region, str) else reader


def _ask(call: Call, document: Row, reader: Reader) -> Any:
    answer = reader.call(call.operation, **fill_parameters(call.parameters, document, reader))
    answer.pop("ResponseMetadata", None)
    return jmespath.search(call.take, answer) if call.take else answer


def _note_details(table: Table, arn: str, read: Read, tally: Tally) -> None:
    for call in table.calls:
        if error := read.failures.get(call.into):
            tally.note(table.name, call.into, error.status, arn, str(error))
        elif call.into not in read.spared:
            tally.note(table.name, call.into)
    for shared in table.shared:
        # A read that failed as a whole was noted once already: its error is about no key.
        if (error := read.failures.get(shared.into)) and isinstance(error, NotShared):
            tally.note(table.name, shared.into, error.status, arn, str(error))
    for derived in table.derived:
        if error := read.failures.get(derived.needs):
            tally.note(derived.table, table.name, error.status, arn, str(error))


def _derive(derived: Derived, table: Table, read: Read, row: Row, tally: Tally) -> list[Row]:
    """Return the derived rows; a document that cannot be read is a gap, not a crash."""
    try:
        return list(_inherit(row, derived.rows(read.document, row)))
    except UNREADABLE as error:
        tally.note(derived.table, table.name, "failed", row["arn"], f"unreadable: {error!r}")
        return []


def _inherit(owner: Row, made: Iterable[Row]) -> Iterator[Row]:
    envelope = ("partition", "account_id", "region", "captured_at", "source", "tags")
    for row in made:
        yield {**{name: owner[name] for name in envelope}, "arn": owner["arn"], **row}


def mark_skipped(unit: Unit, status: Status, error: str) -> tuple[Coverage, ...]:
    """Return the coverage of a unit that was not read at all."""
    tally = Tally(unit.account_id, unit.region)
    for table in unit.tables:
        tally.note(table.name, "list", status, error=error)
        for derived in table.derived:
            tally.note(derived.table, table.name, status, error=error)
    return tuple(replace(row, calls=0) for row in tally.rows())
