"""`ringwall tables`: what rules and queries can read."""

from typing import Literal

import cyclopts

from ringwall.catalog.loader import load_batch_facts, load_facts, load_logs, load_tables
from ringwall.catalog.operations import find_operations
from ringwall.cli.output import print_note, print_rows
from ringwall.model.coverage import COVERAGE
from ringwall.model.errors import BadInput
from ringwall.model.spelling import find_likely
from ringwall.model.table import Table

tables = cyclopts.App(name="tables", help="List and show the tables that rules and queries read.")


@tables.default
@tables.command(name="list")
def list_all(*, format: Literal["table", "json"] = "table") -> None:
    """List every table with what it holds.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    known = _load_all()
    names = ("table", "scope", "rows from", "doc")
    rows = [(t.full_name, t.scope, t.service or "collect", t.doc) for t in known.values()]
    print_rows(format, names, rows)


@tables.command
def show(table: str, /, *, format: Literal["table", "json"] = "table") -> None:
    """Show the columns of a table, and which operations of AWS fill it.

    Parameters
    ----------
    table
        Its name, with or without `estate.`, `logs.` or `facts.`.
    format
        table, or json for one object a line.
    """
    known = _load_all()
    name = table.rpartition(".")[2]
    if name not in known:
        meant = find_likely(name, known)
        hint = f"; did you mean {meant}?" if meant else ""
        raise BadInput(f"no table {table}; `ringwall tables list` shows all{hint}")
    found = known[name]
    rows = [(c.name, c.type, c.doc) for c in found.all_columns]
    print_rows(format, ("column", "type", "doc"), rows)
    if calls := find_operations(found):
        print_note(f"calls: {', '.join(calls)}")


def _load_all() -> dict[str, Table]:
    facts = load_facts() | load_batch_facts()
    return load_tables() | {COVERAGE.name: COVERAGE} | load_logs() | facts
