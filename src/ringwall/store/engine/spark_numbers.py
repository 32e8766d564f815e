"""Numbers in Spark's words, where they mean something else than in DuckDB."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp
from sqlglot.errors import ParseError

from ringwall.store.engine.spark_template import fill, quote


def _divide(node: exp.Div) -> None:
    """Divide by zero as DuckDB does: to infinity, where Spark says NULL."""
    if node.expression.is_number and node.expression.name.strip("0."):
        return
    node.replace(
        exp.Paren(
            this=fill(
                "if(BELOW = 0, ABOVE * double('Infinity'), double(ABOVE) / BELOW)",
                ABOVE=node.this,
                BELOW=node.expression,
            )
        )
    )


def _round(node: exp.Floor | exp.Ceil) -> None:
    """Leave a double: of 1.5, Spark makes the integer 1."""
    node.replace(fill("double(ROUNDED)", ROUNDED=node.copy()))


def _cut(node: exp.Trunc) -> None:
    """Keep the type of the number: 1 is not 1.0 as text."""
    node.replace(exp.Paren(this=fill("cast(X as bigint) + (X - X)", X=node.this)))


def _sign(node: exp.Sign) -> None:
    node.replace(fill("cast(SIGN_ as tinyint)", SIGN_=node.copy()))


def _log(node: exp.Log) -> None:
    """Use the logarithm of that base: a quotient of two others is a bit off."""
    if (base := node.this.name) in {"2", "10"} and node.expression:
        node.replace(exp.Anonymous(this=f"log{base}", expressions=[node.expression.copy()]))


def _is_nan(node: exp.IsNan) -> None:
    node.replace(exp.Paren(this=fill("X = double('NaN')", X=node.this)))


def _letter(node: exp.Chr) -> None:
    """Write the letter itself: of what is above 255, Spark takes the rest."""
    (number,) = node.expressions
    if not number.is_int:
        raise ParseError("chr() takes a number")
    node.replace(quote(chr(int(number.to_py()))))


NUMBER_MENDS: Mapping[type[exp.Expr], Callable[[Any], None]] = {
    exp.Ceil: _round,
    exp.Chr: _letter,
    exp.Div: _divide,
    exp.Floor: _round,
    exp.IsNan: _is_nan,
    exp.Log: _log,
    exp.Sign: _sign,
    exp.Trunc: _cut,
}
"""What is written anew of numbers, by kind of node."""
