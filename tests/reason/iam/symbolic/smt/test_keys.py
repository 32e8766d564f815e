"""Conditions as formulas: every value that Z3 finds is one that the operator accepts."""

from collections.abc import Mapping
from typing import Any

import pytest
import z3

from ringwall.reason.iam.language.parse import read_policy
from ringwall.reason.iam.language.policy import Statement
from ringwall.reason.iam.symbolic.smt.keys import KeyVariables, read_text, variable_keys


def statements(*conditions: Any, version: str = "2012-10-17") -> list[Statement]:
    document = {
        "Version": version,
        "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}
            for condition in conditions
        ],
    }
    return list(read_policy(document).statements)


def solve(
    wanted: Any, refused: Any = None, more: z3.BoolRef | None = None
) -> Mapping[str, tuple[str, ...]] | None:
    """Return keys for which one condition holds and another one does not; None: there are none."""
    found = statements(wanted, *([refused] if refused else []))
    keys = KeyVariables(found)
    solver = z3.Solver()
    solver.add(*keys.facts, *([more] if more is not None else []))
    solver.add(*(keys.holds(c, variables=True) for c in found[0].conditions))
    if refused:
        solver.add(z3.Not(z3.And([keys.holds(c, variables=True) for c in found[1].conditions])))
    return keys.read(solver.model()) if solver.check() == z3.sat else None


@pytest.mark.parametrize(
    ("wanted", "refused", "expected"),
    [
        ({"StringEquals": {"k": "a"}}, None, {"k": ("a",)}),
        ({"StringEquals": {"k": ["a", "b"]}}, {"StringEquals": {"k": "a"}}, {"k": ("b",)}),
        ({"StringEqualsIfExists": {"k": "a"}}, {"StringEquals": {"k": "a"}}, {}),
        ({"Bool": {"k": "true"}}, None, {"k": ("true",)}),
        ({"Null": {"k": "false"}}, {"Bool": {"k": ["true"]}}, {"k": ("false",)}),
        ({"NumericLessThanEquals": {"k": "2"}}, {"NumericLessThan": {"k": "2"}}, {"k": ("2",)}),
        ({"NumericEquals": {"k": "1.5"}}, None, {"k": ("1.5",)}),
        ({"DateEquals": {"k": "1970-01-01T00:01:00Z"}}, None, {"k": ("60",)}),
        ({"IpAddress": {"k": "10.0.0.7"}}, None, {"k": ("10.0.0.7",)}),
        ({"IpAddress": {"k": "2001:db8::1"}}, None, {"k": ("2001:db8::1",)}),
        ({"ArnEquals": {"k": "arn:aws:s3:::b"}}, None, {"k": ("arn:aws:s3:::b",)}),
        ({"StringEqualsIgnoreCase": {"k": "A"}}, {"StringEquals": {"k": "a"}}, {"k": ("A",)}),
        ({"Null": {"k": "true"}}, None, {}),
    ],
)  # fmt: skip
def test_a_key_has_the_value_that_tells_two_conditions_apart(
    wanted: Any, refused: Any, expected: Any
) -> None:
    assert solve(wanted, refused) == expected


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"StringEquals": {"k": "ab"}}, {"StringLike": {"k": "a*"}}),
        ({"StringLike": {"k": "ab*"}}, {"StringLike": {"k": "a?*"}}),
        ({"StringEquals": {"k": "a"}}, {"StringEqualsIfExists": {"k": "a"}}),
        ({"StringEquals": {"k": "a"}}, {"Null": {"k": "false"}}),
        ({"StringNotLike": {"k": "a*"}}, {"StringNotEquals": {"k": "ab"}}),
        ({"ForAllValues:StringEquals": {"k": "a"}}, {"ForAllValues:StringLike": {"k": "a*"}}),
        ({"ForAnyValue:StringEquals": {"k": "a"}}, {"ForAnyValue:StringLike": {"k": "a*"}}),
        ({"NumericLessThan": {"k": "1"}}, {"NumericLessThanEquals": {"k": "1"}}),
        ({"NumericGreaterThan": {"k": "1"}}, {"NumericGreaterThanEquals": {"k": "1"}}),
        ({"IpAddress": {"k": "10.1.0.0/16"}}, {"IpAddress": {"k": "10.0.0.0/8"}}),
        ({"IpAddress": {"k": "2001:db8::/32"}}, {"NotIpAddress": {"k": "0.0.0.0/0"}}),
        ({"Bool": {"k": "true"}}, {"BoolIfExists": {"k": "TRUE"}}),
        ({"Bool": {"k": "maybe"}}, {"Bool": {"k": "true"}}),
        ({"IpAddress": {"k": "no address"}}, {"IpAddress": {"k": "10.0.0.0/8"}}),
        ({"NumericEquals": {"k": "no number"}}, {"NumericEquals": {"k": "1"}}),
        ({"StringEquals": {"k": "${j}"}, "StringLike": {"j": "a*"}}, {"StringLike": {"k": "a*"}}),
    ],
)
def test_a_narrow_condition_implies_a_wide_one(narrow: Any, wide: Any) -> None:
    assert solve(narrow, wide) is None
    assert solve(wide, narrow) is not None


