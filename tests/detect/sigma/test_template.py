"""Trees made from templates: what is put in keeps its meaning, whatever it is."""

from sqlglot import exp, parse_one

from ringwall.detect.sigma.template import fill, join_all, join_any


def test_what_binds_loosely_is_put_in_parentheses() -> None:
    either = parse_one("a = 1 or b = 2")
    assert fill("not :part", part=either).sql() == "NOT (a = 1 OR b = 2)"
    assert fill(":part", part=either).sql() == "(a = 1 OR b = 2)"
    assert fill("2 * :part", part=-3).sql() == "2 * (-3)"


def test_a_text_is_a_constant_and_never_sql() -> None:
    filled = fill("x = :text", text="'; drop table logs.cloudtrail --")
    assert filled.sql("duckdb") == "x = '''; drop table logs.cloudtrail --'"


def test_a_part_stands_in_several_places() -> None:
    filled = fill(":part || :part", part=exp.column("a"))
    assert filled.sql("duckdb") == "a || a"


def test_many_parts_make_a_flat_tree() -> None:
    parts = [exp.column(f"c{number}") for number in range(1_000)]
    depth = 0
    level: list[exp.Expr] = [join_any(parts)]
    while level := [child for node in level for child in node.iter_expressions()]:
        depth += 1
    assert depth < 40


def test_no_parts() -> None:
    assert join_any([]).sql() == "FALSE"
    assert join_all([]).sql() == "TRUE"
