"""`ringwall query`: read-only SQL over a snapshot."""

import csv
import sys
from collections.abc import Sequence
from typing import Annotated, Literal

from cyclopts import Parameter

from ringwall.catalog.loader import load_facts, load_logs, load_tables
from ringwall.cli.facts import prepare_facts
from ringwall.cli.options import Where
from ringwall.cli.say import clean, print_grid, print_json
from ringwall.hub.formats.csv import FORMULA
from ringwall.model.errors import BadInput
from ringwall.model.table import Row
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.reads import find_schemas
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.logs import attach_logs
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot


def query(
    sql: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    format: Literal["table", "json", "csv"] = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> None:
    """Run one select over the tables of a snapshot: `select arn from estate.s3_bucket`.

    The query can read the snapshot, its facts and the logs, and nothing else: no other file, no
    network, no setting. A query over logs alone needs no snapshot.

    Parameters
    ----------
    sql
        The query, or - to read it from stdin.
    format
        table, json for one object a line, or csv.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    if sql.startswith("-") and sql != "-" and not any(map(str.isspace, sql)):
        raise BadInput(f"unknown option {sql}; see `ringwall query --help`")
    text = sys.stdin.read() if sql == "-" else sql
    if not text.strip():
        raise BadInput("the query is empty")
    home = (where or Where()).open()
    schemas = find_schemas(text)
    with EmbeddedEngine() as engine:
        folders = []
        if "logs" in schemas:
            attach_logs(engine, home.logs, load_logs().values())
            folders.append(home.logs)
        if schemas != {"logs"}:
            found = open_snapshot(home.estate, snapshot)
            attach_snapshot(engine, found, load_tables().values())
            folders.append(found.path)
            if "facts" in schemas:
                folders.append(prepare_facts(home, found))
                attach_facts(engine, folders[-1], load_facts().values())
        engine.confine(*folders)
        rows = _run(engine, text)
        columns = engine.columns(text)
    if format == "json":
        print_json(rows)
    elif format == "csv":
        _print_csv(columns, rows)
    else:
        print_grid(columns, [tuple(row.values()) for row in rows])


def _run(engine: Engine, sql: str) -> list[Row]:
    """Return the rows; a table that there is not is told with the way to those that there are."""
    try:
        return engine.rows(sql)
    except BadInput as error:
        said = str(error)
        if "Table with name" not in said:
            raise
        what = said.partition("!")[0]
        raise BadInput(f"{what}; `ringwall tables` lists them: estate.s3_bucket") from error


def _print_csv(columns: Sequence[str], rows: list[Row]) -> None:
    """Print rows as CSV, safe for terminals and spreadsheets; NULL is an empty cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(clean, columns))
    for row in rows:
        writer.writerow(map(_show_cell, row.values()))


def _show_cell(cell: object) -> object:
    """Return a cell: in a text control characters are spelled out, and a formula is none."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = clean(str(cell))
    return f"'{text}" if text.startswith(FORMULA) else text
