"""Calls that Spark has in other words, or with another meaning, than sqlglot makes of DuckDB's."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

MICROS: Mapping[str, int] = {
    "MICROSECOND": 1,
    "MILLISECOND": 1_000,
    "SECOND": 1_000_000,
    "MINUTE": 60_000_000,
    "HOUR": 3_600_000_000,
    "DAY": 86_400_000_000,
    "WEEK": 7 * 86_400_000_000,
}
"""Microseconds of units of time."""
BUCKETS_BEGIN = 946_857_600_000_000
"""2000-01-03, a Monday, in microseconds since 1970: from here on DuckDB counts buckets of time."""
STRFTIME: Mapping[str, str] = {
    "Y": "yyyy",
    "y": "yy",
    "m": "MM",
    "b": "MMM",
    "B": "MMMM",
    "d": "dd",
    "j": "DDD",
    "a": "EEE",
    "A": "EEEE",
    "H": "HH",
    "I": "hh",
    "p": "a",
    "M": "mm",
    "S": "ss",
    "f": "SSSSSS",
    "%": "%",
}
"""The letters of DuckDB's format of times, and Spark's."""
NO_ESCAPE = "\x01"
"""The escape of a LIKE that has none: Spark would take a backslash for one."""


def _write(template: str, **parts: exp.Expr) -> exp.Expr:
    """Return Spark's words with these parts in place of the names in capitals."""
    tree = sqlglot.parse_one(template, dialect="spark")
    for column in list(tree.find_all(exp.Column)):
        if column.name in parts:
            # A part may be an operation: it is one value where it stands.
            part = parts[column.name].copy()
            column.replace(exp.Paren(this=part) if isinstance(part, exp.Binary) else part)
    return tree


def _text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


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
    fields = [part for k in keys for part in (_write(is_null, KEY=k.this), k.this.copy())]
    names = [f"field{number}" for number in range(len(fields) + 1)]
    struct = exp.Anonymous(
        this="named_struct",
        expressions=[
            part
            for name, each in zip(names, [*fields, value.copy()], strict=True)
            for part in (_text(name), each)
        ],
    )
    made = _write(f"{'collect_set' if distinct else 'collect_list'}(VALUE)", VALUE=struct)
    if isinstance(outer, exp.Filter):
        made = exp.Filter(this=made, expression=outer.expression.copy())
    if keys:
        made = _write(f"sort_array(LIST, {str(True in rising).lower()})", LIST=made)
    made = _write(f"transform(LIST, e -> e.{names[-1]})", LIST=made)
    outer.replace(_write("if(size(LIST) = 0, null, LIST)", LIST=made))


def _format_time(node: exp.TimeToStr) -> None:
    """Quote the letters of a format that are themselves: T is none of Spark's."""
    if not node.args["format"].is_string:
        raise ParseError("the format of a time is a text")
    wanted = ""
    for letter, plain in re.findall(r"%-?(.)|([^%]+)", node.args["format"].name):
        if letter and letter not in STRFTIME:
            raise ParseError(f"the format %{letter} of a time")
        quoted = "'" + plain.replace("'", "''") + "'" if plain.strip("-:/ .,") else plain
        wanted += STRFTIME[letter] if letter else quoted
    node.replace(_write("date_format(AT, FORMAT)", AT=node.this, FORMAT=_text(wanted)))


def _find_width(interval: exp.Expr) -> int:
    unit = interval.args.get("unit")
    name = unit.name.upper().removesuffix("S") if unit else ""
    if not isinstance(interval, exp.Interval) or name not in MICROS:
        raise ParseError("the width of a bucket of time is a fixed one, as interval 15 minutes")
    return int(interval.this.name) * MICROS[name]


def _cut_time(node: exp.DateBin) -> None:
    """Write the start of a bucket of time as arithmetic: Spark has no call for it."""
    node.replace(
        _write(
            "timestamp_micros(unix_micros(cast(AT as timestamp)) - pmod("
            f"unix_micros(cast(AT as timestamp)) - {BUCKETS_BEGIN}, {_find_width(node.this)}))",
            AT=node.expression,
        )
    )


