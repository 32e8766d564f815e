"""Queries as Spark reads them."""

from ringwall.store.engine.spark_text import bind, name_view, write_spark


def test_a_table_of_a_schema_is_a_view() -> None:
    assert name_view("logs", "Cloudtrail") == "logs__cloudtrail"
    assert name_view("", "held") == "held"
    written = write_spark("select logs.cloudtrail.a, c.b from logs.cloudtrail, logs.cloudtrail c")
    assert "`logs__cloudtrail` AS `cloudtrail`" in written
    assert "cloudtrail.a, c.b" in written
    assert "`logs__cloudtrail` AS `c`" in written


def test_values_are_bound_as_literals() -> None:
    assert bind("select a where b = ? and c = ?", ["it's", 2]) == (
        "SELECT a WHERE b = 'it''s' AND c = 2"
    )
    assert bind("select $2, $1", [1, None]) == "SELECT NULL, 1"


def test_a_cte_stays_where_it_is() -> None:
    sql = "with a as (select 1 as x), b as (with a as (select 2 as x) select * from a) select 3"
    assert write_spark(sql).count("WITH a AS") == 2
