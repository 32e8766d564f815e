"""Calls that Spark has in other words, or with another meaning, than sqlglot makes of DuckDB's."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp
from sqlglot.errors import ParseError

from ringwall.store.engine.spark_lists import LIST_MENDS, contains, find_first, has_all
from ringwall.store.engine.spark_numbers import NUMBER_MENDS
from ringwall.store.engine.spark_template import fill, quote

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
    node.replace(fill("date_format(AT, FORMAT)", AT=node.this, FORMAT=quote(wanted)))


def _find_width(interval: exp.Expr) -> int:
    unit = interval.args.get("unit")
    name = unit.name.upper().removesuffix("S") if unit else ""
    if not isinstance(interval, exp.Interval) or name not in MICROS:
        raise ParseError("the width of a bucket of time is a fixed one, as interval 15 minutes")
    return int(interval.this.name) * MICROS[name]


def _cut_time(node: exp.DateBin) -> None:
    """Write the start of a bucket of time as arithmetic: Spark has no call for it."""
    node.replace(
        fill(
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
        fill(
            f"({cut} - {cut.replace('AT', 'BEFORE', 1)}) div {MICROS[unit]}",
            AT=node.this,
            BEFORE=node.expression,
        )
    )


def _count_seconds(node: exp.TimeToUnix) -> None:
    node.replace(fill("unix_micros(cast(AT as timestamp)) / 1e6D", AT=node.this))


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
        fill(
            "regexp_replace(TEXT, LIKE_, BY_)",
            TEXT=node.this,
            LIKE_=quote(wanted),
            BY_=quote(written),
        )
    )


def _match(node: exp.RegexpLike) -> None:
    flag = node.args.get("flag")
    if flag is None:
        return
    if set(flag.name) - set("ims") or not node.expression.is_string:
        raise ParseError("regexp_matches() takes a text as its pattern, and the options i, m, s")
    node.set("flag", None)
    node.set("expression", quote(f"(?{flag.name}){node.expression.name}"))


def _like(node: exp.Like | exp.ILike) -> None:
    """Let a backslash stand for itself: without ESCAPE, DuckDB has no escape."""
    pattern = node.expression
    escape = node.parent.expression if isinstance(node.parent, exp.Escape) else None
    if escape is None and pattern.is_string and "\\" not in pattern.name:
        return
    if escape is None:
        node.replace(exp.Escape(this=node.copy(), expression=quote(NO_ESCAPE)))
    elif not (pattern.is_string and escape.is_string):
        raise ParseError("like with an escape takes both as texts")
    else:
        sign = re.escape(escape.name)
        written = re.sub(
            f"{sign}(.)", lambda m: (NO_ESCAPE if m[1] in "%_" else "") + m[1], pattern.name
        )
        node.set("expression", quote(written))
        escape.replace(quote(NO_ESCAPE))


def _match_all(node: exp.RegexpFullMatch) -> None:
    """Match from the first letter to the last one: in Java, $ stands before a last newline, too."""
    pattern = node.expression
    if not pattern.is_string or node.args.get("options"):
        raise ParseError("regexp_full_match() takes its pattern as a text, and no options")
    node.replace(fill("TEXT rlike WHOLE", TEXT=node.this, WHOLE=quote(rf"\A(?:{pattern.name})\z")))


def _call(node: exp.Anonymous) -> None:
    if mend := CALLS.get(node.name.lower()):
        mend(node)


def _count_json(node: exp.Anonymous) -> None:
    """Count what is no list of JSON as an empty one, at a path, too."""
    value, *path = node.expressions
    if path:
        value = fill("get_json_object(J, P)", J=value, P=path[0])
    node.replace(fill("if(J is null, null, coalesce(json_array_length(J), 0))", J=value))


def _call_like(node: exp.Anonymous) -> None:
    value, pattern, escape = node.expressions
    like = exp.Like(this=value.copy(), expression=pattern.copy())
    made = exp.Paren(this=exp.Escape(this=like, expression=escape.copy()))
    node.replace(made)
    _like(like)


CALLS: Mapping[str, Callable[[Any], object]] = {
    "json_array_length": _count_json,
    "like_escape": _call_like,
    "list_any_value": lambda node: node.replace(find_first(*node.expressions)),
    "list_has_all": lambda node: node.replace(has_all(*node.expressions)),
}
"""What sqlglot has no kind of node for, by name."""


def _cast(node: exp.Cast | exp.TryCast) -> None:
    """Leave JSON as the text that it is in Spark; what no integer of Spark's holds, is decimal."""
    for kind in list(node.to.find_all(exp.DataType)):
        if wanted := TYPES.get(kind.this):
            kind.replace(exp.DataType.build(wanted, dialect="spark"))
    value = node.this.unnest()
    first = next(iter(value.flatten())) if isinstance(value, exp.DPipe) else None
    if node.to.is_type("decimal") and isinstance(first, exp.Literal) and first.name == "0x":
        node.set(
            "this",
            fill("if(HEX rlike '^0x[0-9a-fA-F]+$', conv(substr(HEX, 3), 16, 10), null)", HEX=value),
        )


