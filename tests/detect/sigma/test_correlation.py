"""Correlations: their hits, and what is refused. What they mean is in `cases/correlations.yaml`."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sigma_cases import (
    SOURCE,
    load_rules,
    make_correlation_records,
    make_correlation_rules,
    open_log,
)

RULES = [
    {"name": "one", "selection": {"eventName": "A"}},
    {"name": "two", "selection": {"eventName": "B"}},
]
COUNT = {
    "type": "event_count",
    "rules": ["one"],
    "group-by": ["userIdentity.arn", "awsRegion"],
    "timespan": "1h",
    "condition": {"gte": 2},
}
EVENTS = [{"at": 60 * minute, "eventName": "A", "id": f"e{minute}"} for minute in range(100)]


def run(
    folder: Path, correlation: dict[str, Any], events: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    loaded = load_rules(
        folder, make_correlation_rules({"rules": RULES, "correlation": correlation})
    )
    assert [str(left) for left in loaded.skipped] == []
    [rule] = [rule for rule in loaded.rules if rule.id == "sigma.together"]
    with open_log(make_correlation_records(events)) as engine:
        return sorted(engine.rows(rule.sql), key=lambda row: str(row["at"]))


def test_a_hit_says_what_was_counted(tmp_path: Path) -> None:
    first, second = run(tmp_path, COUNT, EVENTS)
    assert str(first["at"]) == "2026-01-31 00:01:00"
    assert first["act"] == "arn:aws:iam::111111111111:user/alice|us-east-1|1769817600"
    assert first["count"] == 60
    assert first["reason"] == (
        "2 events within 1h; last: alice called A of iam.amazonaws.com from 192.0.2.1"
    )
    assert first["userIdentity.arn"] == "arn:aws:iam::111111111111:user/alice"
    assert (first["events"], second["events"]) == (["e1"], ["e60"])
    assert first["account_id"] == "111111111111"


def test_overlapping_runs_find_the_same_acts(tmp_path: Path) -> None:
    whole = {row["act"] for row in run(tmp_path, COUNT, EVENTS)}
    later = {row["act"] for row in run(tmp_path, COUNT, EVENTS[30:])}
    assert later == whole


def test_other_correlations_say_their_total(tmp_path: Path) -> None:
    temporal = COUNT | {"type": "temporal", "rules": ["one", "two"]}
    del temporal["condition"]
    events = [{"at": 0, "eventName": "A"}, {"at": 5, "eventName": "B", "id": "hit"}]
    [row] = run(tmp_path, temporal, events)
    assert row["total"] == 2
    assert row["reason"].startswith("2 of 2 acts within 1h; last: alice called B")
    summed = COUNT | {"type": "value_sum", "condition": {"gt": 5, "field": "requestParameters.n"}}
    [row] = run(tmp_path, summed, [{"at": 0, "eventName": "A", "requestParameters": {"n": 7}}])
    assert row["reason"].startswith("the sum of requestParameters.n within 1h is 7.0; last: ")


def test_a_correlation_looks_back_over_all_that_it_is_made_of(tmp_path: Path) -> None:
    inner = {"name": "many", "correlation": COUNT}
    outer = COUNT | {"rules": ["many"], "timespan": "2d"}
    case = {"rules": [*RULES, inner], "correlation": outer}
    loaded = load_rules(tmp_path, make_correlation_rules(case))
    windows = {rule.id: rule.window for rule in loaded.rules}
    assert windows["sigma.together"] == timedelta(days=2, hours=1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"timespan": "91d"}, "the timespan is longer than 90 days"),
        ({"timespan": "99999999999y"}, "the timespan is longer than 90 days"),
        ({"timespan": "1 hour"}, "Timespan '1 hour' is invalid"),
        ({"timespan": "0s"}, "must be greater than zero"),
        ({"type": "frequent"}, "no valid Sigma correlation type"),
        ({"rules": ["three"]}, "Rule 'three' not found"),
        ({"rules": []}, "a correlation is over 1 to 20 rules"),
        ({"rules": [0]}, "0 is no name or ID of a rule"),
        ({"group-by": ["tool"]}, "records of CloudTrail have no field tool"),
        ({"condition": {}}, "exactly one condition item"),
        ({"condition": "one and two"}, "Extended conditions"),
        ({"type": "value_count", "condition": {"gt": 1}}, "without field reference"),
        ({"type": "value_count", "condition": {"gt": 1, "field": [5]}}, "no name of a field"),
        ({"type": "value_percentile", "condition": {"gt": 1, "field": "eventName"}}, "percentile"),
        (
            {"type": "value_sum", "condition": {"gt": 1, "field": ["eventName", "awsRegion"]}},
            "numbers are taken of one field",
        ),
        (
            {"type": "temporal_ordered", "rules": ["one", "two"], "condition": {"gte": 1}},
            "only where all of its rules must match",
        ),
        (
            {"type": "temporal_ordered", "rules": ["one", "two"], "condition": "one or two"},
            "only where all of its rules must match",
        ),
        (
            {"group-by": ["key"], "aliases": {"key": {"two": "eventName"}}},
            "the alias key names no field for the rule one",
        ),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    changes: dict[str, Any], said: str, tmp_path: Path
) -> None:
    case = {"rules": RULES, "correlation": COUNT | changes}
    loaded = load_rules(tmp_path, make_correlation_rules(case))
    [left] = loaded.skipped
    assert said in left.reason
    assert left.title == "Together"
    # What it would have used runs by itself.
    assert [rule.id for rule in loaded.rules] == ["sigma.one", "sigma.two"]


def test_correlations_in_a_circle_are_refused(tmp_path: Path) -> None:
    documents = [
        {"title": "a", "name": "a", "correlation": COUNT | {"rules": ["b"]}},
        {"title": "b", "name": "b", "correlation": COUNT | {"rules": ["a"]}},
        {"title": "c", "name": "c", "correlation": COUNT | {"rules": ["c"]}},
    ]
    loaded = load_rules(tmp_path, documents)
    assert loaded.rules == ()
    assert [left.title for left in loaded.skipped] == ["a", "b", "c"]
    assert all("to itself" in left.reason for left in loaded.skipped)


def test_a_name_of_several_rules_is_none(tmp_path: Path) -> None:
    case = {"rules": [*RULES, {"name": "one", "selection": {"eventName": "C"}}]}
    loaded = load_rules(tmp_path, make_correlation_rules(case | {"correlation": COUNT}))
    assert "several rules have the name one" in loaded.skipped[0].reason


def test_a_correlation_over_a_rule_that_was_left_out_is_left_out(tmp_path: Path) -> None:
    other = {
        "title": "other",
        "name": "other",
        "logsource": SOURCE | {"service": "guardduty"},
        "detection": {"selection": {"eventName": "A"}, "condition": "selection"},
    }
    documents = [other, {"title": "Together", "correlation": COUNT | {"rules": ["other"]}}]
    loaded = load_rules(tmp_path, documents)
    assert [(left.title, left.kind) for left in loaded.skipped] == [
        ("other", "other_source"),
        ("Together", "error"),
    ]


def test_words_of_a_condition_are_read_in_capitals(tmp_path: Path) -> None:
    correlation = {"type": "temporal", "rules": ["one", "two"], "timespan": "1h"}
    events = [{"at": 0, "eventName": "A", "id": "e0"}, {"at": 60, "eventName": "B", "id": "e1"}]
    found = [
        run(tmp_path, correlation | {"condition": condition}, events)
        for condition in ("one and not two", "one AND NOT two")
    ]
    assert found[0] == found[1] != []
