"""The file of a new control: a header to fill in, three examples, and SQL that runs."""

from pathlib import Path

from ringwall.model.errors import BadInput
from ringwall.model.layer import Layer
from ringwall.model.rule import Severity
from ringwall.model.table import Table

TEMPLATE = """/*
title = "{title}"
layer = "{layer}"
severity = "{severity}"
why = "What an attacker gains, or what is lost, where this is not so."
fix = "The exact command that mends it."
url = "https://docs.aws.amazon.com/"

[[example]]
{table} = [{{arn = "a", {column} = true}}]
expect = "pass"

[[example]]
{table} = [{{arn = "a", {column} = false}}]
expect = "fail"

[[example]]
{table} = [{{arn = "a"}}]
expect = "unknown"
*/
select
  t.arn as resource,
  t.{column} as ok,
  '{column} is ' || t.{column} as reason
from estate.{table} t
"""


def write_rule(folder: Path, rule: str, table: Table, layer: Layer, severity: Severity) -> Path:
    """Write the file and return its path; BadInput where it is there already."""
    service, _, name = rule.partition(".")
    path = folder / service / "controls" / f"{name}.sql"
    columns = [column.name for column in table.columns if column.type == "BOOLEAN"]
    if not columns:
        raise BadInput(f"{table.name} has no boolean column to start from; choose another --table")
    text = TEMPLATE.format(
        title=name.replace("_", " ").capitalize(),
        layer=layer,
        severity=severity,
        table=table.name,
        column=columns[0],
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise BadInput(f"{path}: there already; nothing was written") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot write: {error.strerror}") from error
    return path
