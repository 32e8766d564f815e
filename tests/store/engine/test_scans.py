"""What rows a query can use: a row that no scan lets through changes nothing."""

import json
from collections.abc import Mapping
from itertools import product

import pytest

from ringwall.catalog.loader import load_detections, load_watched
from ringwall.model.table import Table, moment, text
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.reads import find_log_scans
from ringwall.store.engine.scans import ANY, as_json, from_json, may_pass

LOG = Table(
    name="calls",
    schema="logs",
    enveloped=False,
    doc="Calls.",
    columns=(
        moment("event_time", "", "When."),
        text("service", "", "Which."),
        text("name", "", "What."),
        text("error", "", "How."),
    ),
)
S3 = ("in", "service", ("s3",))


def scan(sql: str) -> object:
    return find_log_scans(sql, [LOG]).get("calls")


@pytest.mark.parametrize(
    ("where", "predicate"),
    [
        ("service = 's3'", S3),
        ("service in ('s3', 'ec2')", ("in", "service", ("ec2", "s3"))),
        ("service = 's3' and error = ''", ("and", (S3, ("in", "error", ("",))))),
        ("(service = 's3' or name = 'Put')", ("or", (S3, ("in", "name", ("Put",))))),
        ("lower(name) = 'put'", ("in", "lower name", ("put",))),
        ("service = 's3' and name like 'Put%'", S3),
        ("service = 's3' or name like 'Put%'", ANY),
        ("not service = 's3'", ANY),
        ("service <> 's3'", ANY),
        ("service = name", ANY),
        ("upper(service) = 'S3'", ANY),
        ("service in (select 's3')", ANY),
        ("service in ('s3', name)", ANY),
        ("service = 's3' is not false", ANY),
        ("coalesce(service, 's3') = 's3'", ANY),
    ],
)
def test_conditions_on_plain_columns_are_told(where: str, predicate: object) -> None:
    assert scan(f"select name from logs.calls where {where}") == (predicate,)


@pytest.mark.parametrize(
    ("sql", "scans"),
    [
        ("select name from logs.calls", (ANY,)),
        ("select c.name from logs.calls c where c.service = 's3'", (S3,)),
        ("with a as (select * from logs.calls where service = 's3') select name from a", (S3,)),
        (
            (
                "select a.name from logs.calls a join logs.calls b on b.name = a.name "
                "and b.service = 's3' where a.error = ''"
            ),
            (("in", "error", ("",)), S3),
        ),
        # A row of the left side stays, whatever the join says of it.
        (
            (
                "select a.name from logs.calls a left join logs.calls b on a.service = 's3' "
                "and b.service = 's3'"
            ),
            (ANY, S3),
        ),
        (
            (
                "select a.name from logs.calls a right join logs.calls b on a.service = 's3' "
                "and b.service = 's3'"
            ),
            (ANY,),
        ),
        (
            (
                "select a.name from logs.calls a where a.service = 's3' and not exists "
                "(select 1 from logs.calls b where b.name = 'Put' and b.error = a.error)"
            ),
            (S3, ("in", "name", ("Put",))),
        ),
        # The nearest row is taken, and then asked: one that is left out makes way for another.
        (
            (
                "select a.name from logs.calls a asof join logs.calls b "
                "on a.event_time >= b.event_time where b.service = 's3' and a.service = 's3'"
            ),
            (ANY,),
        ),
        (
            (
                "select name from logs.calls where service = 's3' union all "
                "select name from logs.calls where service = 's3'"
            ),
            (S3,),
        ),
        ("select count(*) as n from (select 1 from logs.calls where service = 's3')", (S3,)),
    ],
)
def test_each_scan_of_a_query_is_told(sql: str, scans: object) -> None:
    found = scan(sql)
    assert isinstance(found, tuple)
    assert isinstance(scans, tuple)
    assert set(found) == set(scans)


@pytest.mark.parametrize(
    ("predicate", "passes"),
    [
        (ANY, True),
        (S3, True),
        (("in", "service", ("ec2",)), False),
        (("in", "lower name", ("put",)), True),
        (("in", "lower name", ("get",)), False),
        (("in", "unheard", ("of",)), True),
        (("and", (S3, ("in", "name", ("Get",)))), False),
        (("or", (S3, ("in", "name", ("Get",)))), True),
        (("or", (("in", "service", ("ec2",)), ("in", "name", ("Get",)))), False),
    ],
)
def test_a_row_may_pass_unless_a_condition_says_no(
    *, predicate: tuple[object, ...], passes: bool
) -> None:
    assert may_pass(predicate, {"service": "s3", "name": "Put"}) == passes


def test_scans_survive_json() -> None:
    sql = "select name from logs.calls where (service = 's3' and error = '') or name = 'Put'"
    scans = find_log_scans(sql, [LOG])
    assert from_json(json.loads(json.dumps(as_json(scans)))) == scans


QUERIES = (
    "select name, error from logs.calls where service = 's3' and error = ''",
    (
        "select a.name, b.error from logs.calls a left join logs.calls b "
        "on b.service = 'ec2' and b.name = a.name where a.service = 's3'"
    ),
    (
        "select a.name, count(*) as n from logs.calls a where a.service in ('s3', 'ec2') "
        "and not exists (select 1 from logs.calls b where b.name = 'Put' and b.error = a.error) "
        "group by a.name having count(*) > 1"
    ),
    (
        "select name, row_number() over (order by error, name, service) as n from logs.calls "
        "where lower(service) = 's3' and (name = 'Get' or error = 'Denied')"
    ),
    (
        "select a.name, b.name as other from logs.calls a full join logs.calls b "
        "on a.name = b.name and b.service = 's3' where a.service = 's3' or b.service = 's3'"
    ),
)


@pytest.mark.parametrize("sql", QUERIES, ids=range(len(QUERIES)))
def test_rows_that_no_scan_lets_through_change_nothing(sql: str) -> None:
    """Of all rows that there can be, those that may pass alone give the same answer."""
    values = product(("s3", "ec2", "S3"), ("Get", "Put"), ("", "Denied"))
    rows: list[dict[str, object]] = [
        {"event_time": None, "service": service, "name": name, "error": error}
        for service, name, error in values
    ]
    scans = find_log_scans(sql, [LOG])["calls"]
    left = [row for row in rows if any(may_pass(each, _texts(row)) for each in scans)]
    assert _answer(sql, rows) == _answer(sql, left)


def _texts(row: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in row.items() if value is not None}


def _answer(sql: str, rows: list[dict[str, object]]) -> list[str]:
    with EmbeddedEngine() as engine:
        engine.create(LOG, rows)
        return sorted(map(str, engine.rows(sql)))


def test_most_detections_say_which_calls_they_are_about() -> None:
    tables = load_watched().values()
    told = asked = 0
    for rule in load_detections().values():
        scans = find_log_scans(rule.sql, tables).get("cloudtrail")
        if scans is not None:
            asked += 1
            told += ANY not in scans
    assert told > 0.9 * asked