def _count_bounds(node: exp.DateDiff) -> None:
    """Count the bounds of units that lie between, as DuckDB, and not the whole units, as Spark."""
    unit = node.args["unit"].name.upper()
    if unit not in MICROS or unit == "MICROSECOND":
        raise ParseError(f"date_diff of {unit.lower()}s")
    cut = f"unix_micros(date_trunc('{unit}', cast(AT as timestamp)))"
    node.replace(
        _write(
            f"({cut} - {cut.replace('AT', 'BEFORE', 1)}) div {MICROS[unit]}",
            AT=node.this,
            BEFORE=node.expression,
        )
    )


def _count_seconds(node: exp.TimeToUnix) -> None:
    node.replace(_write("unix_micros(cast(AT as timestamp)) / 1e6D", AT=node.this))


def _slice(node: exp.Bracket) -> None:
    part = node.expressions[0] if node.expressions else None
    if not isinstance(part, exp.Slice):
        return
    first, last = part.this, part.expression
    if not (isinstance(first, exp.Literal) and isinstance(last, exp.Literal)):
        raise ParseError("a part of a list has numbers for its first and last")
    count = int(last.name) - int(first.name) + 1
    node.replace(_write(f"slice(LIST, {first.name}, {count})", LIST=node.this))


def _replace_matches(node: exp.RegexpReplace) -> None:
    """Replace the first match alone, unless all are asked for; a group is named by $."""
    pattern, by = node.expression, node.args["replacement"]
    flags = node.args["modifiers"].name if node.args.get("modifiers") else ""
    if not (pattern.is_string and by.is_string):
        raise ParseError("regexp_replace() takes a pattern and its replacement as texts")
    takes_all = "g" in flags
    written = re.sub(
        r"\\(\d)|[\\$]",
        lambda m: f"${int(m[1]) + (not takes_all)}" if m[1] else f"\\{m[0]}",
        by.name,
    )
    wanted = "(?i)" + pattern.name if "i" in flags else pattern.name
    if not takes_all:
        wanted, written = rf"^([\s\S]*?)(?:{wanted})", f"$1{written}"
    node.replace(
        _write(
            "regexp_replace(TEXT, LIKE_, BY_)",
            TEXT=node.this,
            LIKE_=_text(wanted),
            BY_=_text(written),
        )
    )


def _match(node: exp.RegexpLike) -> None:
    flag = node.args.get("flag")
    if flag is None:
        return
    if set(flag.name) - set("ims") or not node.expression.is_string:
        raise ParseError("regexp_matches() takes a text as its pattern, and the options i, m, s")
    node.set("flag", None)
    node.set("expression", _text(f"(?{flag.name}){node.expression.name}"))


def _like(node: exp.Like | exp.ILike) -> None:
    """Let a backslash stand for itself: without ESCAPE, DuckDB has no escape."""
    pattern = node.expression
    escape = node.parent.expression if isinstance(node.parent, exp.Escape) else None
    if escape is None and pattern.is_string and "\\" not in pattern.name:
        return
    if escape is None:
        node.replace(exp.Escape(this=node.copy(), expression=_text(NO_ESCAPE)))
    elif not (pattern.is_string and escape.is_string):
        raise ParseError("like with an escape takes both as texts")
    else:
        sign = re.escape(escape.name)
        written = re.sub(
            f"{sign}(.)", lambda m: (NO_ESCAPE if m[1] in "%_" else "") + m[1], pattern.name
        )
        node.set("expression", _text(written))
        escape.replace(_text(NO_ESCAPE))


def _divide(node: exp.Div) -> None:
    """Divide by zero as DuckDB does: to infinity, where Spark says NULL."""
    if node.expression.is_number and node.expression.name.strip("0."):
        return
    node.replace(
        exp.Paren(
            this=_write(
                "if(BELOW = 0, ABOVE * double('Infinity'), double(ABOVE) / BELOW)",
                ABOVE=node.this,
                BELOW=node.expression,
            )
        )
    )


