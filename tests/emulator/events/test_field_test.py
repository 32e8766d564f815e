"""Each comparison of EventBridge's patterns, and what AWS refuses."""

import json
from decimal import Decimal
from typing import Any

import pytest

from ringwall.emulator.events.field_test import InvalidPattern, matches_wildcard, read_test

HOLDS: list[tuple[Any, list[Any], list[Any]]] = [
    ("running", ["running"], ["Running", "", None, 1, True]),
    ("", [""], [" ", None]),
    (None, [None], ["null", "", False]),
    (True, [True], ["true", 1, False]),
    (0, [0, Decimal("0.0")], ["0", False, None]),
    (300, [300, Decimal("300.0"), Decimal("3.0E2")], ["300", 301]),
    (123456789012, [123456789012], [Decimal("123456789012.0"), "123456789012"]),
    ("10.0.0.1", ["10.0.0.1"], ["10.0.0.2", "10.0.0.01"]),
    ("2001:db8::1", ["2001:DB8:0::1"], ["2001:db8::2"]),
    ({"exactly": "a*"}, ["a*"], ["ab"]),
    ({"prefix": "2017-10"}, ["2017-10-02T18:43:48Z"], ["x2017-10", 2017, None]),
    ({"prefix": {"equals-ignore-case": "EventB"}}, ["eventbridge", "EVENTB"], ["event"]),
    ({"suffix": ".png"}, ["a.png"], ["a.PNG", 1]),
    ({"suffix": {"equals-ignore-case": ".png"}}, ["a.PNG"], [".pngx"]),
    ({"equals-ignore-case": "alice"}, ["ALICE", "Alice"], ["alic", "alices"]),
    ({"numeric": [">", 0, "<=", 5]}, [1, 5, Decimal("0.1")], [0, Decimal("5.1"), "1", True]),
    ({"numeric": ["=", Decimal("301.8")]}, [Decimal("301.80")], [301]),
    ({"cidr": "10.0.0.0/24"}, ["10.0.0.0", "10.0.0.255"], ["10.0.1.0", "::a", "x", 10]),
    ({"cidr": "10.0.0.5/24"}, ["10.0.0.5"], ["10.0.0.4"]),
    ({"cidr": "2001:db8::/32"}, ["2001:db8::5"], ["2001:db9::", "10.0.0.1"]),
    ({"exists": True}, [None, "", 0, False], []),
    ({"exists": False}, [], [None, "", 0, False]),
    ({"wildcard": "dir/*/doc.txt"}, ["dir/a/b/doc.txt"], ["dir/doc.txt", "dir/a/doc.txtx", 1]),
    ({"wildcard": r"\*\\*"}, ["*\\", "*\\x"], ["x\\"]),
    ({"anything-but": "initializing"}, ["running", "", None, 5, True], ["initializing"]),
    ({"anything-but": 123}, [124, "123", None], [123, Decimal("123.0")]),
    ({"anything-but": ["a", "b"]}, ["c"], ["a", "b"]),
    ({"anything-but": [100, 200]}, [300], [100, 200]),
    ({"anything-but": {"prefix": "init"}}, ["xinit", 1, None], ["init", "initial"]),
    ({"anything-but": {"prefix": ["a", "b"]}}, ["c"], ["a1", "b1"]),
    ({"anything-but": {"suffix": ".png"}}, [".pngx"], ["a.png"]),
    ({"anything-but": {"equals-ignore-case": ["Up", "down"]}}, ["left", None], ["UP", "Down"]),
    ({"anything-but": {"wildcard": "*/lib/*"}}, ["/bin/a", 1], ["/usr/lib/a"]),
]
REFUSED: list[tuple[Any, str]] = [
    ([], "Match value must be String, number, true, false, or null"),
    ({}, "Match expression name not found"),
    ({"EXISTS": True}, "Unrecognized match type EXISTS"),
    ({"exists": "true"}, "exists match pattern must be either true or false."),
    ({"exists": True, "prefix": "a"}, "Only one key allowed in match expression"),
    ({"prefix": 1}, "prefix match pattern must be a string"),
    ({"prefix": {"suffix": "a"}}, "Unsupported prefix pattern: suffix"),
    ({"suffix": {}}, "Suffix expression name not found"),
    ({"prefix": {"equals-ignore-case": ["a"]}}, "equals-ignore-case match pattern must be"),
    ({"prefix": {"equals-ignore-case": "a", "b": 1}}, "Only one key allowed"),
    ({"equals-ignore-case": ["a"]}, "equals-ignore-case match pattern must be a string"),
    ({"numeric": ">"}, "Value of numeric must be an array."),
    ({"numeric": []}, "Invalid member in numeric match"),
    ({"numeric": ["!", 1]}, "Unrecognized numeric range operator: !"),
    ({"numeric": ["=", "1"]}, "Value of equals must be numeric"),
    ({"numeric": ["<"]}, "Value of < must be numeric"),
    ({"numeric": ["<", 1, ">", 0]}, "Too many elements in numeric expression"),
    ({"numeric": [">", 0, 1]}, "Bad value in numeric range: 1"),
    ({"numeric": [">", 0, ">", 0]}, "Bad numeric range operator: >"),
    ({"numeric": [">", 0, "<", 1, "<"]}, "Too many terms in numeric range expression"),
    ({"numeric": [">", 1, "<", 1]}, "Bottom must be less than top"),
    ({"numeric": [">", 6_000_000_000]}, "Value must be between"),
    ({"numeric": [">", 1], "prefix": "a"}, "Too many elements in numeric expression"),
    ({"cidr": 1}, "must be a string"),
    ({"cidr": "10.0.0.0"}, "Malformed CIDR, one '/' required"),
    ({"cidr": "10.0.0.0/x"}, "Malformed CIDR, mask bits must be an integer"),
    ({"cidr": "10.0.0.0/-1"}, "Malformed CIDR, mask bits must not be negative"),
    ({"cidr": "10.0.0.0/32"}, "IPv4 mask bits must be < 32"),
    ({"cidr": "::1/128"}, "IPv6 mask bits must be < 128"),
    ({"cidr": "10.0.0.999/8"}, "Invalid IP address: 10.0.0.999"),
    ({"cidr": "host/8"}, "Nonstandard IP address: host"),
    ({"wildcard": "a**b"}, "Consecutive wildcard characters at pos 2"),
    ({"wildcard": r"a\b"}, "Invalid escape character at pos 2"),
    ({"wildcard": 1}, "wildcard match pattern must be a string"),
    ({"anything-but": None}, "Value of anything-but must be an array or single string"),
    ({"anything-but": True}, "Value of anything-but must be an array or single string"),
    ({"anything-but": [None]}, "Inside anything but list, start|null|boolean is not supported."),
    ({"anything-but": ["a", 1]}, "either all values are number or string"),
    ({"anything-but": []}, "either all values are number or string"),
    ({"anything-but": {}}, "Anything-But expression name not found"),
    ({"anything-but": {"numeric": ["=", 1]}}, "Unsupported anything-but pattern: numeric"),
    ({"anything-but": {"prefix": ""}}, "Null prefix/suffix not allowed"),
    ({"anything-but": {"suffix": [1]}}, "prefix/suffix match pattern must be a string"),
    ({"anything-but": {"prefix": {"equals-ignore-case": "a"}}}, "Value of anything-but must be"),
    ({"anything-but": {"equals-ignore-case": 1}}, "Inside anything-but/equals-ignore-case list"),
    ({"anything-but": {"wildcard": ["a", 1]}}, "wildcard match pattern must be a string"),
    ({"anything-but": {"wildcard": "a**"}}, "Consecutive wildcard characters"),
    ({"anything-but": {"prefix": "a", "suffix": "b"}}, "Too many elements"),
]


@pytest.mark.parametrize(
    ("item", "held", "failed"), HOLDS, ids=[str(item)[:60] for item, _, _ in HOLDS]
)
def test_a_comparison_holds_as_documented(item: Any, held: list[Any], failed: list[Any]) -> None:
    test = read_test(item)
    assert [value for value in held if not test.holds(value)] == []
    assert [value for value in failed if test.holds(value)] == []


def test_only_exists_false_holds_without_a_value() -> None:
    assert [item for item, _, _ in HOLDS if read_test(item).is_absence] == [{"exists": False}]


@pytest.mark.parametrize(
    ("item", "reason"), REFUSED, ids=[json.dumps(item)[:60] for item, _ in REFUSED]
)
def test_what_aws_refuses_is_refused_with_its_reason(item: Any, reason: str) -> None:
    with pytest.raises(InvalidPattern) as caught:
        read_test(item)
    assert reason in str(caught.value)


def test_a_wildcard_pattern_does_not_explode() -> None:
    assert not matches_wildcard("*".join("a" * 200) + "b", "a" * 4000)
    assert matches_wildcard("*".join("a" * 200), "a" * 4000)
