"""Types, paths and columns as DuckDB writes them."""

from pathlib import Path

from ringwall.model.table import Table, moment, text
from ringwall.store.engine.literals import cast_columns, escape_pattern, quote_path, sql_type


def test_json_stays_text() -> None:
    assert (sql_type("JSON"), sql_type("TEXT[]")) == ("TEXT", "TEXT[]")


def test_a_name_is_a_pattern_for_itself_alone() -> None:
    assert escape_pattern("a*[b]?") == "a[*][[]b][?]"
    assert quote_path(Path("it's")) == "it''s"


def test_a_column_that_is_not_there_is_null() -> None:
    columns = (moment("at", "", "When."), text("what", "", "What."))
    table = Table("t", "A table.", columns, enveloped=False)
    assert cast_columns(table, {"at"}) == (
        'try_cast("at" as TIMESTAMP) as "at", null::TEXT as "what"'
    )
