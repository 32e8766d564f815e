"""The file of a new control: it runs as it is written, and waits for its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ringwall.catalog.walk import CATALOG
from ringwall.model.errors import BadInput
from ringwall.model.family import RuleFamily
from ringwall.model.layer import Layer
from ringwall.model.rule import Rule, Severity
from ringwall.model.table import Table, Type

PLACEHOLDERS = {
    "why": "What an attacker gains, or what is lost, if this is not so.",
    "fix": "The exact command that fixes it.",
    "url": "https://docs.aws.amazon.com/",
}
"""What a new file has in place of the words that only its author knows."""
OWN = """
[[example]]
{table} = [{{arn = "a", {column} = {good}}}]
expect = "pass"

[[example]]
{table} = [{{arn = "a", {column} = {bad}}}]
expect = "fail"

[[example]]
{table} = [{{arn = "a"}}]
expect = "unknown"
*/
select
  t.arn as resource,
  {ok} as ok,
  '{column} is ' || {text} as reason
from {full_name} t
"""
CHECKOUT = Path("src") / "ringwall" / "catalog"
"""The catalog, seen from the top of a checkout of Ringwall."""
CLAIMS = (
    ("is not", "should not be"),
    ("are not", "should not be"),
    ("has no", "should not have"),
    ("have no", "should not have"),
    ("is", "should be"),
    ("are", "should be"),
    ("has", "should have"),
    ("have", "should have"),
)
"""How the claim of a rule's id becomes the title that says what should be."""


@dataclass(frozen=True)
class _Test:
    """How a column of a type is tested: a good value and a bad one, the test, and its text."""

    good: str
    bad: str
    ok: str = "t.{column}"
    text: str = "t.{column}"


TESTS: dict[Type, _Test] = {
    "BOOLEAN": _Test("true", "false"),
    "TEXT": _Test('"x"', '""', "t.{column} <> ''"),
    "BIGINT": _Test("1", "0", "t.{column} > 0"),
    "TEXT[]": _Test(
        '["x"]', "[]", "array_length(t.{column}) > 0", "array_to_string(t.{column}, ', ')"
    ),
}


def choose_folder() -> Path:
    """Return where new rules go: our catalog at the top of a checkout, else the folder rules."""
    is_checkout = CHECKOUT.is_dir() and CHECKOUT.samefile(CATALOG)
    return CHECKOUT if is_checkout else Path("rules")


def find_placeholders(rule: Rule) -> Iterator[str]:
    """Yield the keys of a rule's header that still have what a new file has."""
    for key, placeholder in PLACEHOLDERS.items():
        if getattr(rule, key) == placeholder:
            yield key


def write_rule(
    folder: Path,
    rule: str,
    table: Table,
    *,
    layer: Layer = "infrastructure",
    severity: Severity = "medium",
) -> Path:
    """Write the file of a control and return its path; BadInput where it is there already."""
    column, type_ = _choose_column(table, *TESTS)
    test = TESTS[type_]
    body = OWN.format(
        table=table.name,
        full_name=table.full_name,
        column=column,
        good=test.good,
        bad=test.bad,
        ok=test.ok.format(column=column),
        text=test.text.format(column=column),
    )
    return _write(folder, rule, _words(rule, f'layer = "{layer}"\n', severity) + body)


def write_member(
    folder: Path,
    rule: str,
    family: RuleFamily,
    table: Table,
    *,
    layer: Layer | None = None,
    severity: Severity = "medium",
) -> Path:
    """Write the file of a family's member; BadInput where it is there or the table does not fit."""
    facts = [f'family = "{family.name}"']
    for parameter in family.parameters.values():
        if parameter.kind == "table":
            facts.append(f'{parameter.name} = "{table.name}"')
        elif parameter.kind == "column":
            facts.append(f'{parameter.name} = "{_choose_column(table, "BOOLEAN")[0]}"')
        elif parameter.default is None:
            facts.append(f"{parameter.name} = {_write_value(parameter.sample)}")
    chosen = layer or (None if family.layer else "infrastructure")
    if chosen:
        facts.append(f'layer = "{chosen}"')
    return _write(folder, rule, _words(rule, "\n".join(facts) + "\n", severity) + "*/\n")


def _choose_column(table: Table, *types: Type) -> tuple[str, Type]:
    """Return the first column of the first type that the table has; BadInput where it has none."""
    for type_ in types:
        for column in table.columns:
            if column.type == type_:
                return column.name, type_
    wanted = ", ".join(types)
    raise BadInput(f"{table.name} has no column of type {wanted}; choose another --table")


def _words(rule: str, facts: str, severity: Severity) -> str:
    claim = rule.partition(".")[2].replace("_", " ")
    for found, said in CLAIMS:
        changed = re.sub(rf" {found} ", f" {said} ", claim, count=1)
        if changed != claim:
            claim = changed
            break
    title = claim[:1].upper() + claim[1:]
    words = "".join(f'{key} = "{text}"\n' for key, text in PLACEHOLDERS.items())
    return f'title = "{title}"\n{facts}severity = "{severity}"\n{words}'


def _write_value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_write_value, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _write(folder: Path, rule: str, text: str) -> Path:
    service, _, name = rule.partition(".")
    path = folder / service / "controls" / f"{name}.sql"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write("/*\n" + text)
    except FileExistsError as error:
        raise BadInput(f"{path}: exists already; nothing was written") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot write: {error.strerror}") from error
    return path
