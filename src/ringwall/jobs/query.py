"""Read-only SQL over a snapshot, its facts and the logs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ringwall.audit.gaps import Gaps
from ringwall.catalog.loader import load_facts, load_judged, load_logs, load_tables
from ringwall.hub.formats.csv import FORMULA
from ringwall.jobs.events import Events
from ringwall.jobs.facts import prepare_facts
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.store.engine.embedded import STRANGERS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_reads, find_schemas
from ringwall.store.home import Home
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.logs import attach_logs
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot

MAX_ROWS = 1_000_000
MAX_LETTERS = 256 * 1024**2
"""Of all texts that a query returns."""


@dataclass(frozen=True)
class QueryResult:
    """What a query returned; the columns are known where there is no row, too."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def run_query(home: Path, sql: str, events: Events, snapshot: str = "") -> QueryResult:
    """Run one select. It can read the snapshot, its facts and the logs, and nothing else.

    A query over logs alone needs no snapshot. BadInput for anything but a select, or a table that
    does not exist.
    """
    if not sql.strip():
        raise BadInput("the query is empty")
    folder = Home(home)
    schemas = find_schemas(sql)
    found = None if schemas == {"logs"} else open_snapshot(folder.estate, snapshot)
    facts = prepare_facts(folder, found, events) if found and "facts" in schemas else None
    readable = [folder.logs] if "logs" in schemas else []
    readable += [found.path] if found else []
    readable += [facts] if facts else []
    with EmbeddedEngine(*readable, limits=STRANGERS) as engine:
        engine.attribute("the query")
        if "logs" in schemas:
            attach_logs(engine, folder.logs, load_logs().values())
        if found:
            attach_snapshot(engine, found, load_tables().values())
        if facts:
            attach_facts(engine, facts, load_facts().values())
        columns = _find_columns(engine, sql)
        return QueryResult(columns, tuple(_read_rows(engine, columns, sql)))


def find_unread(engine: Engine, sql: str) -> tuple[str, ...]:
    """Return why a query over a snapshot may miss rows or values: each reason once, in order.

    Empty where all that it reads was collected. Without this, "there are none" and "nobody asked"
    look the same. BadInput for a query that cannot be parsed.
    """
    tables = load_judged()
    found = Gaps(engine, tables).touching(find_reads(sql, tables.values()))
    return tuple(dict.fromkeys(gap.reason for gap in found))


def defuse_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, as a CSV of findings has it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _read_rows(engine: Engine, columns: Sequence[str], sql: str) -> list[Row]:
    """Return the rows; BadInput where they are more than anyone can want at once."""
    rows: list[Row] = []
    letters = 0
    for values in engine.stream(sql):
        letters += sum(len(value) for value in values if isinstance(value, str | bytes | list))
        if len(rows) == MAX_ROWS or letters > MAX_LETTERS:
            raise BadInput(
                f"the query returns more than {MAX_ROWS:,} rows or {MAX_LETTERS // 1024**2} MB "
                "of text: add a condition or a limit, or count"
            )
        rows.append(dict(zip(columns, values, strict=True)))
    return rows


def _find_columns(engine: Engine, sql: str) -> tuple[str, ...]:
    """Return the columns; for a table that does not exist, say how to list those that do."""
    try:
        return engine.columns(sql)
    except BadInput as error:
        message = str(error)
        if "Table with name" not in message:
            raise
        what = message.partition("!")[0]
        raise BadInput(f"{what}; `ringwall tables` lists them: estate.s3_bucket") from error
