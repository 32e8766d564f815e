"""Every detection's query in the words of Athena and Spark."""

import pytest
import sqlglot

from ringwall.catalog.loader import load_detections
from ringwall.model.errors import BadInput
from ringwall.store.engine.dialects import write_dialect

RULES = load_detections()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_each_detection_has_words_in_athena_and_spark(rule: object) -> None:
    sql = str(vars(rule)["sql"])
    assert sqlglot.parse_one(write_dialect(sql, "athena"), dialect="athena")
    written = write_dialect(sql, "spark")
    assert sqlglot.parse_one(written, dialect="spark")
    assert "logs." not in written.split("'")[0]


def test_a_query_is_its_own_in_duckdb() -> None:
    assert write_dialect(" select 1\n", "duckdb") == "select 1"


def test_what_is_no_query_is_refused() -> None:
    with pytest.raises(BadInput, match="athena has no words"):
        write_dialect("select from where", "athena")
