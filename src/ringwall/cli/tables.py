"""`ringwall tables`: what rules and queries can read."""

import cyclopts

from ringwall.catalog.loader import load_tables
from ringwall.cli.say import print_grid
from ringwall.model.coverage import COVERAGE
from ringwall.model.errors import BadInput

tables = cyclopts.App(name="tables", help="List and show the tables that rules and queries read.")


@tables.default
@tables.command(name="list")
def list_all() -> None:
    """List every table with what it holds."""
    known = load_tables() | {COVERAGE.name: COVERAGE}
    print_grid(
        ("table", "scope", "rows from", "doc"),
        [(f"estate.{t.name}", t.scope, t.shelf or "collect", t.doc) for t in known.values()],
    )


@tables.command
def show(table: str, /) -> None:
    """Show the columns of a table.

    Parameters
    ----------
    table
        Its name, with or without `estate.`.
    """
    known = load_tables() | {COVERAGE.name: COVERAGE}
    name = table.removeprefix("estate.")
    if name not in known:
        raise BadInput(f"no table {table}; `ringwall tables list` names them all")
    found = known[name]
    print_grid(("column", "type", "doc"), [(c.name, c.type, c.doc) for c in found.all_columns])
