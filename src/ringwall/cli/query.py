"""`ringwall query`: read-only SQL over a snapshot."""

import csv
import sys
from typing import Literal

from ringwall.catalog.loader import load_tables
from ringwall.cli.options import Where
from ringwall.cli.say import print_grid, print_json
from ringwall.model.errors import BadInput
from ringwall.store.engine import Engine
from ringwall.store.snapshot import attach_snapshot, open_snapshot
from ringwall.store.sql import parse_select


def query(
    sql: str,
    /,
    *,
    format: Literal["table", "json", "csv"] = "table",
    snapshot: str = "",
    where: Where | None = None,
) -> None:
    """Run one select over the tables of a snapshot: `select arn from estate.s3_bucket`.

    The query can read the snapshot and nothing else: no other file, no network, no setting.

    Parameters
    ----------
    sql
        The query, or - to read it from stdin.
    format
        table, json for one object a line, or csv.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    text = sys.stdin.read() if sql == "-" else sql
    if not text.strip():
        raise BadInput("the query is empty")
    parse_select(text)
    found = open_snapshot((where or Where()).open().estate, snapshot)
    with Engine() as engine:
        attach_snapshot(engine, found, load_tables().values())
        engine.confine(found.path)
        rows = engine.rows(text)
        columns = engine.columns(text)
    if format == "json":
        print_json(rows)
    elif format == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows(row.values() for row in rows)
    else:
        print_grid(columns, [tuple(row.values()) for row in rows])
