"""Read-only SQL over a snapshot, its facts and the logs."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.catalog.loader import load_facts, load_logs, load_tables
from ringwall.hub.formats.csv import FORMULA
from ringwall.jobs.events import Events
from ringwall.jobs.facts import prepare_facts
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_schemas
from ringwall.store.home import Home
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.logs import attach_logs
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot


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
    readable = []
    with EmbeddedEngine() as engine:
        if "logs" in schemas:
            attach_logs(engine, folder.logs, load_logs().values())
            readable.append(folder.logs)
        if schemas != {"logs"}:
            found = open_snapshot(folder.estate, snapshot)
            attach_snapshot(engine, found, load_tables().values())
            readable.append(found.path)
            if "facts" in schemas:
                facts = prepare_facts(folder, found, events)
                attach_facts(engine, facts, load_facts().values())
                readable.append(facts)
        engine.confine(*readable)
        rows = _run(engine, sql)
        return QueryResult(tuple(engine.columns(sql)), tuple(rows))


def defuse_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, as a CSV of findings has it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _run(engine: Engine, sql: str) -> list[Row]:
    """Return the rows; for a table that does not exist, say how to list those that do."""
    try:
        return engine.rows(sql)
    except BadInput as error:
        message = str(error)
        if "Table with name" not in message:
            raise
        what = message.partition("!")[0]
        raise BadInput(f"{what}; `ringwall tables` lists them: estate.s3_bucket") from error
