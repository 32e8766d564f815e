"""Every function that rules over logs may use is one that Spark and Trino have, too."""

import pytest
import sqlglot
from sqlglot import ErrorLevel, exp

from ringwall.model.errors import BadInput
from ringwall.store.engine.portable import (
    OPERATORS,
    PORTABLE,
    check_functions,
)
from ringwall.store.engine.statement import name_parts

TABLE = (
    "(select 'x' as a, 'y' as b, 1 as n, 1.5::double as x, ['a'] as l, timestamp '2026-01-31' as t)"
)


def words(text: str) -> list[str]:
    return text.split()


USES = {
    **{name: f"{name}(a)" for name in words("lower upper length trim ltrim rtrim reverse ascii")},
    **{name: f"{name}(a)" for name in words("md5 sha256 json_array_length")},
    **{name: f"{name}(a, 'x')" for name in words("starts_with ends_with contains strpos instr")},
    **{name: f"{name}(a, 2)" for name in words("substr substring left right repeat")},
    **{name: f"{name}(a, 3, '0')" for name in ("lpad", "rpad")},
    **{name: f"{name}(x)" for name in words("abs round floor ceil ln log2 log10 exp sqrt")},
    **{name: f"{name}(n, 2)" for name in words("power pow mod greatest least nullif")},
    **{name: f"{name}(x)" for name in words("sign trunc isnan")},
    "json_extract_string": "json_extract_string(a, '$.x')",
    **{name: f"{name}(l, 'x')" for name in words("list_contains array_contains list_has")},
    **{name: f"{name}(l)" for name in words("array_length list_distinct list_sort unnest")},
    **{name: f"{name}(t)" for name in words("hour minute dayofweek epoch")},
    **{
        f"to_{unit}": f"t + interval 2 {unit}"
        for unit in words("years months weeks days hours minutes seconds")
    },
    **{name: f"{name}(n)" for name in words("count sum avg min max any_value array_agg list")},
    **{name: f"{name}(x)" for name in words("stddev stddev_pop stddev_samp variance")},
    **{name: f"{name}(a, n)" for name in words("arg_min arg_max min_by max_by")},
    **{name: f"{name}(n > 1)" for name in words("count_if bool_or bool_and")},
    "replace": "replace(a, 'x', 'y')",
    "concat": "concat(a, b)",
    "concat_ws": "concat_ws(',', a, b)",
    "split_part": "split_part(a, '/', 2)",
    "string_split": "string_split(a, ',')",
    "position": "position('x' in a)",
    "chr": "chr(65)",
    "translate": "translate(a, 'x', 'y')",
    "levenshtein": "levenshtein(a, b)",
    "regexp_matches": "regexp_matches(a, '^x')",
    "regexp_extract": "regexp_extract(a, '(x)', 1)",
    "regexp_extract_all": "regexp_extract_all(a, '(x)y', 1)",
    "regexp_replace": "regexp_replace(a, 'x', 'y')",
    "array_to_string": "array_to_string(l, ',')",
    "if": "if(n > 1, a, b)",
    "list_concat": "list_concat(l, l)",
    "list_value": "[a, b]",
    "list_filter": "list_filter(l, lambda v: v = a)",
    "list_transform": "list_transform(l, lambda v: v || a)",
    "like_escape": "a like 'x!%%' escape '!'",
    "flatten": "flatten([l])",
    "date_trunc": "date_trunc('hour', t)",
    "time_bucket": "time_bucket(interval 1 hour, t)",
    "date_diff": "date_diff('minute', t, t)",
    "date_part": "extract(hour from t)",
    "strftime": "strftime(t, '%Y-%m-%d')",
    "to_timestamp": "to_timestamp(n)",
    "count_star": "count(*)",
    "approx_count_distinct": "approx_count_distinct(a)",
    "string_agg": "string_agg(a, ',')",
    "~~": "a like 'x%'",
    "!~~": "a not like 'x%'",
    "~~*": "a ilike 'x%'",
    "!~~*": "a not ilike 'x%'",
    "||": "a || b",
    "->>": "a ->> '$.x'",
    **{sign: f"n {sign} 2" for sign in ("+", "-", "*", "/", "//", "%")},
}
"""How each function is used."""
PASSED_ON = {"JSON_ARRAY_LENGTH", "TRANSLATE", "LPAD", "RPAD", "REPEAT", "REVERSE", "ASCII"}
"""Functions that all three have under one name, which sqlglot does not know."""


def test_every_function_is_tried() -> None:
    assert USES.keys() == PORTABLE
    assert OPERATORS < PORTABLE


@pytest.mark.parametrize("name", sorted(PORTABLE))
def test_duckdb_has_it_and_the_others_get_it_in_their_words(name: str) -> None:
    sql = f"select {USES[name]} as c from {TABLE}"
    assert name in name_parts(sql).calls
    check_functions(sql)
    for dialect in ("spark", "trino"):
        (written,) = sqlglot.transpile(
            sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE
        )
        parsed = sqlglot.parse_one(written, dialect=dialect)
        foreign = {node.name.upper() for node in parsed.find_all(exp.Anonymous)}
        assert foreign <= PASSED_ON


@pytest.mark.parametrize(
    "call",
    [
        "list_reduce(l, lambda v, w: v)",
        "hash(a)",
        "len(l)",
        "json_keys(a)",
        "json_extract(a, '$.x')",
    ],
)
def test_what_duckdb_alone_has_is_refused(call: str) -> None:
    with pytest.raises(BadInput, match=r"\(\) is not among the functions"):
        check_functions(f"select {call} as c from {TABLE}")
