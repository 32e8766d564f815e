"""Conditions against contexts: AWS's tables of operators, absence, several values, and unknown."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.evaluation.conditions import compile_condition
from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.language.operators import read_operator
from ringwall.reason.iam.language.policy import Condition
from ringwall.reason.iam.language.ternary import Ternary

OFFICE = "203.0.113.0/24"


def holds(
    operator: str, values: Any, context: Any = (), *, variables: bool = True, key: str = "k"
) -> Ternary:
    """Return whether a condition on `k` holds where `k` has these values."""
    listed = values if isinstance(values, list) else [values]
    condition = Condition(read_operator(operator), key, tuple(listed))
    known = context if isinstance(context, dict) else {"k": context}
    return compile_condition(condition, variables=variables).holds(RequestContext(known))


@pytest.mark.parametrize(
    ("operator", "value", "given_value", "expected"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", "A", False),
        ("StringEquals", "a*", "ab", False),
        ("StringEquals", "a*", "a*", True),
        ("StringNotEquals", "a", "b", True),
        ("StringNotEquals", "a", "a", False),
        ("StringEqualsIgnoreCase", "aB", "Ab", True),
        ("StringNotEqualsIgnoreCase", "aB", "Ab", False),
        ("StringLike", "a*c?", "abcd", True),
        ("StringLike", "a*c?", "abc", False),
        ("StringNotLike", "a*", "abc", False),
        ("StringNotLike", "a*", "b", True),
        ("NumericEquals", "1.0", "1", True),
        ("NumericNotEquals", "1", "2", True),
        ("NumericLessThan", "10", "9", True),
        ("NumericLessThan", "10", "10", False),
        ("NumericLessThanEquals", "10", "10", True),
        ("NumericGreaterThan", "10", "11", True),
        ("NumericGreaterThanEquals", "10", "9", False),
        ("NumericEquals", "ten", "10", False),
        ("NumericNotEquals", "ten", "10", True),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2025-12-31", True),
        ("DateGreaterThan", "2026-01-01T00:00:00Z", "1767225601", True),
        ("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", True),
        ("Bool", "true", "TRUE", True),
        ("Bool", "false", "true", False),
        ("Bool", "maybe", "true", False),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
        ("BinaryEquals", "QmluYXJ5", "QmluYXJ6", False),
        ("IpAddress", OFFICE, "203.0.113.9", True),
        ("IpAddress", OFFICE, "203.0.114.9", False),
        ("NotIpAddress", OFFICE, "203.0.114.9", True),
        ("IpAddress", "2001:db8::/32", "2001:db8::1", True),
        ("IpAddress", "2001:db8::/32", "203.0.113.9", False),
        ("ArnEquals", "arn:aws:sns:*:1:t", "arn:aws:sns:eu-west-1:1:t", True),
        ("ArnLike", "arn:aws:sns:*:t", "arn:aws:sns:eu-west-1:1:t", False),
        ("StringLike", "arn:aws:sns:*:t", "arn:aws:sns:eu-west-1:1:t", True),
        ("ArnNotLike", "arn:aws:s3:::b", "arn:aws:s3:::c", True),
    ],
)
def test_one_value_is_compared_as_the_operator_says(
    operator: str, value: str, given_value: str, *, expected: bool
) -> None:
    assert holds(operator, value, given_value) is expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("NumericLessThan", False),
        ("NotIpAddress", True),
        ("Bool", False),
        ("ForAllValues:StringEquals", True),
        ("ForAllValues:StringNotEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", True),
    ],
)
def test_a_key_that_is_absent(operator: str, *, expected: bool) -> None:
    assert holds(operator, "a") is expected


@pytest.mark.parametrize(
    ("operator", "present", "absent"),
    [("true", False, True), ("false", True, False), ("TRUE", False, True), ("x", False, False)],
)
def test_null_asks_for_presence(operator: str, *, present: bool, absent: bool) -> None:
    assert holds("Null", operator, "a") is present
    assert holds("Null", operator) is absent
    assert holds("Null", operator, {"k": None}) is None


@pytest.mark.parametrize(
    ("operator", "policy", "request_values", "expected"),
    [
        ("StringEquals", ["a", "b"], ["b"], True),
        ("StringNotEquals", ["a", "b"], ["b"], False),
        ("StringNotEquals", ["a", "b"], ["c"], True),
        ("StringEquals", ["a"], ["a", "b"], True),
        ("StringNotEquals", ["a"], ["a", "b"], False),
        ("ForAllValues:StringEquals", ["a", "b"], ["a"], True),
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "c"], False),
        ("ForAllValues:StringEquals", ["a"], ["", "a"], True),
        ("ForAnyValue:StringEquals", ["a", "b"], ["c", "b"], True),
        ("ForAnyValue:StringEquals", ["a", "b"], ["c"], False),
        ("ForAnyValue:StringNotEquals", ["a"], ["a", "b"], True),
        ("ForAnyValue:StringNotEquals", ["a"], ["a"], False),
        ("ForAllValues:StringNotEquals", ["a"], ["b", "c"], True),
        ("ForAllValues:StringNotEquals", ["a"], ["a", "c"], False),
        ("StringEquals", [], ["a"], False),
        ("StringNotEquals", [], ["a"], True),
    ],
)
def test_several_values(
    operator: str, policy: list[str], request_values: list[str], *, expected: bool
) -> None:
    assert holds(operator, policy, request_values) is expected


@pytest.mark.parametrize(
    "operator",
    ["StringEquals", "StringNotEqualsIfExists", "ForAllValues:StringLike", "NumericLessThan"],
)
def test_an_unknown_value_leaves_it_unknown(operator: str) -> None:
    assert holds(operator, "a", {"k": None}) is None


def test_an_unknown_operator_leaves_it_unknown() -> None:
    assert holds("StringEqual", "a", "a") is None
    assert holds("StringEqual", "a") is None


@pytest.mark.parametrize(
    ("operator", "value", "context", "expected"),
    [
        ("StringEquals", "${team}", {"k": "red", "team": "red"}, True),
        ("StringEquals", "${team}", {"k": "red", "team": "blue"}, False),
        ("StringEquals", "${team}", {"k": "red"}, False),
        ("StringNotEquals", "${team}", {"k": "red"}, True),
        ("StringEquals", "${team, 'red'}", {"k": "red"}, True),
        ("StringEquals", "${team}", {"k": "red", "team": None}, None),
        ("StringLike", "a-${team}-*", {"k": "a-red-1", "team": "red"}, True),
        # What is filled in is literal: a star in it matches a star.
        ("StringLike", "${team}", {"k": "red", "team": "*"}, False),
        ("StringEqualsIgnoreCase", "X${team}", {"k": "xred", "team": "RED"}, True),
        (
            "ArnLike",
            "arn:aws:iam::1:user/${team}",
            {"k": "arn:aws:iam::1:user/a", "team": "a"},
            True,
        ),
        # "Bool" takes no variables.
        ("Bool", "${team}", {"k": "true", "team": "true"}, False),
    ],
)
def test_variables_are_filled_in_from_the_context(
    operator: str, value: str, context: dict[str, Any], expected: Ternary
) -> None:
    assert holds(operator, value, context) is expected


def test_the_old_version_has_no_variables() -> None:
    context = {"k": "red", "team": "red"}
    assert holds("StringEquals", "${team}", context, variables=False) is False
    assert holds("StringEquals", "${team}", {"k": "${team}"}, variables=False) is True


VALUES = st.lists(st.sampled_from("abc"), max_size=3)
NAMES = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike")


@given(st.sampled_from(NAMES), VALUES, st.lists(st.sampled_from("abc"), min_size=1, max_size=3))
def test_set_operators_are_all_and_any(name: str, policy: list[str], context: list[str]) -> None:
    single = [holds(name, policy, [value]) for value in context]
    assert holds(f"ForAllValues:{name}", policy, context) is all(single)
    assert holds(f"ForAnyValue:{name}", policy, context) is any(single)


@given(st.sampled_from(NAMES[::2]), VALUES, VALUES)
def test_a_negated_operator_is_the_opposite(
    name: str, policy: list[str], context: list[str]
) -> None:
    negated = name.replace("String", "StringNot")
    assert holds(name, policy, context) is not holds(negated, policy, context)
