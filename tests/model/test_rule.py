"""A rule, and the places that its errors name."""

from dataclasses import replace
from pathlib import Path

from ringwall.model.rule import SEVERITIES, VERDICTS, Example, Rule

FILE, FAMILY = Path("s3/controls/x.sql"), Path("families/y.sql")
OWN = Rule(
    id="s3.x",
    title="X should be",
    layer="data",
    severity="low",
    why="w",
    fix="f",
    sql="select 1",
    path=FILE,
    sql_path=FILE,
    sql_line=20,
    key_lines={"family": 2},
)
MEMBER = replace(OWN, family="y", sql_path=FAMILY, sql_line=30, key_lines={"family": 3, "table": 4})


def test_the_service_is_the_id_up_to_the_dot() -> None:
    assert OWN.service == "s3"
    assert replace(OWN, id="opensearchservice.domain_is_fine").service == "opensearchservice"


def test_severities_rise_from_low_to_critical() -> None:
    assert SEVERITIES == ("low", "medium", "high", "critical")


def test_an_example_can_expect_what_an_audit_answers() -> None:
    assert VERDICTS == ("pass", "fail", "unknown")


def test_a_line_of_the_query_is_a_line_of_the_file() -> None:
    assert OWN.locate_sql(0) == f"{FILE}:20"
    assert OWN.locate_sql(4) == f"{FILE}:24"


def test_a_line_of_a_familys_query_names_the_member_first() -> None:
    assert MEMBER.locate_sql(2) == f"{FILE}:3: {FAMILY}:32"


def test_an_example_is_found_where_it_stands() -> None:
    own, inherited = Example({}, "pass", 7, FILE), Example({}, "pass", 8, FAMILY)
    assert OWN.locate_example(own) == f"{FILE}:7"
    assert OWN.locate_example(Example({}, "pass", 7)) == f"{FILE}:7"
    assert MEMBER.locate_example(own) == f"{FILE}:7"
    assert MEMBER.locate_example(inherited) == f"{FILE}:3: {FAMILY}:8"


def test_where_a_rule_was_read_from_makes_it_no_other_rule() -> None:
    assert replace(OWN, path=Path("elsewhere.sql")) == OWN
    assert replace(OWN, parameters={"table": "s3_bucket"}) != OWN
