"""One tree, written in the dialects of DuckDB, Spark and Athena.

DuckDB's regular expressions take time in proportion to a text, whatever they are. Those of Spark
and Athena go back and try again: there, what repeats a repetition is refused, and of a text only
the first letters are searched.
"""

import re
from typing import Literal, get_args

from sqlglot import exp

from ringwall.model.errors import BadRule

SqlDialect = Literal["duckdb", "spark", "athena"]
DIALECTS: tuple[SqlDialect, ...] = get_args(SqlDialect)
LONGEST_QUERY = 500_000
"""Letters of the SQL of a rule."""
OF_RULE = "of_rule"
"""Marks a regular expression that a rule has, and is none of ours."""
FEW = 5
MAX_SEARCHED = 4_096
"""Letters of a text that a regular expression is looked for in, outside of DuckDB."""


def write_sql(tree: exp.Select, dialect: SqlDialect) -> str:
    """Return a query in a dialect; BadRule where that would be too long, or may never end."""
    if dialect != "duckdb":
        tree = tree.copy()
        for search in tuple(tree.find_all(exp.RegexpLike)):
            if search.meta.get(OF_RULE):
                _bound(search)
        for window in tuple(tree.find_all(exp.Window)):
            _count_by_list(window)
    if dialect == "spark":
        # Spark has no type for JSON: its documents are texts.
        for kind in tuple(tree.find_all(exp.DataType)):
            if kind.this is exp.DType.JSON:
                kind.replace(exp.DataType.build("text"))
    written = tree.sql("trino" if dialect == "athena" else dialect)
    if len(written) > LONGEST_QUERY:
        raise BadRule(f"the query has more than {LONGEST_QUERY:,} letters")
    return written


def _bound(search: exp.RegexpLike) -> None:
    pattern = search.expression
    if isinstance(pattern, exp.Literal) and repeats_repetition(pattern.name):
        raise BadRule(
            f"the regular expression {pattern.name[:80]} repeats what repeats: it may run for ever "
            "on other engines than DuckDB"
        )
    search.set("this", exp.Substring(
        this=search.this, start=exp.Literal.number(1), length=exp.Literal.number(MAX_SEARCHED)
    ))  # fmt: skip


def _count_by_list(window: exp.Window) -> None:
    """Count different values in a window as those of a list: no DISTINCT is allowed there."""
    counted = window.this
    if isinstance(counted, exp.Count) and isinstance(counted.this, exp.Distinct):
        value = counted.this.expressions[0]
        present = exp.Filter(
            this=exp.ArrayAgg(this=value.copy()),
            expression=exp.Where(
                this=exp.Not(this=exp.Is(this=value.copy(), expression=exp.null()))
            ),
        )
        listed = window.copy()
        listed.set("this", present)
        window.replace(exp.ArraySize(this=exp.ArrayDistinct(this=listed)))


def repeats_repetition(pattern: str) -> bool:
    """Whether a group that is repeated without end leaves a choice inside: `(a+)+`, `(a|aa)*`."""
    has_choice = [False]
    position = 0
    while position < len(pattern):
        letter = pattern[position]
        if letter == "\\":
            position += 2
            continue
        if letter == "[":
            position = _end_class(pattern, position)
            continue
        if letter == "(":
            has_choice.append(False)
            # What follows a bracket is no quantifier: (?:
            position += 2 if pattern[position + 1 : position + 2] == "?" else 1
            continue
        if letter == ")" and len(has_choice) > 1:
            inner = has_choice.pop()
            if inner and _repeats(pattern, position + 1):
                return True
            has_choice[-1] |= inner
        elif letter in "|?*+{":
            has_choice[-1] = True
        position += 1
    return False


def _end_class(pattern: str, start: int) -> int:
    """Return where a class of letters `[...]` ends."""
    position = start + 1
    if pattern[position : position + 1] == "^":
        position += 1
    if pattern[position : position + 1] == "]":
        position += 1
    while position < len(pattern) and pattern[position] != "]":
        position += 2 if pattern[position] == "\\" else 1
    return position + 1


def _repeats(pattern: str, position: int) -> bool:
    """Whether a quantifier without a small end stands here: `*`, `+`, `{3,}`, `{2,50}`."""
    if pattern[position : position + 1] in {"*", "+"}:
        return True
    counted = re.match(r"\{\d*(?:(,)(\d*))?\}", pattern[position:])
    return bool(counted and counted[1] and (not counted[2] or int(counted[2]) > FEW))