def _call(node: exp.Anonymous) -> None:
    """Count what is no list of JSON as an empty one, at a path, too."""
    if node.name.lower() == "json_array_length":
        value, *path = node.expressions
        if path:
            value = _write("get_json_object(J, P)", J=value, P=path[0])
        node.replace(_write("if(J is null, null, coalesce(json_array_length(J), 0))", J=value))


def _extract_json(node: exp.JSONExtract | exp.JSONExtractScalar) -> None:
    """Write a path through a list, `$.a[*].b`, as a list of texts: Spark would write it as one."""
    path = node.expression
    if isinstance(node, exp.JSONExtract) and not isinstance(node, exp.JSONExtractScalar):
        raise ParseError("json_extract() leaves quotes around texts; write json_extract_string()")
    if not isinstance(path, exp.JSONPath):
        node.replace(_write("get_json_object(OBJECT, PATH)", OBJECT=node.this, PATH=path))
        return
    parts = [part for part in path.expressions if not isinstance(part, exp.JSONPathRoot)]
    node.replace(_follow_path(node.this, parts))


def _follow_path(value: exp.Expr, parts: list[exp.Expr]) -> exp.Expr:
    every = next((n for n, part in enumerate(parts) if _is_every(part)), None)
    head = _text(_write_path(parts if every is None else parts[:every]))
    found = _write("get_json_object(OBJECT, PATH)", OBJECT=value, PATH=head)
    if every is None:
        return found
    elements = _write(
        "if(OBJECT is null, null, coalesce(from_json(FOUND, 'array<string>'), "
        "cast(array() as array<string>)))",
        OBJECT=value,
        FOUND=found,
    )
    rest = parts[every + 1 :]
    if not rest:
        return elements
    each = exp.column(f"e{len(rest)}")
    inner = _follow_path(each, rest)
    function = "transform" if not any(map(_is_every, rest)) else "flatten"
    made = _write(
        f"filter(transform(LIST, e{len(rest)} -> MADE), f -> f is not null)",
        LIST=elements,
        MADE=inner,
    )
    return _write("flatten(LIST)", LIST=made) if function == "flatten" else made


def _is_every(part: exp.Expr) -> bool:
    return isinstance(part, exp.JSONPathSubscript | exp.JSONPathKey) and isinstance(
        part.this, exp.JSONPathWildcard
    )


def _write_path(parts: list[exp.Expr]) -> str:
    path = "$"
    for part in parts:
        name = part.this
        if isinstance(part, exp.JSONPathKey):
            path += f".{name}" if re.fullmatch(r"[\w-]+", str(name)) else f"['{name}']"
        elif isinstance(part, exp.JSONPathSubscript) and str(name).isdigit():
            path += f"[{name}]"
        else:
            raise ParseError(f"the path of JSON {part.sql()}")
    return path


def _count_weekday(node: exp.DayOfWeek) -> None:
    """Count from Sunday, 0, as DuckDB; from Monday, 0, in Spark."""
    node.replace(_write("(weekday(AT) + 1) % 7", AT=node.this))


def _refuse(node: exp.Expr) -> None:
    raise ParseError(f"{node.sql(dialect='duckdb')[:60]} is DuckDB's alone")


MENDS: Mapping[type[exp.Expr], Callable[[Any], None]] = {
    exp.ArrayAgg: _aggregate_list,
    exp.TimeToStr: _format_time,
    exp.DateBin: _cut_time,
    exp.DateDiff: _count_bounds,
    exp.TimeToUnix: _count_seconds,
    exp.Bracket: _slice,
    exp.RegexpReplace: _replace_matches,
    exp.RegexpLike: _match,
    exp.Like: _like,
    exp.ILike: _like,
    exp.JSONExtract: _extract_json,
    exp.JSONExtractScalar: _extract_json,
    exp.DayOfWeek: _count_weekday,
    exp.Div: _divide,
    exp.Anonymous: _call,
    exp.Glob: _refuse,
}
"""What is written anew, by kind of node: each has a case in tests/store/engine/test_spark.py."""
