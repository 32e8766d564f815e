"""The query that makes the rows of a log's table from staged lines, as its format declares.

DuckDB parses each record once. What a record lacks holds the column's own word for that; what is of
the wrong kind is text, or NULL in other columns.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ringwall.model.log_format import FIRST_TIME, LAST_TIME, PLACEHOLDER, LogFormat
from ringwall.model.table import Column, Table

STAGED = "staged"
"""The temporary table of the rows that a batch is made of."""
REASON = "~reason"
"""The column that says why a row is none; NULL where it is one."""
FAULT = "~fault"
"""The column that says that a line is none of the log's; NULL where it is one."""
LONGEST_RECORD = 16 * 1024**2
"""Bytes of one record of JSON."""
SEPARATOR = "\x1f"
"""Between the number of the object and the line, in a file of lines."""
NONE = "-"
"""What AWS writes into a line where there is nothing."""


@dataclass(frozen=True)
class StagedLines:
    """A file of staged records of one format, and the fields of its lines.

    Of the kind members, it is a record a line. Of the others, each line starts with the number of
    its object in `objects` (a table of the engine) and a separator.
    """

    path: str
    fields: tuple[str, ...] = ()
    objects: str = ""


def write_query(log: LogFormat, table: Table, staged: StagedLines) -> str:
    """Return a select of the table's columns, and why a row is none."""
    source = _SOURCES[log.kind](log, table, staged)
    columns = [f'{source.value(column)} as "{column.name}"' for column in table.columns]
    times = {column.name for column in table.columns if column.type == "TIMESTAMP"}
    wrong = [
        f"""when coalesce({_bound(name) if name in times else f'"{name}"'}::text, '') = '' """
        f"then '{reason}'"
        for name, reason in log.required.items()
    ]
    fault = source.fault or "null"
    bound = ", ".join(f'{_bound(name)} as "{name}"' for name in sorted(times))
    return (
        f'select * exclude ("{FAULT}"){f" replace ({bound})" if bound else ""}, '
        f'coalesce("{FAULT}", case {" ".join(wrong)} end) as "{REASON}" '
        f'from (select {", ".join(columns)}, {fault} as "{FAULT}"{source.rows})'
    )


def _bound(name: str) -> str:
    """Return the SQL of a time; NULL where it is none that a clock of a log can have."""
    first, last = (f"timestamp '{at.isoformat(' ')}'" for at in (FIRST_TIME, LAST_TIME))
    return f'(case when "{name}" between {first} and {last} then "{name}" end)'


@dataclass(frozen=True)
class _Source:
    """Where values come from: what follows the select list, and how each member is found there."""

    log: LogFormat
    rows: str
    texts: Mapping[str, str]
    """SQL of a member's text, by its path; NULL where there is none."""
    documents: Mapping[str, str]
    """SQL of a member's JSON."""
    lists: Mapping[str, str]
    rest: str = "null"
    fault: str = ""
    is_text: bool = False
    """Whether records are lines, in which - is nothing and what is no field is not known."""

    @property
    def _known(self) -> tuple[Mapping[str, str], ...]:
        return self.texts, self.documents, self.lists

    def value(self, column: Column) -> str:
        """Return the SQL of a column."""
        if column.name in self.log.expressions:
            return PLACEHOLDER.sub(self._fill, self.log.expressions[column.name])
        if column.path:
            is_known = any(column.path in known for known in self._known)
            return self._typed(column, column.path) if is_known else "null"
        made = {"file": "object.file", "line": '"~line"', "rest": self.rest}
        return made.get(column.name, "null")

    def _fill(self, found: re.Match[str]) -> str:
        known: Mapping[str, str] = self.documents if found[2] else self.texts
        value = known.get(found[1], "null")
        return f"nullif({value}, '{NONE}')" if self.is_text and value != "null" else value

    def _typed(self, column: Column, path: str) -> str:
        # What a record must have is not made up: without it, it is none.
        absent = "null" if column.name in self.log.required else _literal(column)
        match column.type:
            case "JSON":
                return f"coalesce({self.documents[path]}::text, {absent})"
            case "TEXT[]":
                kept = f"list_filter({self.lists[path]}, lambda item: item is not null)"
                return f"coalesce({kept}, {absent})"
            case "TEXT":
                text = self.texts[path]
                if self.is_text:  # the field is there, and so nothing is a value
                    return f"coalesce(nullif({text}, '{NONE}'), '')"
                return f"coalesce({text}, {absent})"
            case "BOOLEAN":
                flags = "when 'true' then true when 'false' then false"
                value = f"case {self.texts[path]} {flags} end"
            case kind:
                value = f"try_cast({self.texts[path]} as {kind})"
        if absent == "null":
            return value
        missing = f"{self.texts[path]} is null"
        if self.is_text:
            missing += f" or {self.texts[path]} in ('{NONE}', '')"
        return f"case when {missing} then {absent} else {value} end"


def _literal(column: Column) -> str:
    """Return what a column holds where the record lacks it."""
    absent = column.when_absent
    if absent is None:
        return "null"
    if isinstance(absent, str):
        text = "'" + absent.replace("'", "''") + "'"
        return f"try_cast({text} as timestamp)" if column.type == "TIMESTAMP" else text
    return f"'{json.dumps(absent)}'" if column.type == "JSON" else json.dumps(absent)


def _named(log: LogFormat, table: Table) -> tuple[set[str], set[str], set[str]]:
    """Return the paths whose text, whose JSON and whose list is asked for."""
    texts: set[str] = set()
    documents: set[str] = set()
    lists: set[str] = set()
    for column in table.columns:
        if column.name in log.expressions or not column.path:
            continue
        match column.type:
            case "JSON":
                documents.add(column.path)
            case "TEXT[]":
                lists.add(column.path)
            case _:
                texts.add(column.path)
    for expression in log.expressions.values():
        for path, is_document in PLACEHOLDER.findall(expression):
            (documents if is_document else texts).add(path)
    return texts, documents, lists