def test_a_condition_of_an_absent_key_follows_its_operator() -> None:
    for operator, holds in (
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
    ):
        found = solve({operator: {"k": "a"}, "Null": {"k": "true"}})
        assert (found is not None) == holds, operator


def test_a_key_has_as_many_values_as_its_tests_need() -> None:
    both = {"ForAnyValue:StringEquals": {"k": "a"}, "ForAnyValue:StringLike": {"k": "b*"}}
    found = solve(both)
    assert found
    first, second = sorted(found["k"])
    assert (first, second[0]) == ("a", "b")
    assert solve({"StringEquals": {"k": "a"}, "StringLike": {"k": "b*"}}) is None
    # No value of a set is empty.
    assert solve({"ForAnyValue:StringEquals": {"k": ""}}) is None
    assert solve({"StringEquals": {"k": ""}}) == {"k": ("",)}


@pytest.mark.parametrize(
    ("operator", "values"),
    [
        ("ForAnyValue:StringNotEquals", {"a", "x"}),
        ("ForAllValues:StringNotEquals", None),
        ("StringNotEquals", None),
    ],
)
def test_one_value_or_all_of_them_must_differ(operator: str, values: set[str] | None) -> None:
    found = solve({
        "ForAnyValue:StringEquals": {"k": "a"},
        "ForAllValues:StringEquals": {"k": ["a", "x"]},
        operator: {"k": "a"},
    })  # fmt: skip
    assert (set(found["k"]) if found else None) == values


@pytest.mark.parametrize(
    "condition",
    [
        {"NoSuchOperator": {"k": "a"}},
        {"BinaryEquals": {"k": "YQ=="}},
        {"NumericEquals": {"k": "1"}, "StringEquals": {"k": "1"}},
    ],
)
def test_what_has_no_formula_may_hold_or_not(condition: Any) -> None:
    assert solve(condition) is not None
    assert solve({"StringLike": {"k": "*"}}, condition) is not None


def test_the_same_unknown_condition_is_the_same_everywhere() -> None:
    assert solve({"NoSuchOperator": {"k": "a"}}, {"NoSuchOperator": {"k": "a"}}) is None
    assert solve({"NoSuchOperator": {"k": "a"}}, {"NoSuchOperator": {"k": "b"}}) is not None


def test_a_binary_value_is_shown_as_one() -> None:
    assert solve({"BinaryEquals": {"k": "YQ=="}}) == {"k": ("eA==",)}


def test_a_variable_makes_its_key_present() -> None:
    found = solve({"StringEquals": {"k": "home/${j}"}})
    assert found
    assert found["k"] == (f"home/{found['j'][0]}",)


def test_keys_have_names_and_texts() -> None:
    keys = KeyVariables(
        statements({"StringEquals": {"k": "${j}"}, "NumericEquals": {"n": "1"}},
                   {"ForAnyValue:StringEquals": {"s": ["a"]}})
    )  # fmt: skip
    assert keys.names == ("k", "n", "s", "j")
    assert [str(text) for text in keys.texts] == ["k 0", "s 0", "j 0"]
    assert keys.text("k") is not None
    # Neither a number nor a set is one text.
    assert keys.text("n") is None
    assert keys.text("s") is None
    assert keys.has("n").eq(z3.Bool("has n"))


@pytest.mark.parametrize(
    ("condition", "version", "expected"),
    [
        ({"StringEquals": {"k": "${aws:Username}"}}, "2012-10-17", {"aws:username"}),
        ({"StringEquals": {"k": "${aws:Username}"}}, "2008-10-17", set()),
        ({"NumericEquals": {"k": "${n}"}}, "2012-10-17", set()),
        ({"StringLike": {"k": ["a*", "${j, 'x'}/${l}"]}}, "2012-10-17", {"j", "l"}),
        ({"StringEquals": {"k": "${*}"}}, "2012-10-17", set()),
    ],
)
def test_variables_belong_to_the_keys(condition: Any, version: str, expected: set[str]) -> None:
    assert variable_keys(statements(condition, version=version)) == expected


@pytest.mark.parametrize(
    ("literal", "expected"), [("abc", "abc"), ("\\u{e9}", "é"), ("a\\u{5c}b", "a\\b")]
)
def test_texts_of_z3_are_read_without_escapes(literal: str, expected: str) -> None:
    assert read_text(z3.StringVal(literal)) == expected
