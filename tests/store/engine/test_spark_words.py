"""Calls in Spark's words. `test_spark.py` runs them beside DuckDB's; these are how they look."""

import pytest

from ringwall.model.errors import BadInput
from ringwall.store.engine.spark_text import write_spark


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("strftime(t, '%Y-%m-%dT%H')", r"DATE_FORMAT(t, 'yyyy-MM-dd\'T\'HH')"),
        ("j ->> '$.a.b'", "GET_JSON_OBJECT(j, '$.a.b')"),
        ("regexp_replace(s, 'x', '', 'g')", "REGEXP_REPLACE(s, 'x', '')"),
        ("s like 'a%'", "s LIKE 'a%'"),
        ("regexp_full_match(s, 'a|b')", r"s RLIKE '\\A(?:a|b)\\z'"),
        ("(a, b) in (select (c, d) from y)", "(a, b) IN (SELECT c, d FROM y)"),
        ("j::json", "CAST(j AS STRING)"),
    ],
)
def test_a_call_is_written_in_its_words(sql: str, written: str) -> None:
    assert write_spark(f"select {sql} from x") == f"SELECT {written} FROM x"


def test_what_it_has_no_words_for_is_named() -> None:
    with pytest.raises(BadInput, match="Spark has no words for it: a part of a list"):
        write_spark("select l[1:n] from x")
