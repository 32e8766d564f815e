"""A chunk of logs judged by the detections that read them, each over its own time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from log_world import LogWorld, make_stop

from ringwall.catalog.loader import load_logs
from ringwall.detect.chunk import JudgedTime, ShownLogs, judge_time
from ringwall.detect.pending import to_micros
from ringwall.model.detection import DetectionRule
from ringwall.store.engine.embedded import EmbeddedEngine

TEN = datetime.fromisoformat("2026-01-31T10:00:00")
SQL = """select max(event_time) as at, 'all' as act, 'a' as account_id, 'r' as region, '' as actor,
  '' as resource, string_agg(event_id, ' ' order by event_time) as reason
from logs.cloudtrail having count(*) > 0"""
RULE = DetectionRule("s3.x", "", "low", "", "", SQL)
READS = {"s3.x": frozenset({"cloudtrail"}), "s3.y": frozenset({"cloudtrail"})}


@pytest.fixture
def logs(log_world: LogWorld) -> Iterator[ShownLogs]:
    log_world.add(make_stop(1), make_stop(2, minutes=30))
    log_world.add(make_stop(3, minutes=60), make_stop(4, minutes=90))
    with EmbeddedEngine(log_world.logs) as engine:
        yield ShownLogs(engine, log_world.logs, load_logs(), log_world.files)


def judge(logs: ShownLogs, since: int, until: int, window: int, last: int = 0) -> Any:
    time = JudgedTime(
        to_micros(TEN + timedelta(minutes=since)),
        to_micros(TEN + timedelta(minutes=until)),
        frozenset({"cloudtrail"}),
        {"cloudtrail": to_micros(TEN + timedelta(minutes=last))},
    )
    rule = replace(RULE, window=timedelta(minutes=window))
    (run,) = judge_time(logs, time, [rule], READS)
    assert run.failure == ""
    return " ".join(hit.reason for hit in run.hits.values())


@pytest.mark.parametrize(
    ("since", "until", "window", "seen"),
    [
        (60, 90, 0, "stop-3 stop-4"),
        (61, 95, 0, "stop-4"),
        (60, 90, 30, "stop-2 stop-3 stop-4"),
        (60, 60, 60, "stop-1 stop-2 stop-3"),
        (91, 99, 0, ""),
    ],
)
def test_a_rule_sees_what_is_new_and_its_window(
    logs: ShownLogs, since: int, until: int, window: int, seen: str
) -> None:
    assert judge(logs, since, until, window) == seen


def test_what_came_late_is_seen_with_what_followed_it(logs: ShownLogs) -> None:
    assert judge(logs, 0, 0, 60) == "stop-1"
    assert judge(logs, 0, 0, 60, last=90) == "stop-1 stop-2 stop-3"


def test_rules_of_other_logs_do_not_run(logs: ShownLogs) -> None:
    time = JudgedTime(0, 1, frozenset({"dns_query"}))
    assert list(judge_time(logs, time, [RULE], READS)) == []


def test_a_table_without_files_is_empty(logs: ShownLogs) -> None:
    logs.show(["dns_query"], TEN, TEN)
    assert logs.engine.rows("select count(*) as n from logs.dns_query") == [{"n": 0}]


def test_facts_are_prepared_over_the_widest_time(logs: ShownLogs) -> None:
    seen: list[Any] = []

    def prepare(engine: Any, sources: frozenset[str]) -> None:
        seen.append((sources, engine.rows("select count(*) as n from logs.cloudtrail")[0]["n"]))

    rules = [RULE, replace(RULE, id="s3.y", window=timedelta(minutes=60))]
    last = to_micros(TEN + timedelta(minutes=90))
    time = JudgedTime(last, last, READS["s3.x"])
    reads = READS | {"s3.y": frozenset({"cloudtrail", "address"})}
    runs = list(judge_time(logs, time, rules, reads, prepare=prepare, made={"address"}))
    assert [run.rule.id for run in runs] == ["s3.x", "s3.y"]
    assert seen == [(frozenset({"cloudtrail"}), 3)]
    assert len(list(judge_time(logs, time, rules, READS, prepare=prepare, made={"address"}))) == 2
    assert len(seen) == 1, "nothing joins them"


def test_a_rule_that_nothing_new_concerns_finds_nothing_and_does_not_run(logs: ShownLogs) -> None:
    """Its query would fail."""
    last = to_micros(TEN + timedelta(minutes=90))
    time = JudgedTime(last, last, READS["s3.x"])
    rules = [RULE, replace(RULE, id="s3.y", sql="select broken", window=timedelta(hours=1))]
    stops = ("in", "event_name", ("StopLogging",))
    deletes = ("in", "event_name", ("DeleteTrail",))
    scans = {"s3.x": {"cloudtrail": (stops,)}, "s3.y": {"cloudtrail": (deletes,)}}
    runs = {run.rule.id: run for run in judge_time(logs, time, rules, READS, scans=scans)}
    assert [hit.reason for hit in runs["s3.x"].hits.values()] == ["stop-4"]
    assert (runs["s3.y"].hits, runs["s3.y"].failure) == ({}, "")
    (failed,) = [r for r in judge_time(logs, time, rules, READS) if r.failure]
    assert failed.rule.id == "s3.y"
