"""Spark's words with parts of a query put in."""

import sqlglot
from sqlglot import exp


def fill(template: str, **parts: exp.Expr) -> exp.Expr:
    """Return Spark's words with these parts in place of the names in capitals.

    INVARIANT: no part stands inside of a template's lambda, whose names could hide a column.
    """
    tree = sqlglot.parse_one(template, dialect="spark")
    for column in list(tree.find_all(exp.Column)):
        if column.name in parts:
            # A part may be an operation: it is one value where it stands.
            part = parts[column.name].copy()
            column.replace(exp.Paren(this=part) if isinstance(part, exp.Binary) else part)
    return tree


def quote(value: str) -> exp.Literal:
    """Return a text as a query has it."""
    return exp.Literal.string(value)
