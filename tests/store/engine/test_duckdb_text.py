"""Files as DuckDB reads them, and its own words as they are shown."""

from datetime import datetime
from pathlib import Path

from ringwall.model.table import Table, moment, text
from ringwall.store.engine.duckdb_text import (
    first_line,
    plain_value,
    read_files,
    select_time,
    tell_apart,
)

EVENT = Table("event", "", (moment("event_time", "", ""), text("name", "", "")), enveloped=False)
TEN = datetime.fromisoformat("2026-01-31T10:00:00")


def test_an_object_is_text() -> None:
    assert (plain_value({"a": 1}), plain_value([1])) == ('{"a": 1}', [1])


def test_files_are_read_as_one_whatever_their_names() -> None:
    assert read_files([Path("/a*/it's.parquet")]).startswith(
        "read_parquet(['/a[*]/it''s.parquet'],"
    )


def test_a_time_of_files_is_shown_and_nothing_of_none() -> None:
    some = select_time(EVENT, [Path("/a")], {"event_time"}, TEN, TEN)
    assert 'null::TEXT as "name"' in some
    assert some.endswith(
        "where event_time between timestamp '2026-01-31 10:00:00' "
        "and timestamp '2026-01-31 10:00:00'"
    )
    assert select_time(EVENT, [], set(), TEN, TEN).endswith("where false")


def test_names_are_told_apart() -> None:
    assert tell_apart(["a", "b", "a", "a"]) == ("a", "b", "a_2", "a_3")


def test_of_an_error_the_first_line_is_shown() -> None:
    assert first_line(ValueError("no\nselect 1")) == "no"
