"""A look before collecting: one call of each kind, to learn which of them would fail."""

from collections.abc import Iterable

from ringwall.collect.rows import UNREADABLE, fill_parameters
from ringwall.collect.shared import NotShared, read_shared
from ringwall.collect.unit import Read, Tally, Unit, mark_skipped, read_details, unreadable
from ringwall.model.coverage import Coverage
from ringwall.model.errors import CallFailed
from ringwall.model.table import Reader, Row, Table


def probe_unit(unit: Unit, reader: Reader) -> tuple[Coverage, ...]:
    """Return how the calls of a unit would go: each list call, and the details of one resource.

    A detail call of a table without resources is not tried, and not reported.
    """
    tally = Tally(unit.account_id, unit.region)
    for table in unit.tables:
        try:
            first = _first_item(table, reader)
        except CallFailed as error:
            if not (table.list and error.code in table.list.absent):
                lost = Unit(unit.account_id, unit.region, unit.service, (table,))
                for row in mark_skipped(lost, error.status, str(error)):
                    tally.note(row.table_name, row.aspect, row.status, error=row.error)
                continue
            first = None
        tally.note(table.name, "list")
        if first is not None:
            answers = read_shared(table, reader)
            _note_failures(table, read_details(table, first, reader, answers), tally)
    return tuple(tally.rows())


def _first_item(table: Table, reader: Reader) -> Row | None:
    try:
        return next(iter(_items(table, reader)), None)
    except UNREADABLE as error:
        raise unreadable(error) from error


def _items(table: Table, reader: Reader) -> Iterable[Row]:
    if table.fetch:
        return table.fetch(reader)
    if table.list:
        parameters = fill_parameters(table.list.parameters, {}, reader)
        return reader.items(table.list.operation, table.list.take, **parameters)
    return ()


def _note_failures(table: Table, read: Read, tally: Tally) -> None:
    for into in (*(shared.into for shared in table.shared), *(call.into for call in table.calls)):
        error = read.failures.get(into)
        if error is None:
            tally.note(table.name, into)
        elif not isinstance(error, NotShared):
            tally.note(table.name, into, error.status, error=str(error))
            for derived in table.derived:
                if derived.needs == into:
                    tally.note(derived.table, table.name, error.status, error=str(error))
