"""Conditions: what is refused, and how big they may be. What they mean is in `cases/`."""

from pathlib import Path
from typing import Any

import pytest
from sigma_cases import load_rules, make_record, make_rule, open_log

from ringwall.detect.sigma.conditions import MAX_VALUES


def find_reason(folder: Path, detection: dict[str, Any]) -> str:
    loaded = load_rules(folder, [make_rule(detection)])
    assert loaded.rules == ()
    [left] = loaded.skipped
    assert left.kind == "error"
    return left.reason


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ({"userAgent|expand": "%unknown%"}, "the placeholder %unknown% has no values"),
        ({"userAgent|re|expand": "a%unknown%b"}, "the placeholder %unknown% has no values"),
        ({"userAgent|shout": "x"}, "Unknown modifier 'shout'"),
        ({"userAgent|re": "("}, "is invalid"),
        ({"userAgent|re": "(?=a)b"}, "is invalid"),
        ({"userAgent|re": "((a{100}){100}){100}"}, "is invalid"),
        ({"sourceIPAddress|cidr": "10.0.0.1/8"}, "Invalid CIDR"),
        ({"sourceIPAddress|lt": "many"}, "incompatible to value type"),
        ({"userAgent|base64": "a*"}, "wildcards is not allowed"),
        ({"userAgent|fieldref": "annotation"}, "the field annotation is not kept"),
        ({"annotation": "x"}, "the field annotation is not kept"),
        ({"|cidr": "10.0.0.0/8"}, "needs a field"),
        ([""], "a keyword is empty"),
    ],
)
def test_what_no_event_can_be_asked_is_an_error(selection: Any, said: str, tmp_path: Path) -> None:
    detection = {"selection": selection, "condition": "selection"}
    assert said in find_reason(tmp_path, detection)


@pytest.mark.parametrize(
    "condition",
    [
        "unknown",
        "1 of other*",
        "selection and",
        "(selection",
        "2 of them",
    ],
)
def test_a_condition_that_is_none_is_an_error(condition: str, tmp_path: Path) -> None:
    assert find_reason(tmp_path, {"selection": {"eventName": "X"}, "condition": condition})


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("(" * 31 + "selection" + ")" * 31, "more than 30 brackets"),
        ("not " * 31 + "selection", "more than 30 brackets or negations"),
        ("selection or " * 200 + "selection", "more than 2,000 letters"),
    ],
)
def test_a_condition_has_limits(condition: str, said: str, tmp_path: Path) -> None:
    assert said in find_reason(tmp_path, {"selection": {"eventName": "X"}, "condition": condition})


def test_a_condition_within_the_limits_is_quick_to_parse(tmp_path: Path) -> None:
    condition = "(" * 30 + "selection" + ")" * 30
    detection = {"selection": {"eventName": "X"}, "condition": condition}
    assert len(load_rules(tmp_path, [make_rule(detection)]).rules) == 1


def test_thousands_of_values_run(tmp_path: Path) -> None:
    values = [f"Some*Name{number}" for number in range(3_000)]
    detection = {"selection": {"eventName": values}, "condition": "selection"}
    [rule] = load_rules(tmp_path, [make_rule(detection)]).rules
    with open_log([make_record({"eventName": "SomeOtherName2999"}, "e1")]) as engine:
        assert [row["act"] for row in engine.rows(rule.sql)] == ["e1"]


def test_too_many_values_are_refused(tmp_path: Path) -> None:
    values = [f"n{number}" for number in range(MAX_VALUES + 1)]
    detection = {"selection": {"eventName": values}, "condition": "selection"}
    assert find_reason(tmp_path, detection) == "the rule has more than 10,000 values"
    detection["selection"] = {"eventName": values[1:]}
    assert len(load_rules(tmp_path, [make_rule(detection)]).rules) == 1
