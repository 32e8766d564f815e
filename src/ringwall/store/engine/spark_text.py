"""Queries as Spark reads them: translated by sqlglot, and mended where the meaning differs."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from ringwall.model.errors import BadInput
from ringwall.store.engine.protocol import ResultType
from ringwall.store.engine.rule_dialect import RuleDialect, SparkDialect
from ringwall.store.engine.spark_words import MENDS

RESULT_TYPES: Mapping[str, ResultType] = {
    "string": "TEXT",
    "array<string>": "TEXT[]",
    "array<void>": "TEXT[]",
    "void": "NULL",
    "tinyint": "TINYINT",
    "smallint": "SMALLINT",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "boolean": "BOOLEAN",
    "double": "DOUBLE",
    "float": "FLOAT",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "timestamp_ntz": "TIMESTAMP",
}
"""Spark's names of types, and what a table's declaration, or DuckDB, calls them."""
SPARK_TYPES: Mapping[str, str] = {
    "TEXT": "string",
    "JSON": "string",
    "TEXT[]": "array<string>",
    "BIGINT": "bigint",
    "BOOLEAN": "boolean",
    "DOUBLE": "double",
    "TIMESTAMP": "timestamp_ntz",
}


def name_view(schema: str, name: str) -> str:
    """Return the name of the view that a table is: temporary ones have no schema in Spark."""
    return f"{schema}__{name}".lower() if schema else name


@lru_cache(maxsize=2048)
def write_spark(sql: str) -> str:
    """Return a query of DuckDB's dialect as Spark's; BadInput where Spark has no words for it."""
    try:
        tree = sqlglot.parse_one(sql, read=RuleDialect)
        _name_views(tree)
        # From the inside out: what stands around a call that was mended is mended with it.
        for node in reversed(list(tree.walk())):
            if mend := MENDS.get(type(node)):
                mend(node)
        return tree.sql(dialect=SparkDialect, unsupported_level=ErrorLevel.RAISE, comments=False)
    except SqlglotError as error:
        raise BadInput(f"SQL failed: Spark has no words for it: {error}") from error


def bind(sql: str, parameters: Sequence[Any]) -> str:
    """Return a query of DuckDB's dialect with values in place of `?` and `$1`."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    waiting = iter(parameters)
    for node in list(tree.find_all(exp.Placeholder, exp.Parameter)):
        value = parameters[int(node.name) - 1] if node.name.isdigit() else next(waiting)
        node.replace(exp.convert(value))
    return tree.sql(dialect="duckdb")


def _name_views(tree: exp.Expr) -> None:
    for node in tree.find_all(exp.Table):
        if node.db:
            alias = node.alias or node.name
            node.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
            node.set("this", exp.to_identifier(name_view(node.db, node.name), quoted=True))
            node.set("db", None)
    for column in tree.find_all(exp.Column):
        column.set("db", None)
