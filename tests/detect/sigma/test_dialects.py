"""Other dialects than DuckDB's: each query of the cases is one there, too."""

from pathlib import Path
from typing import Any

import pytest
import sqlglot
from sigma_cases import load_rules, make_correlation_rules, make_rule, read_cases

from ringwall.detect.sigma.dialects import DIALECTS, LONGEST_QUERY, repeats_repetition
from ringwall.model.errors import BadRule
from ringwall.store.engine.portable import check_functions

SINGLE = [
    case for name in ("values", "fields", "conditions") for case in read_cases(f"{name}.yaml")
]
READ_AS = {"duckdb": "duckdb", "spark": "spark", "athena": "trino"}


def write_case(case: dict[str, Any], folder: Path) -> dict[str, str]:
    if "correlation" in case:
        loaded = load_rules(folder, make_correlation_rules(case))
    else:
        detection = case.get("detection") or {"s": case["selection"], "condition": "s"}
        loaded = load_rules(folder, [make_rule(detection)], case.get("placeholders"))
    return {dialect: loaded.write(loaded.rules[-1].id, dialect) for dialect in DIALECTS}


@pytest.mark.parametrize(
    "case", [*SINGLE, *read_cases("correlations.yaml")], ids=lambda case: case["case"]
)
def test_each_query_is_one_in_every_dialect(case: dict[str, Any], tmp_path: Path) -> None:
    written = write_case(case, tmp_path)
    check_functions(written["duckdb"])
    for dialect, sql in written.items():
        [tree] = sqlglot.parse(sql, read=READ_AS[dialect])
        assert isinstance(tree, sqlglot.exp.Select)
        assert ":" not in {node.name for node in tree.find_all(sqlglot.exp.Placeholder)}
        assert not list(tree.find_all(sqlglot.exp.Placeholder))


def test_spark_has_no_type_for_json(tmp_path: Path) -> None:
    [case] = [case for case in SINGLE if case["case"] == "a path through two lists"]
    written = write_case(case, tmp_path)
    assert "JSON[]" in written["duckdb"]
    assert "ARRAY<JSON>" not in written["spark"]
    assert "FROM_JSON(" in written["spark"]
    assert "ARRAY(JSON)" in written["athena"]


def test_different_values_of_a_window_are_counted_as_a_list(tmp_path: Path) -> None:
    [case] = [case for case in read_cases("correlations.yaml") if case["case"] == "value_count"]
    written = write_case(case, tmp_path)
    assert "COUNT(DISTINCT value) OVER" in written["duckdb"]
    for dialect, counted in (("spark", "SIZE(ARRAY_DISTINCT("), ("athena", "CARDINALITY(ARRAY_DI")):
        assert "COUNT(DISTINCT" not in written[dialect]
        assert counted in written[dialect]


def test_a_regular_expression_sees_the_beginning_of_a_text(tmp_path: Path) -> None:
    detection = {"s": {"userAgent|re": "a+b"}, "condition": "s"}
    loaded = load_rules(tmp_path, [make_rule(detection)])
    assert "4096" not in loaded.write("sigma.a_rule", "duckdb")
    assert "1, 4096) RLIKE 'a+b'" in loaded.write("sigma.a_rule", "spark")
    assert "1, 4096), 'a+b')" in loaded.write("sigma.a_rule", "athena")


def test_what_may_run_for_ever_elsewhere_is_refused_there(tmp_path: Path) -> None:
    detection = {"s": {"userAgent|re": "^(a+)+$"}, "condition": "s"}
    loaded = load_rules(tmp_path, [make_rule(detection)])
    assert loaded.write("sigma.a_rule", "duckdb")
    for dialect in ("spark", "athena"):
        with pytest.raises(BadRule, match="may run for ever on other engines"):
            loaded.write("sigma.a_rule", dialect)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(a+)+", True),
        ("(a*)*b", True),
        ("(?:a|aa)+", True),
        ("(a?b?)*", True),
        ("((a+)b)+", True),
        ("(a{1,3})+", True),
        ("(a+){2,}", True),
        ("(a+){1,50}", True),
        ("(a+){1,3}", False),
        ("(a+)?", False),
        ("(abc)+", False),
        ("(?:abc)+", False),
        ("a+b+c*", False),
        (r"(\d{1,3}\.){3}", False),
        (r"\(a+\)+", False),
        ("[(a+)]+", False),
        ("[]a+]+", False),
        ("[^]a+]+", False),
        (")+", False),
        ("(", False),
        ("[", False),
        ("\\", False),
    ],
)
def test_what_repeats_a_repetition(pattern: str, expected: bool) -> None:  # noqa: FBT001
    assert repeats_repetition(pattern) is expected


def test_a_query_has_a_limit(tmp_path: Path) -> None:
    values = ["x" * 200 + str(number) for number in range(3_000)]
    detection = {"s": {"requestParameters.a|contains": values}, "condition": "s"}
    loaded = load_rules(tmp_path, [make_rule(detection)])
    [left] = loaded.skipped
    assert left.reason == f"the query has more than {LONGEST_QUERY:,} letters"