def _json_path(path: str) -> str:
    """Return a JSON path of DuckDB's: each member in quotes, each list with all its items."""
    steps = []
    for step in path.split("."):
        name = step.removesuffix("[]")
        steps.append(f'."{name}"' + ("[*]" if name != step else ""))
    return "$" + "".join(steps)


def _list(paths: Iterable[str]) -> str:
    return "[" + ", ".join(f"'{_json_path(path)}'" for path in paths) + "]"


def _members(log: LogFormat, table: Table, staged: StagedLines) -> _Source:
    """JSON whose members are named: they are typed while they are read."""
    texts, documents, lists = _named(log, table)
    nested = sorted(path for path in texts if "." in path)
    heads = {path.partition(".")[0] for path in nested} | {*documents, *log.members}
    heads |= {path.partition("[")[0].partition(".")[0] for path in lists}
    plain = {path for path in texts if "." not in path} - heads
    columns = ", ".join(
        [f"\"{name}\": 'VARCHAR'" for name in sorted(plain)]
        + [f"\"{name}\": 'JSON'" for name in sorted(heads)]
    )
    found: dict[str, str] = {path: f'"{path}"' for path in plain}
    found |= {p: f"json_extract_string(\"{p}\", '$')" for p in texts if p in heads}
    taken = []
    for head in sorted({path.partition(".")[0] for path in nested}):
        inner = [path for path in nested if path.partition(".")[0] == head]
        steps = _list(path.partition(".")[2] for path in inner)
        taken.append(f'json_extract_string("{head}", {steps}) as "{head}~"')
        found |= {path: f'"{head}~"[{number}]' for number, path in enumerate(inner, 1)}
    rows = (
        f" from (select {', '.join(['*', *taken])} from read_json('{staged.path}', "
        f"format = 'newline_delimited', columns = {{{columns}}}, "
        f"maximum_object_size = {LONGEST_RECORD}))"
    )
    return _Source(log, rows, found, {path: f'"{path}"' for path in documents}, {})


def _read_lines(staged: StagedLines, more: Sequence[str]) -> str:
    """Return the rows of a file of lines: each with its object and its number there."""
    numbered = (
        "select *, row_number() over () as n from "
        f"read_csv('{staged.path}', header = false, auto_detect = false, delim = '{SEPARATOR}', "
        "quote = '', escape = '', columns = {\"~object\": 'BIGINT', \"~text\": 'VARCHAR'}, "
        f"max_line_size = {LONGEST_RECORD})"
    )
    placed = (
        f'select l."~text", l.n - o.start as "~line", o as object '
        f'from ({numbered}) l join {staged.objects} o on o.number = l."~object"'
    )
    return f" from (select {', '.join(['*', *more])} from ({placed}))"


def _records(log: LogFormat, table: Table, staged: StagedLines) -> _Source:
    """JSON that is kept as a whole."""
    texts, documents, lists = (sorted(paths) for paths in _named(log, table))
    whole = """case when json_valid("~text") then "~text" end"""
    taken = [
        f'json_extract_string({whole}, {_list(texts)}) as "~texts"',
        f'json_extract({whole}, {_list(documents)}) as "~documents"' if documents else "",
        f'{whole} as "~whole"',
    ]
    return _Source(
        log,
        _read_lines(staged, [part for part in taken if part]),
        {path: f'"~texts"[{number}]' for number, path in enumerate(texts, 1)},
        {path: f'"~documents"[{number}]' for number, path in enumerate(documents, 1)},
        {path: f"json_extract_string(\"~whole\", '{_items(path)}')" for path in lists},
        rest='"~whole"',
        fault="case when \"~whole\" is null then 'broken JSON' end",
    )


def _items(path: str) -> str:
    return _json_path(path if "[]" in path else f"{path}[]")


def _fields(log: LogFormat, table: Table, staged: StagedLines) -> _Source:
    """Lines of words between spaces."""
    names = staged.fields
    words = {name: f'"~words"[{number}]' for number, name in enumerate(names, 1)}
    texts, _, _ = _named(log, table)
    others = [name for name in names if name not in texts]
    return _Source(
        log,
        _read_lines(staged, ["""string_split(trim("~text"), ' ') as "~words\""""]),
        words,
        {},
        {},
        rest=_pairs(others, words),
        fault=f"case when len(\"~words\") <> {len(names)} then 'not {len(names)} fields' end",
        is_text=True,
    )


def _pattern(log: LogFormat, table: Table, staged: StagedLines) -> _Source:
    """Lines that a regular expression takes apart."""
    pattern = log.line.replace("'", "''")
    names = ", ".join(f"'{name}'" for name in log.fields)
    taken = f"""regexp_extract("~text", '{pattern}', [{names}]) as "~parts\""""
    parts = {name: f'"~parts"."{name}"' for name in log.fields}
    texts, _, _ = _named(log, table)
    others = [name for name in log.fields if name not in texts]
    return _Source(
        log,
        _read_lines(staged, [taken]),
        parts,
        {},
        {},
        rest=_pairs(others, parts),
        fault=f"case when {parts[log.fields[0]]} = '' then 'not a line of this log' end",
        is_text=True,
    )


def _pairs(names: Iterable[str], values: Mapping[str, str]) -> str:
    pairs = ", ".join(f"'{name}', {values[name]}" for name in names)
    return f"json_object({pairs})::text" if pairs else "'{}'"


_SOURCES = {"members": _members, "records": _records, "fields": _fields, "pattern": _pattern}
