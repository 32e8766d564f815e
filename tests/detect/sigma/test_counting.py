"""Conditions of Sigma 1 that count: the same as the correlations that say it in Sigma 2."""

from pathlib import Path
from typing import Any

import pytest
from sigma_cases import load_rules, make_correlation_records, make_rule, open_log
from sigma_evaluator import find_first

UUID = "929a690e-bef0-4204-a928-ef5e620d6fcc"
EVENTS = [
    {
        "at": at,
        "eventName": name,
        "sourceIPAddress": f"10.0.0.{host}",
        "requestParameters": {"n": number},
    }
    for at, name, host, number in [
        *((0, "A", 1, 1), (10, "A", 1, 1), (20, "A", 1, 2), (30, "B", 1, 9)),
        *((300, "A", 1, 3), (310, "A", 2, 3), (320, "A", 2, 4), (3000, "A", 2, 20)),
    ]
]


def make_counting(counting: str, timeframe: str | None = "1m", **more: Any) -> dict[str, Any]:
    detection = {"selection": {"eventName": "A"}, "condition": f"selection | {counting}"}
    if timeframe:
        detection["timeframe"] = timeframe
    return make_rule(detection, **more)


def find_hits(folder: Path, rule: dict[str, Any]) -> set[str]:
    [found] = load_rules(folder, [rule]).rules
    with open_log(make_correlation_records(EVENTS)) as engine:
        return {row["events"][0] for row in engine.rows(found.sql)}


@pytest.mark.parametrize(
    ("counting", "correlation"),
    [
        ("count() > 2", {"type": "event_count", "condition": {"gt": 2}}),
        ("COUNT( )  BY sourceIPAddress>=2", {"type": "event_count", "condition": {"gte": 2}}),
        (
            "count(requestParameters.n) by sourceIPAddress = 2",
            {"type": "value_count", "condition": {"eq": 2, "field": "requestParameters.n"}},
        ),
        (
            "sum(requestParameters.n) by sourceIPAddress, awsRegion > 3.5",
            {"type": "value_sum", "condition": {"gt": 3.5, "field": "requestParameters.n"}},
        ),
        (
            "avg(requestParameters.n) by sourceIPAddress < 2",
            {"type": "value_avg", "condition": {"lt": 2, "field": "requestParameters.n"}},
        ),
    ],
)
def test_a_count_is_a_correlation(
    counting: str, correlation: dict[str, Any], tmp_path: Path
) -> None:
    groups = [name for name in ("sourceIPAddress", "awsRegion") if name in counting]
    correlation |= {"rules": ["one"], "timespan": "1m", "group-by": groups}
    one = make_rule({"selection": {"eventName": "A"}, "condition": "selection"}, name="one")
    together = {"title": "Together", "correlation": correlation}
    expected = find_first([one], together, make_correlation_records(EVENTS))
    assert expected
    assert find_hits(tmp_path, make_counting(counting)) == expected


def test_it_is_one_detection(tmp_path: Path) -> None:
    labels = {"level": "high", "status": "stable", "tags": ["attack.t1580"], "description": "Why."}
    rule = make_counting("count() by userIdentity.arn > 5", "10m", id=UUID, **labels)
    loaded = load_rules(tmp_path, [rule])
    [found] = loaded.rules
    assert (found.id, found.severity, found.confidence) == (f"sigma.{UUID}", "high", 90)
    assert (found.attacks, found.why, found.window.seconds) == (("T1580",), "Why.", 600)
    assert (loaded.parts, loaded.skipped, loaded.notes) == (0, (), ())


def test_a_rule_that_names_no_timeframe_counts_over_an_hour(tmp_path: Path) -> None:
    rule = make_counting("count() > 5", None)
    loaded = load_rules(tmp_path, [rule])
    assert loaded.rules[0].window.seconds == 3600
    place = tmp_path / "rule.yml"
    assert loaded.notes == (f"{place}: A rule: it names no timeframe, and counts over 1h",)
    # Beside the detection, where some have it, it is read, too.
    loaded = load_rules(tmp_path, [rule | {"timeframe": "5m"}])
    assert (loaded.rules[0].window.seconds, loaded.notes) == (300, ())


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (make_counting("near other"), "`| near other` is of Sigma 1"),
        (make_counting("min(eventName) > 5"), "is of Sigma 1"),
        (make_counting("count()"), "is of Sigma 1"),
        (make_counting("count() by > 5"), "is of Sigma 1"),
        (make_counting("count() by   > 5"), "names no field after `by`"),
        (make_counting("count() by eventName, > 5"), "names no field after `by`"),
        (make_counting("sum() > 5"), "names no field"),
        (make_counting("count() > 5", "soon"), "Timespan 'soon' is invalid"),
        (make_counting("count() > 5", "200d"), "90"),
        (make_counting("count() by annotation > 5"), "the field annotation is not kept"),
        (make_rule({"a": {"annotation": 5}, "condition": "a | count() > 5"}), "annotation"),
        (make_rule({"a": {"x": 5}, "condition": "| count() > 5"}), ""),
        (make_rule({"a": {"x": 5}, "condition": "a | count() by " + "x " * 2_000}), "2,000"),
    ],
)
def test_what_cannot_be_counted_is_left_out_once(
    rule: dict[str, Any], said: str, tmp_path: Path
) -> None:
    loaded = load_rules(tmp_path, [rule])
    assert loaded.rules == ()
    [left] = loaded.skipped
    assert left.kind == "error"
    assert said in left.reason


def test_what_is_of_another_source_or_retired_is_no_error(tmp_path: Path) -> None:
    rules = [
        make_counting("near other", status="unsupported"),
        make_counting("count() > 5", logsource={"product": "windows"}),
    ]
    assert [left.kind for left in load_rules(tmp_path, rules).skipped] == [
        "retired",
        "other_source",
    ]


def test_a_correlation_refers_to_the_count_and_a_filter_to_its_events(tmp_path: Path) -> None:
    rule = make_counting("count() by sourceIPAddress > 1", id=UUID)
    several = {
        "title": "several",
        "correlation": {
            "type": "event_count",
            "rules": [UUID],
            "timespan": "1h",
            "condition": {"gte": 2},
        },
    }
    loaded = load_rules(tmp_path, [rule, several])
    assert ([found.title for found in loaded.rules], loaded.parts) == (["several"], 1)
    without = {
        "title": "not 10.0.0.1",
        "logsource": rule["logsource"],
        "filter": {
            "rules": [UUID],
            "selection": {"sourceIPAddress": "10.0.0.1"},
            "condition": "not selection",
        },
    }
    [found] = load_rules(tmp_path, [rule, without]).rules
    with open_log(make_correlation_records(EVENTS)) as engine:
        assert {row["events"][0] for row in engine.rows(found.sql)} == {"e0006"}
