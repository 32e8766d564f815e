"""The dialect of rules, as other engines are given it."""

import pytest
import sqlglot

from ringwall.store.engine.rule_dialect import RuleDialect


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("len(l)", "CARDINALITY(l)"),
        ("length(s)", "LENGTH(s)"),
        ("j ->> 'break-glass'", "JSON_EXTRACT_SCALAR(j, '$[\"break-glass\"]')"),
        ("j ->> 'a.b'", "JSON_EXTRACT_SCALAR(j, '$[\"a.b\"]')"),
        ("j ->> '$.a.b'", "JSON_EXTRACT_SCALAR(j, '$.a.b')"),
    ],
)
def test_a_list_has_a_length_and_a_name_is_no_path(sql: str, written: str) -> None:
    assert sqlglot.transpile(f"select {sql}", read=RuleDialect, write="trino") == [
        f"SELECT {written}"
    ]
