"""`ringwall query`: read-only SQL over a snapshot."""

import csv
import sys
from typing import Annotated, Literal

from cyclopts import Parameter

from ringwall.cli.options import HomeOptions, find_home
from ringwall.cli.output import print_grid, print_json
from ringwall.cli.terminal import Terminal
from ringwall.jobs.query import QueryResult, defuse_formula, run_query
from ringwall.model.errors import BadInput
from ringwall.model.text import make_visible


def query(
    sql: Annotated[str, Parameter(allow_leading_hyphen=True)],
    /,
    *,
    format: Literal["table", "json", "csv"] = "table",
    snapshot: str = "",
    where: HomeOptions | None = None,
) -> None:
    """Run one select over the tables of a snapshot: `select arn from estate.s3_bucket`.

    The query can read the snapshot, its facts and the logs, and nothing else: no other file, no
    network, nothing of the engine such as its settings. A query over logs alone needs no snapshot.

    Parameters
    ----------
    sql
        The query, or - to read it from stdin.
    format
        table, json for one object a line, or csv.
    snapshot
        Id of the snapshot or the beginning of it; the current one if left out.
    """
    if sql.startswith("-") and sql != "-" and not any(map(str.isspace, sql)):
        raise BadInput(f"unknown option {sql}; see `ringwall query --help`")
    text = sys.stdin.read() if sql == "-" else sql
    result = run_query(find_home(where), text, Terminal(), snapshot)
    if format == "json":
        print_json(result.rows)
    elif format == "csv":
        _print_csv(result)
    else:
        print_grid(result.columns, [tuple(row.values()) for row in result.rows])


def _print_csv(result: QueryResult) -> None:
    """Print rows as CSV, safe for terminals and spreadsheets; NULL is an empty cell."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(make_visible, result.columns))
    for row in result.rows:
        writer.writerow(map(_show_cell, row.values()))


def _show_cell(cell: object) -> object:
    """Return a cell: text has control characters as escapes, and is no formula."""
    if cell is None or isinstance(cell, int | float):
        return cell
    return defuse_formula(make_visible(str(cell)))
