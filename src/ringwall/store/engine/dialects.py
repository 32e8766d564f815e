"""A query in the words of another engine, for whoever runs it there by hand."""

from typing import Literal

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError

from ringwall.model.errors import BadInput
from ringwall.store.engine.rule_dialect import RuleDialect
from ringwall.store.engine.spark_text import write_spark

QueryDialect = Literal["duckdb", "spark", "athena"]


def write_dialect(sql: str, dialect: QueryDialect) -> str:
    """Return a query of DuckDB's as another engine has it; BadInput where it has no words for it.

    Spark's names views as `logs__cloudtrail`, as `ringwall detect --engine spark` makes them.
    """
    if dialect == "duckdb":
        return sql.strip()
    if dialect == "spark":
        return write_spark(sql)
    try:
        (written,) = sqlglot.transpile(
            sql,
            read=RuleDialect,
            write="athena",
            unsupported_level=ErrorLevel.RAISE,
            comments=False,
        )
    except SqlglotError as error:
        raise BadInput(f"{dialect} has no words for it: {error}") from error
    return written
