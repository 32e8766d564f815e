"""The operators that AWS has, as its documentation lists them."""

import pytest

from ringwall.reason.iam.language.operators import (
    OPERATORS,
    Comparison,
    Family,
    Operator,
    read_operator,
    suggest_operator,
)


def test_aws_has_twenty_seven_operators() -> None:
    families = {operator.family for operator in OPERATORS.values()}
    assert len(OPERATORS) == 27
    assert families == {"string", "like", "arn", "numeric", "date", "bool", "binary", "ip", "null"}


@pytest.mark.parametrize("name", [operator.name for operator in OPERATORS.values()])
def test_every_operator_is_read_in_any_case_and_with_qualifiers(name: str) -> None:
    assert read_operator(name.upper()).name == name
    assert read_operator(f"foranyvalue:{name}").name == f"ForAnyValue:{name}"
    if name != "Null":
        found = read_operator(f"ForAllValues:{name}IfExists")
        assert (found.quantifier, found.if_exists) == ("all", True)
        assert found.name == f"ForAllValues:{name}IfExists"


@pytest.mark.parametrize("name", ["", "Equals", "NullIfExists", "ForNoValue:Bool", ":Bool"])
def test_other_names_are_unknown(name: str) -> None:
    assert read_operator(name) == Operator(name, "unknown")


def test_the_nearest_operator_is_suggested() -> None:
    assert suggest_operator("ForAnyValue:StringEqual") == "StringEquals"
    assert suggest_operator("xyz") == ""


@pytest.mark.parametrize(
    ("name", "family", "comparison", "negated", "ignores_case"),
    [
        ("StringEquals", "string", "eq", False, False),
        ("StringNotEquals", "string", "eq", True, False),
        ("StringEqualsIgnoreCase", "string", "eq", False, True),
        ("StringNotEqualsIgnoreCase", "string", "eq", True, True),
        ("StringLike", "like", "eq", False, False),
        ("StringNotLike", "like", "eq", True, False),
        ("NumericLessThan", "numeric", "lt", False, False),
        ("NumericGreaterThanEquals", "numeric", "ge", False, False),
        ("DateLessThanEquals", "date", "le", False, False),
        ("DateGreaterThan", "date", "gt", False, False),
        ("DateNotEquals", "date", "eq", True, False),
        ("Bool", "bool", "eq", False, False),
        ("BinaryEquals", "binary", "eq", False, False),
        ("IpAddress", "ip", "eq", False, False),
        ("NotIpAddress", "ip", "eq", True, False),
        ("ArnNotEquals", "arn", "eq", True, False),
        ("ArnLike", "arn", "eq", False, False),
        ("Null", "null", "eq", False, False),
    ],
)
def test_an_operator_says_how_it_compares(
    name: str, family: Family, comparison: Comparison, *, negated: bool, ignores_case: bool
) -> None:
    expected = Operator(name, family, comparison, negated, ignores_case)
    assert read_operator(name) == expected


@pytest.mark.parametrize(
    ("name", "takes"),
    [
        ("StringEquals", True), ("StringNotLike", True), ("ArnEquals", True), ("Bool", False),
        ("NumericEquals", False), ("IpAddress", False), ("BinaryEquals", False), ("Null", False),
        ("Nonsense", False),
    ],
)  # fmt: skip
def test_only_texts_and_arns_take_variables(name: str, *, takes: bool) -> None:
    assert read_operator(name).takes_variables == takes


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("StringEqualIfExists", "StringEquals"),
        ("arnlik", "ArnLike"),
        ("IPAdress", "IpAddress"),
        ("NumericLesserThan", "NumericLessThan"),
        ("", ""),
    ],
)
def test_a_suggestion_has_no_qualifiers(name: str, expected: str) -> None:
    assert suggest_operator(name) == expected
