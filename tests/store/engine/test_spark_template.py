"""Spark's words with parts put in."""

import sqlglot
from sqlglot import exp

from ringwall.store.engine.spark_template import fill, quote


def test_a_part_that_is_an_operation_stays_one_value() -> None:
    made = fill("A * 2 + B", A=sqlglot.parse_one("x + 1"), B=exp.column("y"))
    assert made.sql("spark") == "(x + 1) * 2 + y"


def test_a_text_is_quoted() -> None:
    assert quote("it's").sql("spark") == r"'it\'s'"
