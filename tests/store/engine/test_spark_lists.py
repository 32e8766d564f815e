"""Lists in Spark's words. `test_spark.py` runs them beside DuckDB's; these are how they look."""

import pytest

from ringwall.store.engine.spark_text import write_spark


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("l[2]", "l[1]"),
        ("l[-1]", "GET(l, SIZE(l) + -1)"),
        ("l[2:4]", "SLICE(l, 2, 3)"),
        ("m['k']", "m['k']"),
        ("any_value(a)", "ANY_VALUE(a) IGNORE NULLS"),
        ("arg_max(a, b)", "MAX_BY(a, b) FILTER(WHERE NOT a IS NULL)"),
        (
            "arg_min(a, b) filter (where c)",
            "MIN_BY(a, b) FILTER(WHERE c AND NOT a IS NULL)",
        ),
        ("list_any_value(l)", "GET(FILTER(l, e -> NOT e IS NULL), 0)"),
    ],
)
def test_a_null_counts_as_in_duckdb(sql: str, written: str) -> None:
    assert write_spark(f"select {sql} from x") == f"SELECT {written} FROM x"
