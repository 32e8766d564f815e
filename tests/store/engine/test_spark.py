"""The engine on Spark: what it finds is what DuckDB finds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ringwall.audit.examples import answer_example
from ringwall.catalog.loader import load_detections, load_judged, load_rules, load_watched
from ringwall.detect.examples import find_example_hits
from ringwall.model.detection import DetectionRule, Hit
from ringwall.model.errors import BadInput, DamagedSnapshot
from ringwall.model.rule import Example, Rule
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.portable import PORTABLE
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.spark import SparkEngine
from ringwall.store.engine.statement import name_parts

pytestmark = pytest.mark.needs("java")
TABLES = load_watched()
DETECTIONS = load_detections()
CLOUDTRAIL = TABLES["cloudtrail"]
NOON = datetime(2026, 1, 31, 12)  # noqa: DTZ001 -- times of tables are UTC, naive
VALUES = """(select * from (values
  ('ab/cd', 'A', 3, ['x', null, 'y'], timestamp '2026-01-31 10:59:30', '{"a": [{"b": "1"}, {"c": 2}, {"b": 3}], "t": "x"}'),
  ('a\\b', 'b', null, ['x'], timestamp '2026-02-28 11:00:10.5', '{"a": "x", "t": {"u": [1, "2"]}}'),
  (null, '', -7, null, timestamp '2026-01-31 23:59:59', '{"t": null}'),
  ('AB/', 'a', 0, [], null, '{}'),
  ('x', 'a', 2, [null, 'x', 'x'], timestamp '2026-01-05 00:00:00', null)) as v(s, u, n, l, t, j)) as x"""  # noqa: E501
"""Rows in which what engines differ about is found: NULL, case, escapes, signs, empty lists."""


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    with SparkEngine("local[1]") as engine:
        yield engine


@pytest.fixture(scope="module")
def duckdb() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as engine:
        yield engine


EXPRESSIONS = (
    "n / 2",
    "n // 2",
    "n % 4",
    "n / 0",
    "upper(s) || u",
    "concat(s, u)",
    "concat_ws('-', s, u)",
    "s like 'a\\b'",
    "s like u || '%'",
    "s ilike u || '%'",
    "s like 'ab!/%' escape '!'",
    "s > u",
    "greatest(n, 1)",
    "regexp_matches(s, 'B', 'i')",
    "regexp_matches(s, '^ab/\\w+$')",
    "regexp_extract(s, '(.)/(.)', 2)",
    "regexp_extract(s, 'b.')",
    "regexp_extract_all(s, '([a-z])', 1)",
    "regexp_replace(s, '[ab](.)', '<\\1$>')",
    "regexp_replace(s, '[ab]', '', 'g')",
    "split_part(s, '/', 2)",
    "split_part(s, '/', -1)",
    "string_split(s, '/')",
    "starts_with(s, u)",
    "contains(s, u)",
    "strpos(s, 'b')",
    "left(s, 2)",
    "substr(s, 2, 2)",
    "levenshtein(s, u)",
    "l[1]",
    "l[1:2]",
    "array_to_string(l, '+')",
    "list_contains(l, 'x')",
    "array_length(l)",
    "list_filter(l, lambda e: e = 'y')",
    "list_transform(l, lambda e: e || '!')",
    "json_extract_string(j, '$.t')",
    "json_extract_string(j, '$.t.u')",
    "json_extract_string(j, '$.a[0].b')",
    "json_extract_string(j, '$.a[*].b')",
    "json_extract_string(j, '$.a[*]')",
    "json_array_length(j, '$.a')",
    "try_cast(s as bigint)",
    "t::text",
    "(n > 1)::text",
    "strftime(t, '%Y-%m-%dT%H')",
    "date_trunc('day', t)",
    "date_trunc('week', t)::text",
    "time_bucket(interval 15 minutes, t)",
    "time_bucket(interval 7 days, t)",
    "date_diff('minute', timestamp '2026-01-31 10:58:40', t)",
    "epoch(t)",
    "dayofweek(t)",
    "extract(hour from t)",
    "t + interval 2 days",
    "t - interval 3 hours",
    "t - interval 90 minutes",
    "t + interval 10 seconds",
    "t - interval 1 month",
    "t + interval 1 year",
    "t - interval 2 weeks",
    "minute(t)",
    "hour(t)",
    "year(t)",
    "to_timestamp(n + 0.5)::timestamp",
    "cast(t as date)::text",
    "lower(s)",
    "length(s)",
    "substring(s, 2)",
    "right(s, 2)",
    "replace(s, 'b', 'xx')",
    "trim(s, 'a')",
    "ltrim(s, 'a')",
    "rtrim(s, 'd')",
    "trim(' x ')",
    "ends_with(s, 'd')",
    "instr(s, 'b')",
    "position('b' in s)",
    "reverse(s)",
    "lpad(s, 4, '*')",
    "rpad(s, 2, '*')",
    "repeat(s, 2)",
    "chr(10)",
    "chr(8364)",
    "ascii(s)",
    "translate(s, 'ab', 'x')",
    "md5(s)",
    "sha256(s)",
    "like_escape(s, 'ab!/%', '!')",
    "s not like 'a%'",
    "s not ilike 'a%'",
    "regexp_full_match(s, 'a|ab/cd')",
    "regexp_full_match(s || chr(10), 'x')",
    "string_split_regex(s, '[/b]')",
    "abs(n)",
    "round(n / 2, 1)",
    "floor(n / 2)",
    "floor(n)",
    "ceil(n / 2)",
    "trunc(n / 2)",
    "trunc(n)::text",
    "round(ln(n + 10), 9)",
    "round(log2(n + 15), 9)",
    "log10(n + 107)",
    "exp(n)",
    "sqrt(n + 10)",
    "power(n, 2)",
    "pow(2, n)",
    "mod(n, 4)",
    "sign(n)",
    "isnan(n::double)",
    "isnan('nan'::double)",
    "least(n, 1)",
    "nullif(n, 0)",
    "if(n > 0, 'a', 'b')",
    "n * 2 - 1",
    "len(l)",
    "l[-1]",
    "l[0]",
    "list_contains(l, 'z')",
    "list_contains(l, u)",
    "array_contains(l, 'x')",
    "list_has(l, 'x')",
    "'z' in l",
    "u not in l",
    "n in (3, 4) is false",
    "(n > 1) is not true",
    "('0x' || left(md5(s), 16))::ubigint::hugeint - 1 > 9",
    "try_cast('0x' || s as ubigint) is null",
    "list_has_any(l, ['y', 'z'])",
    "list_has_any(l, ['z', null])",
    "list_has_all(l, ['x', 'y'])",
    "list_has_all(l, ['x', null])",
    "list_any_value(l)",
    "list_sort(l)",
    "list_sort(list_distinct(l))",
    "list_concat(l, ['q'])",
    "flatten([l, ['z']])",
    "[s, u]",
    "j ->> '$.t'",
    "j ->> 't'",
    "j ->> 'a.b'",
    "j::json ->> 't'",
)


def test_an_expression_means_the_same(spark: SparkEngine, duckdb: EmbeddedEngine) -> None:
    sql = write_all(EXPRESSIONS, "order by t nulls last")
    assert read_all(spark, sql, EXPRESSIONS) == read_all(duckdb, sql, EXPRESSIONS)


AGGREGATES = (
    "array_agg(s order by t)",
    "array_agg(s order by t desc) filter (where n > 0)",
    "array_agg(s order by t) filter (where n > 100)",
    "array_agg(distinct left(s, 1) order by left(s, 1)) filter (where s is not null)",
    "string_agg(s, ', ' order by t)",
    "count(distinct lower(left(s, 1)))",
    "arg_max(u, t)",
    "bool_or(n > 1)",
    "sum(n)",
    "avg(n)",
    "count(*) filter (where n is null)",
    "count(n)",
    "count_if(n > 0)",
    "min(s)",
    "max(t)",
    "bool_and(n > -10)",
    "any_value(case when n = 3 then s end)",
    "arg_min(s, n)",
    "arg_max(s, n) filter (where n < 3)",
    "arg_min(s, n) filter (where n < 0)",
    "min_by(u, t)",
    "max_by(u, t)",
    "approx_count_distinct(u)",
    "round(stddev(n), 9)",
    "round(stddev_pop(n), 9)",
    "round(stddev_samp(n), 9)",
    "round(variance(n), 9)",
    "stddev(n) filter (where n = 3)",
    "list(n order by n)",
)


def test_every_function_that_rules_may_use_is_tried() -> None:
    sql = write_all(EXPRESSIONS), write_all(AGGREGATES), "select unnest(l) from x"
    assert frozenset().union(*(name_parts(each).calls for each in sql)) >= PORTABLE


def test_a_list_becomes_rows(spark: SparkEngine, duckdb: EmbeddedEngine) -> None:
    sql = (
        f"select e, count(*) as n from (select unnest(l) as e from {VALUES}) group by e order by e"
    )
    assert spark.rows(sql) == duckdb.rows(sql)


def test_an_aggregate_means_the_same(spark: SparkEngine, duckdb: EmbeddedEngine) -> None:
    sql = write_all(AGGREGATES)
    assert read_all(spark, sql, AGGREGATES) == read_all(duckdb, sql, AGGREGATES)


def write_all(expressions: Sequence[str], more: str = "") -> str:
    columns = ", ".join(f"{each} as c{n}" for n, each in enumerate(expressions))
    return f"select {columns} from {VALUES} {more}"


def read_all(engine: Engine, sql: str, expressions: Sequence[str]) -> dict[str, str]:
    """Return the values of each expression; as texts, for no NaN is like another."""
    rows = engine.rows(sql)
    return {each: repr([row[f"c{n}"] for row in rows]) for n, each in enumerate(expressions)}


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("select json_extract(j, '$.a') from x", "json_extract_string"),
        ("select s glob 'a*' from x", "DuckDB's alone"),
        ("select json_type(j, '$.a') from x", "DuckDB's alone"),
        ("select j ->> s from x", "path of JSON"),
        ("select l[n] from x", "has a number"),
        ("select chr(n) from x", "takes a number"),
        ("select list_filter(l, lambda e, i: i > 1) from x", "takes one value"),
        ("select regexp_full_match(s, u) from x", "as a text"),
        ("select strftime(t, '%G') from x", "%G"),
        ("select time_bucket(interval 1 month, t) from x", "fixed"),
        ("select date_diff('year', t, t) from x", "date_diff"),
        ("select array_agg(s order by t, n desc) from x", "ordered"),
        ("select array_agg(distinct s order by t) from x", "own order"),
        ("select regexp_replace(s, u, 'x') from x", "regexp_replace"),
        ("select lost from (select 1 as n)", "lost"),
        ("select from", "SQL failed"),
    ],
)
def test_what_spark_cannot_do_is_refused(sql: str, complaint: str, spark: SparkEngine) -> None:
    with pytest.raises(BadInput, match=complaint):
        spark.rows(sql)


def test_it_writes_no_files(spark: SparkEngine, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="writes no files"):
        spark.write_parquet("select 1", tmp_path / "x")


def test_tables_are_held_and_dropped(spark: SparkEngine) -> None:
    spark.create(CLOUDTRAIL, [{"event_id": "e", "event_time": "2026-01-31T10:00:00Z"}])
    sql = "select event_id, event_time, mfa from logs.cloudtrail"
    assert list(spark.stream(sql)) == [("e", NOON - timedelta(hours=2), None)]
    assert spark.column_types(sql) == {
        "event_id": "TEXT",
        "event_time": "TIMESTAMP",
        "mfa": "BOOLEAN",
    }
    spark.hold_query("held", sql)
    spark.hold_rows("named", {"id": "TEXT"}, [["e"]])
    assert spark.rows(
        "select count(*) as n from held join named on id = event_id where id = $1", ["e"]
    )
    spark.drop("held", "named", "never")
    with pytest.raises(BadInput, match="held"):
        spark.rows("select 1 from held")
    with pytest.raises(BadInput, match="SQL failed"):
        spark.create(CLOUDTRAIL, [{"event_time": "soon"}])


def test_files_are_shown_cut_to_a_time(spark: SparkEngine, tmp_path: Path) -> None:
    files = []
    for number, columns in enumerate(("event_time, event_id", "event_time, event_id, error_code")):
        rows = [
            {"event_id": f"e{number}", "error_code": "x", "event_time": NOON},
            {"event_id": f"f{number}", "error_code": "x", "event_time": NOON + timedelta(days=1)},
        ]
        files.append(tmp_path / f"{number}.parquet")
        with EmbeddedEngine(tmp_path, threads=1) as writer:
            writer.create(CLOUDTRAIL, rows)
            writer.write_parquet(f"select {columns} from logs.cloudtrail", files[-1])
    sql = "select event_id, error_code, actor_arn from logs.cloudtrail order by event_id"
    sql = sql.replace("actor_arn", "principal_arn")
    spark.show_logs(CLOUDTRAIL, files, NOON, NOON + timedelta(hours=1))
    assert list(spark.stream(sql)) == [("e0", None, None), ("e1", "x", None)]
    spark.attach_all(CLOUDTRAIL, tmp_path, "*.parquet")
    assert len(spark.rows(sql)) == 4
    spark.show_logs(CLOUDTRAIL, [], NOON, NOON)
    assert spark.rows(sql) == []
    (tmp_path / "2.parquet").write_bytes(b"no Parquet")
    with pytest.raises(DamagedSnapshot, match="cloudtrail: cannot be read"):
        spark.attach(CLOUDTRAIL, tmp_path / "2.parquet", [])


def count_rows(rows: pa.Table) -> pa.Table:
    return pa.table({"at": rows["event_time"][:1], "n": [rows.num_rows]})


def test_a_function_is_given_the_rows_of_one_key_where_they_are(spark: SparkEngine) -> None:
    rows = [
        {"event_id": f"e{n}", "event_time": NOON + timedelta(hours=-n), "session_arn": arn}
        for n, arn in enumerate(("a", "b", "a", None))
    ]
    spark.create(CLOUDTRAIL, rows)
    sql = "select session_arn, event_time from logs.cloudtrail"
    found = [table.to_pylist() for table in spark.map_groups(sql, "session_arn", count_rows)]
    assert sorted(found, key=str) == [
        [{"at": NOON - timedelta(hours=2), "n": 2}],
        [{"at": NOON - timedelta(hours=1), "n": 1}],
    ]


def spread(example: Example) -> Example:
    """Return the example with no two rows of a log at one time: which is last is no chance then."""
    tables: dict[str, tuple[Mapping[str, Any], ...]] = dict(example.tables)
    for name in tables.keys() & {n for n, table in TABLES.items() if table.schema == "logs"}:
        times = [str(row.get("event_time", "2026-01-31T10:00:00")) for row in tables[name]]
        tables[name] = tuple(
            {
                **row,
                "event_time": datetime.fromisoformat(at).replace(tzinfo=None)
                + timedelta(microseconds=n),
            }
            for n, (row, at) in enumerate(zip(tables[name], times, strict=True))
        )
    return replace(example, tables=tables)


def find_both(
    rule: DetectionRule, example: Example, spark: Engine, duckdb: Engine
) -> tuple[dict[str, Hit], dict[str, Hit]]:
    """Return the hits on both; a list that a query gives no order has none here."""
    same = spread(example)
    found = [find_example_hits(rule, same, TABLES, engine) for engine in (spark, duckdb)]
    on_spark, on_duckdb = (
        {
            uid: replace(
                hit, events=tuple(sorted(hit.events)), entities=tuple(sorted(hit.entities))
            )
            for uid, hit in hits.items()
        }
        for hits in found
    )
    return on_spark, on_duckdb


def choose_sample() -> Iterator[DetectionRule]:
    """Yield detections until each function that one uses is tried: the smallest do not matter."""
    tried: set[str] = set()
    calls = {rule.id: name_parts(rule.sql).calls for rule in DETECTIONS.values()}
    for name in sorted(calls, key=lambda name: (-len(calls[name]), name)):
        if calls[name] - tried or DETECTIONS[name].is_code:
            tried |= calls[name]
            yield DETECTIONS[name]


@pytest.mark.parametrize("rule", list(choose_sample()), ids=lambda rule: rule.id)
def test_a_detection_finds_the_same_on_both(
    rule: DetectionRule, spark: SparkEngine, duckdb: EmbeddedEngine
) -> None:
    example = next(example for example in rule.examples if example.expect == "hit")
    on_spark, on_duckdb = find_both(rule, example, spark, duckdb)
    assert on_spark == on_duckdb


@pytest.mark.slow
@pytest.mark.parametrize("rule", DETECTIONS.values(), ids=DETECTIONS.keys())
def test_each_example_of_a_detection_is_the_same_on_both(
    rule: DetectionRule, spark: SparkEngine, duckdb: EmbeddedEngine
) -> None:
    for example in rule.examples:
        on_spark, on_duckdb = find_both(rule, example, spark, duckdb)
        assert on_spark == on_duckdb, rule.locate_example(example)


CONTROLS = load_rules()
JUDGED = load_judged()


@pytest.mark.slow
@pytest.mark.parametrize("rule", CONTROLS.values(), ids=CONTROLS.keys())
def test_each_example_of_a_control_is_the_same_on_both(
    rule: Rule, spark: SparkEngine, duckdb: EmbeddedEngine
) -> None:
    for example in rule.examples:
        on_spark = answer_example(rule, example, JUDGED, spark)
        assert on_spark == answer_example(rule, example, JUDGED, duckdb), example.line
