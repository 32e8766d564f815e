"""A detection's own examples: the tests that travel with it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.detect.evaluate import find_hits
from ringwall.detect.query import check_query, find_tables
from ringwall.model.detection import SIGHTINGS, DetectionRule, Hit
from ringwall.model.errors import BadInput, BadRule
from ringwall.model.rule import Example
from ringwall.model.table import Column, Row, Table
from ringwall.store.engine.embedded import STRANGERS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine

OF_ESTATE: Row = {"partition": "aws", "account_id": "111111111111", "region": "eu-west-1"}
OF_LOGS: Row = {
    "event_time": "2026-01-31T10:00:00Z",
    "account_id": "111111111111",
    "aws_region": "eu-west-1",
    "file": "example.log",
}
"""What a row of a log holds where an example leaves it out, beside what a record lacks."""


def check_detection(rule: DetectionRule, tables: Mapping[str, Table]) -> None:
    """Run all examples of a detection; BadRule names file and line of the first that disagrees.

    One without an example that it hits and a near miss that it does not is refused.
    """
    check_query(rule)
    for example in rule.examples:
        hits = find_example_hits(rule, example, tables)
        if bool(hits) != (example.expect == "hit"):
            got = "; ".join(hit.reason for hit in hits.values()) or "no hit"
            place = rule.locate_example(example)
            raise BadRule(f"{place}: expected {example.expect}, got {got}")
    shown = {example.expect for example in rule.examples}
    if missing := [sighting for sighting in SIGHTINGS if sighting not in shown]:
        raise BadRule(f"{rule.path}: add an example that expects {' and one '.join(missing)}")


def find_example_hits(
    rule: DetectionRule,
    example: Example,
    tables: Mapping[str, Table],
    engine: Engine | None = None,
) -> dict[str, Hit]:
    """Return the hits on an example. An engine that is passed in gets its tables."""
    if engine is None:
        with EmbeddedEngine(threads=1, limits=STRANGERS) as own:
            own.attribute(rule.id)
            return find_example_hits(rule, example, tables, own)
    place = rule.locate_example(example)
    if unknown := example.tables.keys() - tables.keys():
        raise BadRule(f"{place}: no such table: {', '.join(sorted(unknown))}")
    for name in sorted(find_tables(rule, tables).keys() | example.tables.keys()):
        try:
            engine.create(tables[name], fill_rows(tables[name], example))
        except BadInput as error:
            raise BadRule(f"{place}: {error}") from error
    return find_hits(engine, rule)


def fill_rows(table: Table, example: Example) -> Iterator[Row]:
    """Yield the rows of a table in an example, complete; BadInput for a column that it has not.

    What a row of a log leaves out is what a record lacks; what another one leaves out, unknown.
    """
    columns = {column.name: column for column in table.all_columns}
    for number, row in enumerate(example.tables.get(table.name, ()), 1):
        if strange := row.keys() - columns.keys():
            raise BadInput(f"{table.name} has no column {', '.join(sorted(strange))}")
        filled = _of_logs(table, number) if table.schema == "logs" else OF_ESTATE
        given = {name: _write(columns[name], value) for name, value in row.items()}
        yield {name: value for name, value in filled.items() if name in columns} | given


def _of_logs(table: Table, number: int) -> Row:
    absent = {column.name: _write(column, column.when_absent) for column in table.columns}
    return absent | OF_LOGS | {"event_id": f"{table.name}-{number}", "line": number}


def _write(column: Column, value: Any) -> Any:
    """Return a value as the engine takes it: a column of JSON is text."""
    is_json = column.type == "JSON" and isinstance(value, dict | list)
    return json.dumps(value, default=str) if is_json else value
