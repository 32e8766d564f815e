"""The examples of a detection: rows are completed, and what disagrees is named."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_watched
from ringwall.detect.examples import check_detection, fill_rows, find_example_hits
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadRule
from ringwall.model.rule import Example

TABLES = load_watched()
FILE = Path("x.sql")
SQL = """select event_time as at, event_id as act, account_id, aws_region as region,
  principal_arn as actor, '' as resource, event_name as reason
from logs.cloudtrail where event_name = 'A'"""
RULE = DetectionRule("s3.x", "", "low", "", "", SQL, sql_path=FILE, sql_line=9)


def example(expect: str, **tables: list[dict[str, Any]]) -> Example:
    return Example({name: tuple(rows) for name, rows in tables.items()}, expect, 3, FILE)


HIT = example("hit", cloudtrail=[{"event_name": "A"}, {"event_name": "A"}])
QUIET = example("quiet", cloudtrail=[{"event_name": "B"}])


def test_a_detection_agrees_with_its_examples() -> None:
    check_detection(replace(RULE, examples=(HIT, QUIET)), TABLES)
    assert len(find_example_hits(RULE, HIT, TABLES)) == 2


@pytest.mark.parametrize(
    ("examples", "complaint"),
    [
        ((HIT,), "add an example that expects quiet"),
        ((QUIET,), "add an example that expects hit"),
        ((replace(HIT, expect="quiet"),), r"x\.sql:3: expected quiet, got A"),
        ((replace(QUIET, expect="hit"),), r"x\.sql:3: expected hit, got no hit"),
        ((example("hit", trail=[{}]),), r"x\.sql:3: no such table: trail"),
        ((example("hit", cloudtrail=[{"nam": 1}]),), r"x\.sql:3: cloudtrail has no column nam"),
        ((example("hit", cloudtrail=[{"event_time": "x"}]),), r"x\.sql:3: SQL failed"),
    ],
)
def test_what_disagrees_is_named(examples: tuple[Example, ...], complaint: str) -> None:
    with pytest.raises(BadRule, match=complaint):
        check_detection(replace(RULE, path=FILE, examples=examples), TABLES)


def test_a_row_of_a_log_holds_what_a_record_lacks() -> None:
    (row,) = fill_rows(TABLES["cloudtrail"], example("hit", cloudtrail=[{"resources": ["a"]}]))
    assert (row["error_code"], row["mfa"], row["request_parameters"]) == ("", None, "{}")
    assert (row["event_id"], row["aws_region"], row["resources"]) == (
        "cloudtrail-1",
        "eu-west-1",
        ["a"],
    )
    assert row.keys() == {column.name for column in TABLES["cloudtrail"].columns}
    given = example("hit", cloudtrail=[{"request_parameters": [{"a": 1}]}])
    assert next(fill_rows(TABLES["cloudtrail"], given))["request_parameters"] == '[{"a": 1}]'


def test_a_row_of_the_estate_is_unknown_where_nothing_is_said() -> None:
    (row,) = fill_rows(TABLES["s3_bucket"], example("hit", s3_bucket=[{"arn": "b"}]))
    assert row == {
        "arn": "b",
        "partition": "aws",
        "account_id": "111111111111",
        "region": "eu-west-1",
    }
