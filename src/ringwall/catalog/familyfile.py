"""A family's file, and the query and examples that it gives to a member."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ringwall.catalog.header import SqlFile, read_examples, read_sql_file
from ringwall.catalog.walk import CATALOG
from ringwall.model.detection import SIGHTINGS
from ringwall.model.errors import BadRule
from ringwall.model.family import COLUMN_NEEDS, PARAMETER_KINDS, TABLE_NEEDS, Parameter, RuleFamily
from ringwall.model.layer import LAYERS
from ringwall.model.rule import VERDICTS, Example, Rule
from ringwall.model.table import Table

FAMILIES = CATALOG / "families"
PARAMETER_KEYS = frozenset({"kind", "doc", "default", "sample", "needs", "holds"})
KEYS = ("doc", "layer", "parameters", "example")
_WRITTEN = frozenset({"value", "condition"})
"""Kinds of which a new member's file needs a value that runs."""
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_IN_SQL = re.compile(r"\$([a-z]\w*)")
_IN_EXAMPLE = re.compile(r"\$([a-z]\w*)(\[0\])?")


@cache
def read_family(path: Path) -> RuleFamily:
    """Return the family in a file; BadRule names file, line and what is wrong."""
    file = read_sql_file(path)
    file.check_keys(KEYS, ("doc",))
    if "layer" in file.values:
        file.check_choice("layer", LAYERS)
    parameters = {parameter.name: parameter for parameter in _read_parameters(file)}
    family = RuleFamily(
        name=path.stem,
        doc=file.values["doc"],
        parameters=parameters,
        sql=file.sql,
        examples=tuple(read_examples(file, (*VERDICTS, *SIGHTINGS))),
        layer=file.values.get("layer"),
        path=path,
        sql_line=file.sql_line,
    )
    for name in _IN_SQL.findall(family.sql):
        if name not in parameters:
            raise BadRule(f"{path}:{file.sql_line}: the query uses ${name}: no such parameter")
    return family


def read_member_family(file: SqlFile, *, for_detections: bool = False) -> RuleFamily | None:
    """Return the family that a rule's header names; None where it names none."""
    if "family" not in file.values:
        return None
    name = file.values["family"]
    known = sorted(path.stem for path in FAMILIES.glob("*.sql"))
    if name not in known:
        raise BadRule(f"{file.locate('family')}: no family {name!r}; there are {', '.join(known)}")
    family = read_family(FAMILIES / f"{name}.sql")
    if family.is_for_detections != for_detections:
        what = "detections" if family.is_for_detections else "controls"
        raise BadRule(f"{file.locate('family')}: {name} is a family of {what}")
    return family


def _read_parameters(file: SqlFile) -> Iterator[Parameter]:
    found = file.values.get("parameters", {})
    if not isinstance(found, dict):
        raise BadRule(f"{file.locate('parameters')}: write a parameter as [parameters.name]")
    for name, facts in found.items():
        heading = f"parameters.{name}"
        place = file.locate(heading if f"[{heading}]" in file.header else name)
        if not isinstance(facts, dict) or facts.keys() - PARAMETER_KEYS:
            known = "kind, doc, and perhaps default, sample, needs, holds"
            raise BadRule(f"{place}: a parameter has {known}")
        if facts.get("kind") not in PARAMETER_KINDS:
            raise BadRule(f"{place}: kind is one of {', '.join(PARAMETER_KINDS)}")
        if not isinstance(facts.get("doc"), str):
            raise BadRule(f'{place}: the parameter needs doc = "..."')
        if "needs" in facts and (facts["kind"] != "table" or facts["needs"] not in TABLE_NEEDS):
            raise BadRule(f"{place}: needs is for a table: one of {', '.join(TABLE_NEEDS)}")
        if "holds" in facts and (facts["kind"] != "column" or facts["holds"] not in COLUMN_NEEDS):
            raise BadRule(f"{place}: holds is for a column: one of {', '.join(COLUMN_NEEDS)}")
        if facts["kind"] in _WRITTEN and facts.keys().isdisjoint({"default", "sample"}):
            raise BadRule(f"{place}: a {facts['kind']} needs a default or a sample")
        yield Parameter(name, **facts)


def bind_parameters(family: RuleFamily, file: SqlFile) -> dict[str, Any]:
    """Return the value of each parameter for a member; BadRule for one that does not fit."""
    found: dict[str, Any] = {}
    for parameter in family.parameters.values():
        value = file.values.get(parameter.name, parameter.default)
        if value is None:
            raise BadRule(
                f"{file.locate('family')}: {family.name} needs {parameter.name}: {parameter.doc}"
            )
        is_right, right = _RIGHT["list" if parameter.is_list else parameter.kind]
        if not is_right(value):
            place = file.locate(parameter.name)
            raise BadRule(f"{place}: {parameter.name} is {right}, not {value!r:.80}")
        found[parameter.name] = value
    return found


def check_tables(rule: Rule, family: RuleFamily, tables: Mapping[str, Table]) -> None:
    """Raise BadRule where a member names a table or a column that its family cannot ask about."""
    if family.table is None:
        return
    key = family.table.name
    table = tables.get(rule.parameters[key])
    if table is None:
        raise BadRule(f"{rule.locate_key(key)}: no table estate.{rule.parameters[key]}")
    if not family.table.accepts(table):
        fitting = ", ".join(t.name for t in tables.values() if family.table.accepts(t))
        raise BadRule(
            f"{rule.locate_key(key)}: {family.name} needs a table with a {family.table.needs}, "
            f"which {table.name} has not; there are {fitting}"
        )
    known = {column.name for column in table.all_columns}
    for parameter in family.parameters.values():
        column = rule.parameters[parameter.name]
        if parameter.kind == "column" and column not in known:
            raise BadRule(
                f"{rule.locate_key(parameter.name)}: {table.name} has no column {column}; "
                f"`ringwall tables show {table.name}` lists them"
            )


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _is_value(value: Any) -> bool:
    return isinstance(value, bool | int | float | str)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_value, value))


def _is_condition(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


_RIGHT: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "table": (_is_name, "the name of a table"),
    "column": (_is_name, "the name of a column"),
    "value": (_is_value, "a text, a number, true or false"),
    "list": (_is_list, "a list of texts or numbers"),
    "condition": (_is_condition, "a condition in SQL"),
}


def expand_sql(family: RuleFamily, parameters: Mapping[str, Any]) -> str:
    """Return the family's query with a member's parameters in it."""

    def write(match: re.Match[str]) -> str:
        value = parameters[match[1]]
        kind = family.parameters[match[1]].kind
        if kind == "condition":
            return f"({value})"
        return str(value) if kind in {"table", "column"} else _write_value(value)

    return _IN_SQL.sub(write, family.sql)


def _write_value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_write_value, value))
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower() if isinstance(value, bool) else str(value)


def expand_examples(
    family: RuleFamily, parameters: Mapping[str, Any], row: Mapping[str, Any]
) -> Iterator[Example]:
    """Yield the family's examples for a member; `row` is what its table's rows have besides."""

    def fill(value: Any) -> Any:
        match = _IN_EXAMPLE.fullmatch(value) if isinstance(value, str) else None
        if match is None or match[1] not in parameters:
            return value
        found = parameters[match[1]]
        return found[0] if match[2] else found

    for example in family.examples:
        tables: dict[str, tuple[Mapping[str, Any], ...]] = {}
        for name, rows in example.tables.items():
            besides = row if name.startswith("$") else {}
            tables[fill(name)] = tuple(
                {**besides, **{fill(key): fill(value) for key, value in made.items()}}
                for made in rows
            )
        yield replace(example, tables=tables)
