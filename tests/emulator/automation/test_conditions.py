"""Conditions of aws:branch hold as AWS's page says, with And, Or and Not."""

import pytest

from ringwall.emulator.automation.conditions import find_faults, holds


@pytest.mark.parametrize(
    ("operator", "variable", "value", "expected"),
    [
        ("StringEquals", "Linux", "Linux", True),
        ("StringEquals", "linux", "Linux", False),
        ("EqualsIgnoreCase", "linux", "Linux", True),
        ("StartsWith", "Linux", "Lin", True),
        ("EndsWith", "Linux", "nux", True),
        ("Contains", "Linux", "inu", True),
        ("NumericEquals", "5", 5, True),
        ("NumericGreater", 6, 5, True),
        ("NumericLesser", 6, 5, False),
        ("NumericGreaterOrEquals", 5, 5, True),
        ("NumericLesserOrEquals", 6, 5, False),
        ("BooleanEquals", "True", True, True),
        ("BooleanEquals", False, True, False),
    ],
)
def test_each_operator(operator: str, variable: object, value: object, *, expected: bool) -> None:
    condition = {"Variable": variable, operator: value}
    assert holds(condition) is expected
    assert holds({"Not": condition}) is not expected
    assert list(find_faults(condition | {"NextStep": "a"})) == []


def test_operators_combine() -> None:
    yes, no = ({"Variable": "a", "StringEquals": text} for text in "ab")
    assert holds({"And": [yes, {"Not": no}]})
    assert not holds({"And": [yes, no]})
    assert holds({"Or": [no, yes]})


@pytest.mark.parametrize(
    ("operator", "variable"),
    [("NumericEquals", True), ("NumericLesser", "x"), ("BooleanEquals", 1)],
)
def test_a_value_of_another_type_is_an_error(operator: str, variable: object) -> None:
    with pytest.raises(ValueError, match=r"no number|could not convert|no Boolean"):
        holds({"Variable": variable, operator: 1})


@pytest.mark.parametrize(
    "condition",
    [
        "text",
        {"Variable": "{{ a }}"},
        {"Variable": "{{ a }}", "StringMatches": "b"},
        {"StringEquals": "b"},
        {"Or": [{"Variable": "a", "Matches": "b"}]},
    ],
)
def test_faults_are_found_when_a_document_is_created(condition: object) -> None:
    assert list(find_faults(condition))
