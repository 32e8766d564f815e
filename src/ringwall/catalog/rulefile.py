"""The file of a control: a query of its own, or a header alone as a member of a family."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from ringwall.catalog.familyfile import (
    bind_parameters,
    expand_examples,
    expand_sql,
    read_member_family,
)
from ringwall.catalog.header import SqlFile, read_examples, read_sql_file
from ringwall.model.errors import BadRule
from ringwall.model.family import RuleFamily
from ringwall.model.layer import LAYERS
from ringwall.model.rule import SEVERITIES, VERDICTS, Rule

REQUIRED = ("title", "layer", "severity", "why", "fix")
OPTIONAL = ("attacks", "url", "example")
OF_MEMBERS = ("family", "row")
"""What the header of a family's member has besides, with the family's parameters."""


def read_rule(path: Path) -> Rule:
    """Return the rule in a file; BadRule names file, line and what is wrong."""
    file = read_sql_file(path)
    family = read_member_family(file)
    _check_header(file, family)
    rule = Rule(
        id=f"{path.parents[1].name}.{path.stem}",
        title=file.values["title"],
        layer=file.values.get("layer", family and family.layer),
        severity=file.values["severity"],
        why=file.values["why"],
        fix=file.values["fix"],
        sql=file.sql,
        examples=tuple(read_examples(file, VERDICTS)),
        attacks=tuple(file.values.get("attacks", ())),
        url=file.values.get("url", ""),
        path=path,
        sql_path=path,
        sql_line=file.sql_line,
    )
    return _join(rule, family, file) if family else rule


def _join(rule: Rule, family: RuleFamily, file: SqlFile) -> Rule:
    """Return the rule with the query and the examples of its family."""
    if file.sql.strip():
        raise BadRule(f"{rule.path}:{file.sql_line}: {family.name} has the query; write none here")
    if "row" in file.values and "table" not in family.parameters:
        raise BadRule(f"{file.locate('row')}: {family.name} has no table whose rows could have it")
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
        key_lines={key: file.line_of(key) for key in file.values},
    )


def _check_header(file: SqlFile, family: RuleFamily | None) -> None:
    own = (*OF_MEMBERS, *family.parameters) if family else ()
    has_layer = family is not None and bool(family.layer) and "layer" not in file.values
    required = [key for key in REQUIRED if not (key == "layer" and has_layer)]
    file.check_keys({*REQUIRED, *OPTIONAL, *own}, required)
    if not has_layer:
        file.check_choice("layer", LAYERS)
    file.check_choice("severity", SEVERITIES)
    attacks, row = file.values.get("attacks", []), file.values.get("row", {})
    for key, is_right, right in (
        ("attacks", isinstance(attacks, list) and all(map(_is_text, attacks)), '["T1098"]'),
        ("url", _is_text(file.values.get("url", "")), '"https://..."'),
        ("row", isinstance(row, dict), '{column = "value"}'),
    ):
        if not is_right:
            raise BadRule(f"{file.locate(key)}: write {key} as {right}")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
