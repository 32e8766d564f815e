"""How DuckDB spells columns, names of files and errors."""

from pathlib import Path

from ringwall.model.table import Table, document, text
from ringwall.store.engine.duckdb_text import (
    cast_columns,
    first_line,
    plain_value,
    quote_path,
    sql_type,
    tell_apart,
)

THING = Table("thing", "", (text("name", "", ""), document("rest", "", "")), enveloped=False)


def test_json_is_text() -> None:
    assert (sql_type("JSON"), sql_type("TEXT[]")) == ("TEXT", "TEXT[]")
    assert (plain_value({"a": 1}), plain_value([1])) == ('{"a": 1}', [1])


def test_a_path_is_no_pattern_and_ends_no_text() -> None:
    assert quote_path(Path("/a*/it's[1].parquet")) == "/a[*]/it''s[[]1].parquet"


def test_a_column_that_a_file_lacks_is_null() -> None:
    assert cast_columns(THING, {"name"}) == (
        'try_cast("name" as TEXT) as "name", null::TEXT as "rest"'
    )


def test_names_are_told_apart() -> None:
    assert tell_apart(["a", "b", "a", "a"]) == ("a", "b", "a_2", "a_3")


def test_of_an_error_the_first_line_is_shown() -> None:
    assert first_line(ValueError("no\nselect 1")) == "no"
