"""Trees of SQL made from small queries in DuckDB's dialect, with trees in place of `:names`."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlglot import exp, parse_one

_BINDING_LOOSELY = (
    *(exp.Connector, exp.Predicate, exp.Not, exp.Neg, exp.Escape, exp.DPipe),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div),
)
"""What stands in parentheses, wherever it is put."""


def fill(template: str, **parts: Any) -> exp.Expr:
    """Return the tree of a piece of SQL, each `:name` replaced by a tree or a constant.

    INVARIANT: what comes from a rule file gets into SQL here as a node of a tree, never as text.
    """
    tree = _parse(template).copy()
    for place in tuple(tree.find_all(exp.Placeholder)):
        part = exp.convert(parts[place.name], copy=True)
        if isinstance(part, _BINDING_LOOSELY):
            part = exp.Paren(this=part)
        if place is tree:
            return part
        place.replace(part)
    return tree


@lru_cache(maxsize=512)
def _parse(template: str) -> exp.Expr:
    return parse_one(template, read="duckdb")


def join_all(parts: Sequence[exp.Expr]) -> exp.Expr:
    """Return what is true where all parts are; true where there is none."""
    return _join(exp.And, parts) if parts else exp.true()


def join_any(parts: Sequence[exp.Expr]) -> exp.Expr:
    """Return what is true where one of the parts is; false where there is none."""
    return _join(exp.Or, parts) if parts else exp.false()


def _join(kind: type[exp.Connector], parts: Sequence[exp.Expr]) -> exp.Expr:
    """Join halves, so that a thousand values make a tree of ten levels and not of a thousand."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = _join(kind, parts[:middle]), _join(kind, parts[middle:])
    return exp.Paren(this=kind(this=left, expression=right))
