"""The file of a detection: a query with a header, or a function over what a query returns."""

import ast
import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from ringwall.catalog.familyfile import (
    bind_parameters,
    expand_examples,
    expand_sql,
    read_member_family,
)
from ringwall.catalog.header import SqlFile, parse_header, read_examples, read_source, read_sql_file
from ringwall.catalog.walk import CATALOG, PACKAGE
from ringwall.model.detection import SIGHTINGS, DetectionRule
from ringwall.model.errors import BadRule
from ringwall.model.family import RuleFamily
from ringwall.model.rule import SEVERITIES

DetectionFunction = Callable[[Any], Any]
"""Takes the rows of one key as a `pyarrow.Table`, in the order of time, and returns hits as one."""

REQUIRED = ("title", "severity", "why", "fix", "false_positives")
OPTIONAL = (
    *("attacks", "window", "finding_types", "confidence", "trial", "url", "example"),
    *("context", "family", "row"),
)
UNITS: Mapping[str, timedelta] = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}
LONGEST_WINDOW = timedelta(days=90)
ATTACK = re.compile(r"T\d{4}(\.\d{3})?")


def read_detection(path: Path) -> DetectionRule:
    """Return the detection in a `.sql` or `.py` file; BadRule names file, line and what is wrong.

    No code of a `.py` file runs: see `load_judge`.
    """
    is_code = path.suffix == ".py"
    file = _read_code(path) if is_code else read_sql_file(path)
    family = None if is_code else read_member_family(file, for_detections=True)
    _check_header(file, family, is_code=is_code)
    values = file.values
    rule = DetectionRule(
        id=f"{path.parents[1].name}.{path.stem}",
        title=values["title"],
        severity=values["severity"],
        why=values["why"],
        fix=values["fix"],
        sql=file.sql,
        attacks=tuple(values.get("attacks", ())),
        window=_read_window(file),
        false_positives=values["false_positives"],
        finding_types=tuple(values.get("finding_types", ())),
        confidence=values.get("confidence", 80),
        is_trial=values.get("trial", False),
        is_context=values.get("context", False),
        key=values.get("key", ""),
        examples=tuple(read_examples(file, SIGHTINGS)),
        url=values.get("url", ""),
        path=path,
        sql_path=path,
        sql_line=file.sql_line,
    )
    return _join(rule, family, file) if family else rule


def describe_window(window: timedelta) -> str:
    """Return a window as a header has it: 15m, 1h, 14d; `none` where an event speaks for itself."""
    for unit, length in reversed(list(UNITS.items())):
        if window and not window % length:
            return f"{window // length}{unit}"
    return "none"


def load_judge(rule: DetectionRule) -> DetectionFunction:
    """Return the function of a `.py` detection of the catalog.

    BadRule for any other file: a query is confined, code of somebody else's is not.
    """
    if not rule.path.is_relative_to(CATALOG):
        raise BadRule(
            f"{rule.path}: only the catalog has detections in Python, which may do anything with "
            "your rights; write this one as .sql"
        )
    module = ".".join((PACKAGE, *rule.path.relative_to(CATALOG).with_suffix("").parts))
    judge = getattr(importlib.import_module(module), "judge", None)
    if not callable(judge):
        raise BadRule(f"{rule.path}:1: no function judge(rows)")
    return cast("DetectionFunction", judge)


def _read_code(path: Path) -> SqlFile:
    """Return the header and the query of a Python file, without running it."""
    source = read_source(path)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None) or 1
        raise BadRule(f"{path}:{line}: no Python: {error}") from error
    found = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    texts = {name: _read_text(path, name, found.get(name)) for name in ("HEADER", "SQL")}
    header, line = texts["HEADER"]
    sql, sql_line = texts["SQL"]
    values = parse_header(path, header, line)
    return SqlFile(path, header, values, sql, sql_line, first_line=line)


def _read_text(path: Path, name: str, node: ast.expr | None) -> tuple[str, int]:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        raise BadRule(f'{path}:1: a detection in Python has {name} = """..."""')
    return node.value, node.lineno


def _join(rule: DetectionRule, family: RuleFamily, file: SqlFile) -> DetectionRule:
    """Return the detection with the query and the examples of its family."""
    if file.sql.strip():
        raise BadRule(f"{rule.path}:{file.sql_line}: {family.name} has the query; write none here")
    parameters = bind_parameters(family, file)
    inherited = expand_examples(family, parameters, file.values.get("row", {}))
    return replace(
        rule,
        sql=expand_sql(family, parameters),
        examples=(*inherited, *rule.examples),
        family=family.name,
        parameters=parameters,
        sql_path=family.path,
        sql_line=family.sql_line,
    )


def _check_header(file: SqlFile, family: RuleFamily | None, *, is_code: bool) -> None:
    own = tuple(family.parameters) if family else ("key",) if is_code else ()
    required = (*REQUIRED, "key") if is_code else REQUIRED
    file.check_keys({*REQUIRED, *OPTIONAL, *own}, required)
    file.check_choice("severity", SEVERITIES)
    values = file.values
    confidence, attacks = values.get("confidence", 80), values.get("attacks", [])
    for key, is_right, right in (
        ("attacks", _are_texts(attacks) and all(map(ATTACK.fullmatch, attacks)), '["T1098.001"]'),
        ("finding_types", _are_texts(values.get("finding_types", [])), '["Policy:S3/..."]'),
        ("confidence", type(confidence) is int and confidence in range(1, 101), "1 to 100"),
        ("trial", isinstance(values.get("trial", False), bool), "true or false"),
        ("context", isinstance(values.get("context", False), bool), "true or false"),
        ("url", isinstance(values.get("url", ""), str), '"https://..."'),
        ("row", isinstance(values.get("row", {}), dict), '{column = "value"}'),
    ):
        if not is_right:
            raise BadRule(f"{file.locate(key)}: write {key} as {right}")


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _read_window(file: SqlFile) -> timedelta:
    said = file.values.get("window", "0m")
    match = re.fullmatch(r"(\d{1,5})([mhd])", said) if isinstance(said, str) else None
    window = int(match[1]) * UNITS[match[2]] if match else LONGEST_WINDOW * 2
    if window > LONGEST_WINDOW:
        raise BadRule(
            f'{file.locate("window")}: write window as "30m", "1h" or "14d", at most 90 days'
        )
    return window
