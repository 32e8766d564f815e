"""The schema of the database says what each column is, and links what belongs together."""

import pytest
import sqlalchemy as sa

from ringwall.model.journal import Run, RunEvent
from ringwall.store.database.entry import Entry
from ringwall.store.database.ledger import FindingEvent
from ringwall.store.database.schema import FINDING, FINDING_EVENT, METADATA, RUN, RUN_EVENT

TABLES = sorted(METADATA.tables.values(), key=lambda table: table.name)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_says_what_it_is_or_what_it_names(table: sa.Table) -> None:
    for column in table.columns:
        assert column.doc or column.foreign_keys, column
        assert column.doc is None or column.doc.endswith("."), column


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_column_is_null(table: sa.Table) -> None:
    """NULL would mean not known; here, absence is a value."""
    assert not [column.name for column in table.columns if column.nullable]


@pytest.mark.parametrize(
    ("table", "names"),
    [
        (FINDING, {*Entry._fields, "gravity"} - {"severity"}),
        (FINDING_EVENT, {*FindingEvent._fields, "id"}),
        (RUN, set(Run.__dataclass_fields__)),
        (RUN_EVENT, set(RunEvent.__dataclass_fields__)),
    ],
    ids=["finding", "finding_event", "run", "run_event"],
)
def test_a_row_has_what_the_program_reads_of_it(table: sa.Table, names: set[str]) -> None:
    assert {column.name for column in table.columns} == names
