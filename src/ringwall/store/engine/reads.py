"""What a query reads: tables, columns and the resources it judges, found from the SQL itself."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

from ringwall.model.errors import BadInput
from ringwall.model.table import Table
from ringwall.store.engine.known_reads import Columns, QueryReads, find_known, write_known
from ringwall.store.engine.scans import Scans, find_scans
from ringwall.store.engine.statement import NamesInQuery, name_parts

Reads = Mapping[str, frozenset[str]]
"""Table name -> names of the columns that a query reads of it."""

WRITING = (exp.DML, exp.DDL, exp.Command, exp.Into)
MAKES_ROWS = frozenset({"generate_series", "range", "unnest"})
"""Table functions that make rows of what they are given, and read nothing by themselves."""
OF_THE_ENGINE = re.compile(
    r"(duckdb|pg|pragma|sqlite)_\w+|current_(setting|query_id|connection_id|transaction_id)"
    r"|getvariable|txid_current|version|write_log|which_secret|inet_(client|server)_\w+"
    r"|query(_table)?|json_execute_serialized_sql",
    re.ASCII,
)
"""Functions and views that tell of the engine: its settings, its files, what else it runs.

Some run a query that is in a string, which could name all others.
"""
CATALOGS = frozenset({"information_schema", "pg_catalog"})
LOGS = "logs"
"""The schema of the logs."""
MAX_DEPTH = 50


def find_reads(sql: str, tables: Iterable[Table]) -> Reads:
    """Return the tables and columns that a DuckDB query reads; BadInput where it cannot parse.

    Where a column cannot be traced to one table, it counts for every table that has it. A query
    that reads anything by a table function (a file, a query in a string) is BadInput: what it
    reads cannot be determined.
    """
    return _recall(sql, _columns(tables)).reads


def find_primaries(sql: str, tables: Iterable[Table]) -> frozenset[str]:
    """Return the tables whose `arn` a rule returns as `resource`, seen through CTEs and unions.

    Empty where any part of it cannot be traced to the `arn` of a table.
    """
    return _recall(sql, _columns(tables)).primaries


def find_log_scans(sql: str, tables: Iterable[Table]) -> Scans:
    """Return what a query asks of the rows of logs; nothing of a table where that is not known."""
    return _recall(sql, _columns(tables)).scans


def find_schemas(sql: str) -> frozenset[str]:
    """Return the schemas, in lower case, that a query names; BadInput unless it is one select."""
    tables = parse_select(sql).find_all(exp.Table)
    return frozenset(table.db.lower() for table in tables if table.db)


def line_of(error: BadInput) -> int:
    """Return the line of the SQL that an engine's or parser's message names, from 0."""
    found = re.search(r"\bline:? (\d+)", str(error), re.IGNORECASE)
    return int(found[1]) - 1 if found else 0


def write_reads(*kinds: tuple[Iterable[str], Iterable[Table]]) -> str:
    """Return the text of `known_reads.json` for the queries of the catalog's own rules.

    Of each kind of rule: the queries, and the tables that they can name.
    """
    asked = [(sql, _columns(tables)) for queries, tables in kinds for sql in queries]
    return write_known((sql, columns, _study(sql, columns)) for sql, columns in asked)


def _columns(tables: Iterable[Table]) -> Columns:
    return tuple(
        (table.schema, table.name, *(c.name for c in table.all_columns)) for table in tables
    )


@lru_cache(maxsize=2_048)
def _recall(sql: str, tables: Columns) -> QueryReads:
    return find_known(sql, tables) or _study(sql, tables)


@lru_cache(maxsize=256)
def _study(sql: str, tables: Columns) -> QueryReads:
    query = parse_select(sql)
    if strange := name_parts(sql).functions - MAKES_ROWS:
        raise BadInput(f"{min(strange)}(): a rule can only read tables")
    # DuckDB ignores the case of names.
    used = {node.name.lower() for node in query.find_all(exp.Table)}
    known = {name: set(columns) for _, name, *columns in tables if name in used}
    traced = _qualify(query, known, {name: schema for schema, name, *_ in tables})
    if traced is None or _takes_whole_rows(traced):
        reads = _approximate(query, known)
    else:
        reads = _traced(traced, known)
    logs = [name for schema, name, *_ in tables if schema == LOGS and name in used]
    scans = find_scans(traced, LOGS, logs) if traced is not None else {}
    return QueryReads(reads, _lineage(traced or query, {name for _, name, *_ in tables}), scans)


@lru_cache(maxsize=256)
def parse_select(sql: str) -> exp.Query:
    """Return the tree of one read-only query, not to be changed; BadInput for anything else."""
    try:
        parsed = sqlglot.parse(sql, dialect="duckdb")
    except SqlglotError as error:
        raise BadInput(f"cannot parse SQL: {_explain(error)}") from error
    except RecursionError as error:
        raise BadInput("cannot parse SQL: it is nested too deep") from error
    # A comment after the semicolon is a statement to sqlglot, not to DuckDB.
    statements = [s for s in parsed if s is not None and not isinstance(s, exp.Semicolon)]
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise BadInput("only a single select is allowed here")
    if statements[0].find(*WRITING):
        raise BadInput("only a select that writes nothing is allowed here")
    _check_agreement(statements[0], sql)
    return statements[0]


def _check_agreement(query: exp.Query, sql: str) -> None:
    """Raise BadInput where DuckDB, which will run the text, finds other names in it than we do."""
    found = name_parts(sql)
    _refuse_engine(found)
    tables = Counter(
        (table.db.lower(), table.name.lower())
        for table in query.find_all(exp.Table)
        if isinstance(table.this, exp.Identifier)
    )
    names = {identifier.name.lower() for identifier in query.find_all(exp.Identifier)}
    if found.tables != tables or not found.columns <= names:
        raise BadInput(
            "the SQL can be read in two ways: write comments as -- or /* */, texts in single "
            "quotes, names plain or in double quotes"
        )


def _refuse_engine(found: NamesInQuery) -> None:
    """Raise BadInput for a query that reads of the engine: a setting, a path, a variable."""
    views = [name for schema, name in found.tables if schema in CATALOGS]
    views += [name for _, name in found.tables if OF_THE_ENGINE.fullmatch(name)]
    calls = [f"{name}()" for name in found.calls if OF_THE_ENGINE.fullmatch(name)]
    if strange := sorted([*views, *calls]):
        raise BadInput(
            f"{strange[0]}: a query or a rule can only read tables, and nothing of the engine"
        )


def _explain(error: SqlglotError) -> str:
    """Return what is wrong and where, without the colours of sqlglot's own message."""
    for found in getattr(error, "errors", ()):
        if found.get("line"):
            return f"line {found['line']}, column {found['col']}: {found['description']}"
    return re.sub(r"\x1b\[\d*m", "", str(error))


