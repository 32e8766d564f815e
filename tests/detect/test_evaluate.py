"""Detections over logs: what they find, and that one that fails stops no other."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ringwall.catalog.loader import load_detections, load_watched
from ringwall.detect import evaluate
from ringwall.detect.evaluate import find_hits, run_detections
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadRule
from ringwall.store.engine.embedded import EmbeddedEngine

SQL = """select event_time as at, event_id as act, account_id, aws_region as region,
  principal_arn as actor, '' as resource, event_name as reason, {count} as count
from logs.cloudtrail"""
RULE = DetectionRule("s3.x", "", "low", "", "", SQL.format(count=1))
CODED = load_detections()["iam.session_changes_address_fast"]


def event(minute: int, **more: Any) -> dict[str, Any]:
    at = f"2026-01-31 10:{minute:02}:00"
    return {"event_time": at, "event_id": f"e{minute}", "account_id": "1", "event_name": "A"} | more


@pytest.fixture
def engine() -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_watched()["cloudtrail"], [event(1), event(2)])
        yield engine


def test_a_rule_that_fails_is_named_and_the_others_go_on(engine: EmbeddedEngine) -> None:
    broken = replace(RULE, id="s3.broken", sql=SQL.format(count="error('boom')::bigint"))
    shown: list[str] = []
    runs = list(run_detections(engine, [broken, RULE], lambda rule: shown.append(rule.id)))
    assert [(run.rule.id, len(run.hits)) for run in runs] == [("s3.broken", 0), ("s3.x", 2)]
    assert "boom" in runs[0].failure
    assert (runs[1].failure, shown) == ("", ["s3.broken", "s3.x"])
    assert runs[1].seconds > 0


def test_of_one_act_the_highest_count_is_kept(engine: EmbeddedEngine) -> None:
    counted = SQL.format(count="minute(event_time)").replace("event_id as act", "'one' as act")
    (hit,) = find_hits(engine, replace(RULE, sql=counted)).values()
    assert hit.count == 2


def test_too_many_hits_are_a_failure(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "MOST_HITS", 1)
    with pytest.raises(BadRule, match="more than 1 hits"):
        find_hits(engine, RULE)


def test_a_function_is_given_the_rows_of_one_key_in_order(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [event(9, session_arn="b"), event(8, session_arn="a"), event(3, session_arn="b")]
    given: list[dict[str, Any]] = []

    def judge(rows: Any) -> Any:
        given.append(rows.to_pydict())
        return rows[:0]

    monkeypatch.setattr(evaluate, "load_judge", lambda _: judge)
    sql = "select session_arn, event_time, event_id from logs.cloudtrail;"
    engine.create(load_watched()["cloudtrail"], rows)
    assert find_hits(engine, replace(CODED, sql=sql)) == {}
    assert [each["event_id"] for each in given] == [["e8"], ["e3", "e9"]]


@pytest.mark.parametrize(
    ("judge", "complaint"),
    [
        (lambda _: None, "returned a NoneType"),
        (lambda rows: rows, "returns no at, act"),
        (lambda rows: rows["lost"], "failed: KeyError"),
    ],
    ids=["none", "columns", "error"],
)
def test_a_function_that_fails_is_named(
    judge: Any, complaint: str, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluate, "load_judge", lambda _: judge)
    sql = "select principal_arn, event_time from logs.cloudtrail"
    engine.create(load_watched()["cloudtrail"], [event(1, principal_arn="p")])
    with pytest.raises(BadRule, match=complaint):
        find_hits(engine, replace(CODED, key="principal_arn", sql=sql))


def test_a_function_without_its_key_is_refused(engine: EmbeddedEngine) -> None:
    sql = "select event_time from logs.cloudtrail"
    with pytest.raises(BadRule, match="returns no session_arn"):
        find_hits(engine, replace(CODED, sql=sql))
