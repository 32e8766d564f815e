"""One unit of collection: the tables of one service in one account and region."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice

from ringwall.collect.repeated import Repeated
from ringwall.collect.rows import CONVERT, Captured, NamelessRow, RowMaker
from ringwall.collect.shape import documented_shape
from ringwall.collect.source import Listing, Location, ReadOptions, ResourceDocument, Source
from ringwall.collect.tally import CallTally
from ringwall.model.coverage import Coverage
from ringwall.model.errors import CallFailed
from ringwall.model.status import Status
from ringwall.model.table import Derived, Row, Table

CHUNK = 1_000
Keep = Callable[[str, list[Row]], None]
"""Takes rows of a table."""
NO_OPTIONS = ReadOptions()


@dataclass(frozen=True)
class Unit:
    """Tables of one service, to be read together. `region` is `global` outside regions."""

    account_id: str
    region: str
    service: str
    tables: tuple[Table, ...]

    @property
    def location(self) -> Location:
        """The account and region."""
        return Location(self.account_id, self.region)


def collect_unit(
    unit: Unit, source: Source, keep: Keep, options: ReadOptions = NO_OPTIONS
) -> tuple[Coverage, ...]:
    """Read a unit's tables, hand their rows to `keep`, and return how the calls went."""
    tally = CallTally(unit.location)
    skipped: list[Coverage] = []
    options = replace(options, repeated=Repeated())
    for table in unit.tables:
        try:
            listing = source.documents(table, unit.location, options)
        except CallFailed as error:
            skipped.extend(mark_skipped(replace(unit, tables=(table,)), error.status, str(error)))
            continue
        tally.note_listing(table, listing)
        _TableRows(table, unit.location, source, tally).keep(listing, keep)
    return (*tally.rows(), *skipped)


class _TableRows:
    """Makes the rows of a table, and of those derived from it, of documents."""

    def __init__(self, table: Table, location: Location, source: Source, tally: CallTally) -> None:
        self._table = table
        self._location = location
        self._maker = RowMaker(table, source.dialect)
        # What is made from a document takes it apart as the API writes it.
        self._derived = table.derived if source.dialect == "api" else ()
        self._tally = tally
        if not self._derived:
            for derived in table.derived:
                reason = f"cannot be made from {source.name}"
                tally.note(derived.table, table.name, "not_collected", error=reason)

    def keep(self, listing: Listing, keep: Keep) -> None:
        captured = Captured(
            account_id=self._location.account_id,
            region=self._location.region,
            partition=listing.partition,
            captured_at=datetime.now(UTC),
            source=listing.origin,
        )
        documents = iter(listing.documents)
        while chunk := list(islice(documents, CHUNK)):
            made: dict[str, list[Row]] = defaultdict(list)
            for document in chunk:
                row = None if document.is_gone else self._make(document, captured)
                if row is None:
                    continue
                made[self._table.name].append(row)
                for derived in self._derived:
                    if derived.needs not in document.failures:
                        made[derived.table].extend(self._derive(derived, document, row))
            for name, rows in made.items():
                keep(name, rows)

    def _make(self, document: ResourceDocument, captured: Captured) -> Row | None:
        """Return the row; None where it cannot be told which resource it is about."""
        if document.problem:
            self._tally.note_lost_row(self._table, document.problem, f"{self._table.name}/?")
            return None
        try:
            row, broken = self._maker.make(document, captured)
        except NamelessRow as error:
            self._tally.note_lost_row(self._table, error, error.name)
            return None
        self._tally.note_document(self._table, row["arn"], document)
        for column, why in broken.items():
            self._tally.note(self._table.name, column, "failed", row["arn"], why)
        return row

    def _derive(self, derived: Derived, document: ResourceDocument, row: Row) -> list[Row]:
        """Return the derived rows; a document that cannot be read is a gap, not a crash."""
        try:
            with documented_shape():
                made = (_convert(derived, one) for one in derived.rows(document.content, row))
                return list(_inherit(row, made))
        except CallFailed as error:
            self._tally.note(derived.table, self._table.name, error.status, row["arn"], str(error))
            return []


def _convert(derived: Derived, made: Row) -> Row:
    """Return a derived row with each value as its column's type; what is NULL stays so."""
    typed = {
        column.name: CONVERT[column.type](value)
        for column in derived.columns
        if column.type != "JSON" and (value := made.get(column.name)) is not None
    }
    return {**made, **typed}


def _inherit(owner: Row, made: Iterable[Row]) -> Iterator[Row]:
    envelope = ("partition", "account_id", "region", "captured_at", "source", "tags")
    for row in made:
        yield {**{name: owner[name] for name in envelope}, "arn": owner["arn"], **row}


def mark_skipped(unit: Unit, status: Status, error: str) -> tuple[Coverage, ...]:
    """Return the coverage of a unit that was not read at all."""
    tally = CallTally(unit.location)
    for table in unit.tables:
        tally.note(table.name, "list", status, error=error)
        for derived in table.derived:
            tally.note(derived.table, table.name, status, error=error)
    return tuple(replace(row, calls=0) for row in tally.rows())