def _qualify(
    query: exp.Query, known: Mapping[str, set[str]], schemas: Mapping[str, str]
) -> exp.Expr | None:
    """Return the query with every column under its table's alias; None where that fails."""
    schema: dict[str, Any] = {}
    for name, columns in known.items():
        schema.setdefault(schemas[name], {})[name] = dict.fromkeys(columns, "text")
    try:
        return qualify(query.copy(), dialect="duckdb", schema=schema or None)
    except (SqlglotError, RecursionError):
        return None


def _lineage(query: exp.Expr, tables: Collection[str]) -> frozenset[str]:
    """Return the tables behind the column `resource`; empty where one way leads elsewhere."""
    found = _origins(query, _position(query, "resource"), _View(tables, {}, MAX_DEPTH))
    return frozenset(found or ())


@dataclass(frozen=True)
class _View:
    """What can be seen at one place of a query: tables, CTEs by name, and how deep we may go."""

    tables: Collection[str]
    ctes: Mapping[str, exp.CTE]
    depth: int

    def into(self, query: exp.Query) -> "_View":
        """Return what is seen inside of a query."""
        own = {cte.alias.lower(): cte for cte in query.ctes}
        return _View(self.tables, {**self.ctes, **own}, self.depth - 1)


def _origins(query: exp.Expr, position: int, view: _View) -> set[str] | None:
    """Return the tables whose `arn` a query's column is; None where it is anything else."""
    query = query.unnest()
    if not isinstance(query, exp.Query) or view.depth == 0:
        return None
    view = view.into(query)
    if isinstance(query, exp.SetOperation):
        # The branches of a union agree by position; only the first one's names count.
        return _join(_origins(side, position, view) for side in (query.left, query.right))
    if not 0 <= position < len(query.selects):
        return None
    value = query.selects[position].unalias()
    parts = [value.this, *value.expressions] if isinstance(value, exp.Coalesce) else [value]
    return _join(_origin(query, part, view) for part in parts)


