"""Numbers in Spark's words. `test_spark.py` runs them beside DuckDB's; these are how they look."""

import pytest

from ringwall.store.engine.spark_text import write_spark


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("a / 2", "a / 2"),
        ("floor(a)", "CAST(FLOOR(a) AS DOUBLE)"),
        ("log2(a)", "LOG2(a)"),
        ("chr(10)", "'\\n'"),
    ],
)
def test_a_number_keeps_its_type(sql: str, written: str) -> None:
    assert write_spark(f"select {sql} from x") == f"SELECT {written} FROM x"
