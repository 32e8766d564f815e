"""Lists and aggregates in Spark's words, where they mean something else than in DuckDB.

What differs is what becomes of a NULL: DuckDB leaves it out of a comparison or of a choice, and
Spark's answer is NULL.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp
from sqlglot.errors import ParseError

from ringwall.store.engine.spark_template import fill, quote


def _aggregate_list(node: exp.ArrayAgg) -> None:
    """Keep the order that a list is made in, and its NULLs; and of no rows the list is NULL."""
    outer = node.parent if isinstance(node.parent, exp.Filter) else node
    inner = node.this
    keys = inner.expressions if isinstance(inner, exp.Order) else []
    value = inner.this if isinstance(inner, exp.Order) else inner
    distinct = isinstance(value, exp.Distinct)
    if isinstance(value, exp.Distinct):
        (value,) = value.expressions
    if distinct and [key.this for key in keys] not in ([], [value]):
        raise ParseError("a list of different values is in their own order, or in none")
    rising = {not key.args.get("desc") for key in keys}
    if len(rising) > 1:
        raise ParseError("a list is ordered up, or down, by all")
    # A key that is NULL comes last, whatever the order.
    is_null = "KEY is null" if rising == {True} else "KEY is not null"
    fields = [part for k in keys for part in (fill(is_null, KEY=k.this), k.this.copy())]
    names = [f"field{number}" for number in range(len(fields) + 1)]
    struct = exp.Anonymous(
        this="named_struct",
        expressions=[
            part
            for name, each in zip(names, [*fields, value.copy()], strict=True)
            for part in (quote(name), each)
        ],
    )
    made = fill(f"{'collect_set' if distinct else 'collect_list'}(VALUE)", VALUE=struct)
    if isinstance(outer, exp.Filter):
        made = exp.Filter(this=made, expression=outer.expression.copy())
    if keys:
        made = fill(f"sort_array(LIST, {str(True in rising).lower()})", LIST=made)
    made = fill(f"transform(LIST, e -> e.{names[-1]})", LIST=made)
    outer.replace(fill("if(size(LIST) = 0, null, LIST)", LIST=made))


def _choose_value(node: exp.AnyValue) -> None:
    if not isinstance(node.parent, exp.IgnoreNulls):
        node.replace(exp.IgnoreNulls(this=node.copy()))


def _choose_by(node: exp.ArgMax | exp.ArgMin) -> None:
    """Leave out the rows whose value is NULL, before the largest or the smallest is chosen."""
    known = fill("VALUE is not null", VALUE=node.this)
    if isinstance(node.parent, exp.Filter):
        where = node.parent.expression
        where.set("this", exp.and_(where.this, known))
    else:
        node.replace(exp.Filter(this=node.copy(), expression=exp.Where(this=known)))


def _take(node: exp.Bracket) -> None:
    """Take one element, from the end where its number is below zero, or a part of a list."""
    part = node.expressions[0] if len(node.expressions) == 1 else None
    if isinstance(part, exp.Slice):
        _slice(node, part)
    elif part is not None and not part.is_string:
        if not part.is_int:
            raise ParseError("an element of a list has a number")
        # sqlglot counts from 0 by now: -2 is the last one, and -1 none.
        if (number := int(part.to_py())) < 0:
            template = f"get(LIST, size(LIST) + {number + 1})" if number < -1 else "get(LIST, -1)"
            node.replace(fill(template, LIST=node.this))


def _slice(node: exp.Bracket, part: exp.Slice) -> None:
    first, last = part.this, part.expression
    if not (isinstance(first, exp.Literal) and isinstance(last, exp.Literal)):
        raise ParseError("a part of a list has numbers for its first and last")
    count = int(last.name) - int(first.name) + 1
    node.replace(fill(f"slice(LIST, {first.name}, {count})", LIST=node.this))


def _contains(node: exp.ArrayContains) -> None:
    node.replace(contains(node.this, node.expression))


def _overlaps(node: exp.ArrayOverlaps) -> None:
    node.replace(
        fill(
            "if(LEFT_ is null or RIGHT_ is null, null, "
            "coalesce(arrays_overlap(LEFT_, RIGHT_), false))",
            LEFT_=node.this,
            RIGHT_=node.expression,
        )
    )


def _concatenate(node: exp.ArrayConcat) -> None:
    lists = [node.this, *node.expressions]
    known = fill("filter(array(LISTS), each -> each is not null)", LISTS=quote(""))
    (array,) = known.find_all(exp.Array)
    array.set("expressions", [each.copy() for each in lists])
    node.replace(fill("if(size(KNOWN) = 0, null, flatten(KNOWN))", KNOWN=known))


def _flatten(node: exp.Flatten) -> None:
    node.replace(fill("flatten(filter(LIST, each -> each is not null))", LIST=node.this))


def _leave_null_out(node: exp.ArrayDistinct) -> None:
    node.replace(fill("array_distinct(filter(LIST, e -> e is not null))", LIST=node.this))


def _check_lambda(node: exp.Lambda) -> None:
    if len(node.expressions) > 1:
        raise ParseError("the lambda of a list takes one value: its number counts from 0 in Spark")


def contains(held: exp.Expr, value: exp.Expr) -> exp.Expr:
    """Return whether a list has a value; a NULL in it is none."""
    return fill(
        "if(LIST is null or VALUE is null, null, coalesce(array_contains(LIST, VALUE), false))",
        LIST=held,
        VALUE=value,
    )


def find_first(value: exp.Expr) -> exp.Expr:
    """Return the first element that is not NULL."""
    return fill("get(filter(LIST, e -> e is not null), 0)", LIST=value)


def has_all(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """Return whether the left list has all of the right one; a NULL in that does not count."""
    return fill(
        "size(filter(array_except(RIGHT_, LEFT_), e -> e is not null)) = 0",
        LEFT_=left,
        RIGHT_=right,
    )


LIST_MENDS: Mapping[type[exp.Expr], Callable[[Any], None]] = {
    exp.AnyValue: _choose_value,
    exp.ArgMax: _choose_by,
    exp.ArgMin: _choose_by,
    exp.ArrayAgg: _aggregate_list,
    exp.ArrayConcat: _concatenate,
    exp.ArrayContains: _contains,
    exp.ArrayDistinct: _leave_null_out,
    exp.ArrayOverlaps: _overlaps,
    exp.Bracket: _take,
    exp.Flatten: _flatten,
    exp.Lambda: _check_lambda,
}
"""What is written anew of lists and aggregates, by kind of node."""
