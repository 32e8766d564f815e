"""The functions that a rule over logs may use: every engine has them, or sqlglot translates them.

A function that only DuckDB has would make a rule that no other engine runs, found out on the day
it is needed. `tests/store/engine/test_portable.py` writes each for Spark and Trino.
"""

from ringwall.model.errors import BadInput
from ringwall.store.engine.statement import name_parts

OPERATORS = frozenset({"+", "-", "*", "/", "//", "%", "||", "->>", "~~", "!~~", "~~*", "!~~*"})
OF_TEXT = (
    "lower upper length substr substring left right replace trim ltrim rtrim concat concat_ws "
    "split_part string_split starts_with ends_with contains strpos position instr reverse lpad "
    "rpad repeat chr ascii translate md5 sha256 levenshtein regexp_matches regexp_extract "
    "regexp_extract_all regexp_replace array_to_string like_escape"
)
OF_NUMBERS = (
    "abs round floor ceil ln log2 log10 exp sqrt power pow mod sign greatest least nullif if "
    "trunc isnan"
)
OF_JSON = "json_extract_string json_array_length"
OF_LISTS = (
    "list_contains array_contains list_has array_length list_distinct list_sort list_concat "
    "list_value list_filter list_transform flatten unnest"
)
# to_hours and the like are what DuckDB makes of `interval 1 hour`.
OF_TIME = (
    "date_trunc time_bucket date_diff date_part hour minute dayofweek epoch strftime to_years "
    "to_months to_weeks to_days to_hours to_minutes to_seconds to_timestamp"
)
AGGREGATES = (
    "count count_star count_if sum avg min max bool_or bool_and any_value arg_min arg_max min_by "
    "max_by approx_count_distinct stddev stddev_pop stddev_samp variance array_agg list string_agg"
)
PORTABLE = OPERATORS.union(
    *(names.split() for names in (OF_TEXT, OF_NUMBERS, OF_JSON, OF_LISTS, OF_TIME, AGGREGATES))
)


def check_functions(sql: str) -> None:
    """Raise BadInput where a query uses a function that not every engine has."""
    if strange := name_parts(sql).calls - PORTABLE:
        raise BadInput(
            f"{min(strange)}() is not among the functions that every engine has; "
            "docs/howto/write_a_detection.md lists them"
        )
