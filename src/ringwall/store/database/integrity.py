"""Whether a database is whole: all that is declared is there, and every value is of its kind.

It is asked when a database is opened, before anything is read: a row that a damaged index or a
flipped letter hides would otherwise be a finding lost without a word. SQLite finds most itself;
that a value is one that Ringwall writes is asked in SQL. Postgres guards its own files.
"""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from ringwall.model.body import ADVICE
from ringwall.model.errors import BadInput
from ringwall.model.text import make_visible
from ringwall.store.database.schema import METADATA, ONE_OF

LAST_TIME = 253_402_300_799_999
"""The end of the year 9999 in milliseconds: nothing can show a later time."""
READ_WHOLE = 32 * 1024 * 1024
"""Bytes up to which a file is read as a whole when it is opened: that takes half a second."""


def check_schema(connection: sa.Connection, name: str) -> None:
    """Raise BadInput where a SQLite file has a trigger or a view: SQL of somebody else's."""
    if connection.dialect.name != "sqlite":
        return
    query = "select type, name from sqlite_master where type in ('trigger', 'view') limit 1"
    if found := connection.exec_driver_sql(query).first():
        raise BadInput(
            f"{name}: damaged, or not written by Ringwall: it has the {found[0]} "
            f"{make_visible(str(found[1]))}; {ADVICE}"
        )


def check_tables(connection: sa.Connection, name: str) -> None:
    """Raise BadInput where a table or a column of this version of the schema is missing."""
    inspector = sa.inspect(connection)
    for table in METADATA.sorted_tables:
        found = (
            {column["name"] for column in inspector.get_columns(table.name)}
            if inspector.has_table(table.name)
            else set()
        )
        if lost := [column.name for column in table.columns if column.name not in found]:
            raise BadInput(
                f"{name}: damaged, or not written by Ringwall: {table.name} has no "
                f"{', '.join(lost)}; {ADVICE}"
            )


def check_content(connection: sa.Connection, name: str) -> None:
    """Raise BadInput where any part of a SQLite file is damaged."""
    if connection.dialect.name != "sqlite":
        return
    found = connection.exec_driver_sql("pragma integrity_check(1)").scalar()
    if found != "ok":
        raise BadInput(f"{name}: damaged ({found}); {ADVICE}")
    for table in METADATA.sorted_tables:
        (key, *_) = table.primary_key.columns
        query = sa.select(key).where(sa.not_(sa.and_(*_expectations(table)))).limit(1)
        if bad := connection.execute(query).first():
            raise BadInput(f"{name}: damaged (row {bad[0]!r} of {table.name}); {ADVICE}")


def is_small(engine: sa.Engine) -> bool:
    """Whether a database can be read as a whole each time it is opened."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path or path == ":memory:":
        return False
    return Path(path).is_file() and Path(path).stat().st_size <= READ_WHOLE


def _expectations(table: sa.Table) -> Iterator[sa.ColumnElement[bool]]:
    """Yield what holds for each row of a table, and is never NULL."""
    for column in table.columns:
        kind = sa.func.typeof(column)
        if isinstance(column.type, sa.JSON):
            yield kind == "text"
            yield sa.func.json_valid(sa.cast(column, sa.Text)) == 1
        elif isinstance(column.type, sa.Text):
            yield kind == "text"
        else:
            yield kind == "integer"
        if isinstance(column.type, sa.BigInteger):
            yield column.between(0, LAST_TIME)
        if words := ONE_OF.get((table.name, column.name)):
            yield column.in_(words)
