"""What a query reads: tables and columns found from the SQL itself."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

from ringwall.model.errors import BadInput
from ringwall.model.table import Table

Reads = Mapping[str, frozenset[str]]
"""Table name -> names of the columns that a query reads of it."""


def find_reads(sql: str, tables: Iterable[Table]) -> Reads:
    """Return the tables and columns that a DuckDB query reads; BadInput where it cannot parse.

    Where a column cannot be traced to one table, it counts for every table that has it.
    """
    query = parse_select(sql)
    known = {table.name: {c.name for c in table.all_columns} for table in tables}
    used = {node.name for node in query.find_all(exp.Table) if node.name in known}
    schema = {name: dict.fromkeys(known[name], "text") for name in used}
    try:
        traced = qualify(query.copy(), dialect="duckdb", schema={"estate": schema})
    except SqlglotError:
        return _approximate(query, {name: known[name] for name in used})
    return _traced(traced, {name: known[name] for name in used})


@lru_cache(maxsize=256)
def parse_select(sql: str) -> exp.Query:
    """Return the tree of one read-only query, not to be changed; BadInput for anything else."""
    try:
        statements = [s for s in sqlglot.parse(sql, dialect="duckdb") if s is not None]
    except SqlglotError as error:
        raise BadInput(f"cannot parse SQL: {error}") from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise BadInput("only a single select is allowed here")
    return statements[0]


def find_primary(sql: str, tables: Collection[str]) -> str:
    """Return the table whose `arn` a rule returns as `resource`; '' where that is not plain."""
    query = parse_select(sql)
    selects = [query] if isinstance(query, exp.Select) else list(query.find_all(exp.Select))
    found = {_primary_of(select, tables) for select in selects if _resource_of(select)}
    return found.pop() if len(found) == 1 else ""


def _resource_of(select: exp.Select) -> exp.Column | None:
    for projection in select.expressions:
        if projection.alias_or_name == "resource":
            value = projection.unalias()
            return value if isinstance(value, exp.Column) and value.name == "arn" else None
    return None


def _primary_of(select: exp.Select, tables: Collection[str]) -> str:
    resource = _resource_of(select)
    sources = {
        node.alias_or_name: node.name
        for node in select.find_all(exp.Table)
        if node.parent_select is select
    }
    if resource is None or (not resource.table and len(sources) != 1):
        return ""
    name = sources.get(resource.table, "") if resource.table else next(iter(sources.values()))
    return name if name in tables else ""


def _approximate(query: exp.Query, known: Mapping[str, set[str]]) -> Reads:
    names = {node.name for node in query.find_all(exp.Column)}
    return {table: frozenset(names & columns) for table, columns in known.items()}


def _traced(query: exp.Query, known: Mapping[str, set[str]]) -> Reads:
    aliases: dict[str, set[str]] = {}
    for node in query.find_all(exp.Table):
        if node.name in known:
            aliases.setdefault(node.alias_or_name, set()).add(node.name)
    found: dict[str, set[str]] = {name: set() for name in known}
    for column in query.find_all(exp.Column):
        owners = aliases.get(column.table, set()) if column.table else set(known)
        for owner in owners:
            if column.name in known[owner]:
                found[owner].add(column.name)
    return {name: frozenset(columns) for name, columns in found.items()}
