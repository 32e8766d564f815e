"""What DuckDB makes of a text."""

import pytest
from sqlglot import exp

from ringwall.model.errors import BadInput
from ringwall.store.engine.reads import parse_select
from ringwall.store.engine.statement import LONGEST, name_parts, strip_semicolon


def test_the_names_of_a_query_are_found() -> None:
    found = name_parts(
        "with x as (select B.Arn from Estate.Bucket B) select x.arn, (select 1 from x), "
        "list_filter([1], lambda p: p > 0) from x, range(3) r where exists (from logs.trail)"
    )
    assert found.tables == {("estate", "bucket"): 1, ("", "x"): 2, ("logs", "trail"): 1}
    assert found.columns == {"arn", "p"}
    assert found.functions == {"range"}


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("select\n  ä, 1 +", "line 2, column"),
        ("selec", "line 1, column 1"),
        ("select 1; select 2", "single select"),
        ("drop table x", "single select"),
        ("", "single select"),
        ("select * from (describe x)", "single select"),
        ("select * from (summarize x)", "single select"),
        ("select '\ud800'", "cannot parse"),
        ("select " + "(" * 20_000 + "1" + ")" * 20_000, "cannot parse"),
        ("select '" + "x" * LONGEST + "'", "more than 1,000,000 letters"),
    ],
)
def test_anything_else_is_refused(sql: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        name_parts(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select arn from estate.bucket {# where ok #}",
        "select arn from estate.bucket where {{ ok }}",
        "select arn from estate.bucket {% if x %}",
        "select arn from estate.bucket # comment",
        "select `arn` from `estate`.`bucket`",
        "select 'a' 'b' from estate.bucket",
        "select r'a\\' from estate.bucket",
        "select arn from estate.bucket where x = 'a\\' -- ' from estate.role\n",
        "select 1 --\r from estate.role",
        "select x'41' from estate.role",
        "select arn from estate.bucket\x00, estate.role",
    ],
)
def test_a_text_that_can_be_read_in_two_ways_is_refused_or_read_as_duckdb_does(sql: str) -> None:
    try:
        tree = parse_select(sql)
    except BadInput:
        return
    names = {(table.db, table.name) for table in tree.find_all(exp.Table)}
    assert names == set(name_parts(sql).tables)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select 1", "select 1"),
        ("select 1;", "select 1"),
        ("select ';' as a; -- end;", "select ';' as a"),
        ("select $$;$$;;", "select $$;$$"),
        ("select 'ä;' /* ; */ ; ", "select 'ä;' /* ; */ "),
        ("select e'\\';' ;", "select e'\\';' "),
        ('select 1 as ";" -- ;', 'select 1 as ";" -- ;'),
    ],
)
def test_the_semicolon_that_ends_a_query_is_found(sql: str, expected: str) -> None:
    assert strip_semicolon(sql) == expected
