"""What DuckDB itself makes of a text: whether it is one query, whom it names, where it ends.

Another parser may take for a comment or a text what DuckDB runs (`{# #}`, other quotes, other
escapes). So what another parser finds holds only where DuckDB finds the same names.
"""

import atexit
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import duckdb

from ringwall.model.errors import BadInput

LONGEST = 1_000_000
"""Letters of a query."""


@dataclass(frozen=True)
class NamesInQuery:
    """The names that a query has for DuckDB, in lower case, as DuckDB compares them."""

    tables: Mapping[tuple[str, str], int]
    """(schema, table) and how often; a CTE counts as a table without schema."""
    columns: frozenset[str]
    """The last part of each column's name, and the names of a lambda's parameters."""
    functions: frozenset[str]
    """Functions in place of a table."""
    calls: frozenset[str]
    """All functions, operators too."""


@lru_cache(maxsize=256)
def name_parts(sql: str) -> NamesInQuery:
    """Return the names in a single select; BadInput, with the line, for anything else."""
    if len(sql) > LONGEST:
        raise BadInput(f"cannot parse SQL: it has more than {LONGEST:,} letters")
    try:
        asked = _parser().cursor().execute("select json_serialize_sql($1::varchar)", [sql])
        parsed = json.loads(asked.fetchall()[0][0])
    except (duckdb.Error, UnicodeEncodeError, RecursionError) as error:
        raise BadInput(f"cannot parse SQL: {str(error).splitlines()[0]}") from error
    if parsed["error"]:
        raise BadInput(_explain(parsed, sql))
    if len(parsed["statements"]) != 1:
        raise BadInput("only a single select is allowed here")
    nodes = list(_nodes(parsed["statements"][0]))
    if any(node.get("type") == "SHOW_REF" for node in nodes):
        raise BadInput("only a single select is allowed here")
    return NamesInQuery(
        Counter(
            (node["schema_name"].lower(), node["table_name"].lower())
            for node in nodes
            if node.get("type") == "BASE_TABLE"
        ),
        frozenset(
            node["column_names"][-1].lower() for node in nodes if node.get("type") == "COLUMN_REF"
        ),
        frozenset(
            node["function"]["function_name"].lower()
            for node in nodes
            if node.get("type") == "TABLE_FUNCTION"
        ),
        frozenset(
            node["function_name"].lower() for node in nodes if node.get("class") == "FUNCTION"
        ),
    )


def strip_semicolon(sql: str) -> str:
    """Return a single query without the semicolon that ends it, so that it fits into another."""
    raw = sql.encode()
    for offset, kind in duckdb.tokenize(sql):
        if kind == duckdb.token_type.operator and raw[offset : offset + 1] == b";":
            return raw[:offset].decode()
    return sql


def _explain(parsed: dict[str, str], sql: str) -> str:
    said = parsed.get("error_message", "")
    if parsed.get("error_type") == "parser" and "position" in parsed:
        before = sql.encode()[: int(parsed["position"])].decode(errors="replace")
        line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1
        return f"cannot parse SQL: line {line}, column {column}: {said}"
    if "Only SELECT" in said:
        return "only a single select is allowed here"
    return f"cannot parse SQL: {said}"


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of DuckDB's tree; not by recursion, for a query may be nested deep."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """Return a database without anything in it, that only parses; opening one takes 15 ms."""
    # DuckDB complains of a database that is still open when Python ends.
    atexit.register(_parser.cache_clear)
    return duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "enable_external_access": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "lock_configuration": True,
        },
    )
