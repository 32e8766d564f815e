"""What a detection's query may read."""

from dataclasses import replace
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_watched
from ringwall.detect.query import check_query, find_tables
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadRule

RULE = DetectionRule("s3.x", "", "low", "", "", "", sql_path=Path("x.sql"), sql_line=9)
TABLES = load_watched()


def test_a_function_that_not_every_engine_has_is_refused_with_its_place() -> None:
    check_query(replace(RULE, sql="select lower('A')"))
    with pytest.raises(BadRule, match=r"x\.sql:9: hash\(\) is not among"):
        check_query(replace(RULE, sql="select hash('A')"))


def test_tables_and_columns_are_found() -> None:
    rule = replace(RULE, sql="select e.event_id from logs.cloudtrail e")
    assert find_tables(rule, TABLES) == {"cloudtrail": frozenset({"event_id"})}


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select *\nfrom read_csv('/etc/passwd')", r"x\.sql:9: read_csv\(\)"),
        ("select * from hidden.cloudtrail", r"x\.sql:9: no schema hidden"),
        ("select 1 from logs.cloudtrail\nwhere (", r"x\.sql:10: cannot parse SQL: line 2"),
        ("drop table logs.cloudtrail", r"only a single select"),
        ("select * from duckdb_settings()", r"duckdb_settings\(\)"),
    ],
)
def test_all_else_is_refused_with_its_line(sql: str, complaint: str) -> None:
    rule = replace(RULE, sql=sql)
    with pytest.raises(BadRule, match=complaint):
        check_and_find(rule)


def check_and_find(rule: DetectionRule) -> None:
    find_tables(rule, TABLES)
    check_query(rule)
