"""The dialect that rules are written in, DuckDB's, and Spark's, as sqlglot has them for us."""

from collections.abc import Callable
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator
from sqlglot.parsers.duckdb import DuckDBParser


class RuleParser(DuckDBParser):
    """Reads `len()` as `array_length()`: other engines have another word for that of a text."""

    FUNCTIONS: ClassVar[dict[str, Callable[..., Any]]] = {
        **DuckDBParser.FUNCTIONS,
        "LEN": exp.ArraySize.from_arg_list,
    }


class RuleDialect(DuckDB):
    """DuckDB's, where `len()` is that of a list; a text has a `length()`."""

    Parser = RuleParser

    def to_json_path(self, path: exp.Expr | None) -> exp.Expr | None:
        """Return a path into JSON: without `$` or `/` before it, it is one name, dots and all."""
        if isinstance(path, exp.Literal) and path.is_string and path.name[:1] not in {"$", "/"}:
            return exp.JSONPath(expressions=[exp.JSONPathRoot(), exp.JSONPathKey(this=path.name)])
        return super().to_json_path(path)


class SparkWriter(SparkGenerator):
    """Leaves a CTE where it is: at the top of the query, it would hide a table of that name."""

    EXPRESSIONS_WITHOUT_NESTED_CTES: ClassVar[set[type[exp.Expr]]] = set()


class SparkDialect(Spark):
    """Spark's, since its version 3."""

    Generator = SparkWriter