def _origin(query: exp.Query, value: exp.Expr, view: _View) -> set[str] | None:
    if not isinstance(value, exp.Column):
        return None
    sources = {
        part.this.alias_or_name.lower(): part.this
        for part in query.find_all(exp.From, exp.Join)
        if part.parent is query
    }
    named = value.table.lower() or (next(iter(sources)) if len(sources) == 1 else "")
    source = sources.get(named)
    if isinstance(source, exp.Subquery):
        return _origins(source, _position(source, value.name), view)
    if not isinstance(source, exp.Table):
        return None
    name = source.name.lower()
    if name in view.ctes and not source.db:
        cte = view.ctes[name]
        names = cte.alias_column_names or None
        return _origins(cte.this, _position(cte.this, value.name, names), view)
    return {name} if value.name.lower() == "arn" and name in view.tables else None


def _join(found: Iterable[set[str] | None]) -> set[str] | None:
    joined: set[str] = set()
    for names in found:
        if names is None:
            return None
        joined |= names
    return joined


def _position(query: exp.Expr, name: str, names: Sequence[str] | None = None) -> int:
    """Return the position of a query's column; -1 where it has none of that name."""
    query = query.unnest()
    while isinstance(query, exp.SetOperation):
        query = query.left.unnest()
    if names is None:
        names = query.named_selects if isinstance(query, exp.Query) else ()
    lowered = [name.lower() for name in names]
    return lowered.index(name.lower()) if name.lower() in lowered else -1


def _takes_whole_rows(query: exp.Expr) -> bool:
    """Whether a star is left, or a table's alias is used as a value: `to_json(t)`."""
    if query.find(exp.Columns, exp.TableColumn):
        return True
    return any(not isinstance(star.parent, exp.Count) for star in query.find_all(exp.Star))


def _approximate(query: exp.Query, known: Mapping[str, set[str]]) -> Reads:
    """Return every column that a name in the query may mean."""
    whole = {node.alias_or_name.lower() for node in query.find_all(exp.Table)}
    columns_named = [[part.name.lower() for part in c.parts] for c in query.find_all(exp.Column)]
    names = {name for parts in columns_named for name in parts}
    bare = {parts[0] for parts in columns_named if len(parts) == 1}
    if bare & whole or _takes_whole_rows(query):
        return {table: frozenset(columns) for table, columns in known.items()}
    return {table: frozenset(names & columns) for table, columns in known.items()}


def _traced(query: exp.Expr, known: Mapping[str, set[str]]) -> Reads:
    aliases: dict[str, set[str]] = {}
    for node in query.find_all(exp.Table):
        if node.name.lower() in known:
            aliases.setdefault(node.alias_or_name.lower(), set()).add(node.name.lower())
    found: dict[str, set[str]] = {name: set() for name in known}
    for column in query.find_all(exp.Column):
        owners = aliases.get(column.table.lower(), set()) if column.table else set(known)
        for owner in owners:
            if column.name.lower() in known[owner]:
                found[owner].add(column.name.lower())
    return {name: frozenset(columns) for name, columns in found.items()}