TYPES: Mapping[exp.DType, str] = {
    exp.DType.JSON: "string",
    exp.DType.UBIGINT: "decimal(20, 0)",
    exp.DType.INT128: "decimal(38, 0)",
    exp.DType.UINT128: "decimal(38, 0)",
}
"""Types that Spark has not, and which it has for them."""


def _group(node: exp.Is) -> None:
    """Put what is compared in parentheses: Spark reads no `a in (1) is false`."""
    if isinstance(node.this, exp.Predicate | exp.Not | exp.Connector):
        node.set("this", exp.Paren(this=node.this))


def _read_epoch(node: exp.UnixToTime) -> None:
    node.replace(fill("timestamp_micros(cast(round(AT * 1e6D) as bigint))", AT=node.this))


def _extract_json(node: exp.JSONExtract | exp.JSONExtractScalar) -> None:
    """Write a path through a list, `$.a[*].b`, as a list of texts: Spark would write it as one."""
    path = node.expression
    if isinstance(node, exp.JSONExtract) and not isinstance(node, exp.JSONExtractScalar):
        raise ParseError("json_extract() leaves quotes around texts; write json_extract_string()")
    if not isinstance(path, exp.JSONPath):
        raise ParseError(f"the path of JSON {path.sql()}: write it as '$.name'")
    parts = [part for part in path.expressions if not isinstance(part, exp.JSONPathRoot)]
    node.replace(_follow_path(node.this, parts))


def _follow_path(value: exp.Expr, parts: list[exp.Expr]) -> exp.Expr:
    every = next((n for n, part in enumerate(parts) if _is_every(part)), None)
    head = quote(_write_path(parts if every is None else parts[:every]))
    found = fill("get_json_object(OBJECT, PATH)", OBJECT=value, PATH=head)
    if every is None:
        return found
    elements = fill(
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
    made = fill(
        f"filter(transform(LIST, e{len(rest)} -> MADE), f -> f is not null)",
        LIST=elements,
        MADE=inner,
    )
    return fill("flatten(LIST)", LIST=made) if function == "flatten" else made


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
    node.replace(fill("(weekday(AT) + 1) % 7", AT=node.this))


def _unpack_rows(node: exp.In) -> None:
    """Ask for columns: DuckDB's `(a, b) in (select (c, d) ...)` is one column of rows."""
    if held := node.args.get("field"):
        node.replace(contains(held, node.this))
    asked = node.args.get("query")
    for query in asked.find_all(exp.Select) if asked and isinstance(node.this, exp.Tuple) else ():
        if len(query.selects) == 1 and isinstance(row := query.selects[0], exp.Tuple):
            query.set("expressions", row.expressions)


def _refuse(node: exp.Expr) -> None:
    raise ParseError(f"{node.sql(dialect='duckdb')[:60]} is DuckDB's alone")


MENDS: Mapping[type[exp.Expr], Callable[[Any], None]] = {
    **LIST_MENDS,
    **NUMBER_MENDS,
    exp.Anonymous: _call,
    exp.Cast: _cast,
    exp.DateBin: _cut_time,
    exp.DateDiff: _count_bounds,
    exp.DayOfWeek: _count_weekday,
    exp.Glob: _refuse,
    exp.ILike: _like,
    exp.In: _unpack_rows,
    exp.Is: _group,
    exp.JSONExtract: _extract_json,
    exp.JSONExtractScalar: _extract_json,
    exp.JSONType: _refuse,
    exp.Like: _like,
    exp.RegexpFullMatch: _match_all,
    exp.RegexpLike: _match,
    exp.RegexpReplace: _replace_matches,
    exp.TimeToStr: _format_time,
    exp.TimeToUnix: _count_seconds,
    exp.TryCast: _cast,
    exp.UnixToTime: _read_epoch,
}
"""What is written anew, by kind of node: each has a case in tests/store/engine/test_spark.py."""
