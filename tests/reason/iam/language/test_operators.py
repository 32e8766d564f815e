import pytest

from ringwall.reason.iam.language.operators import (
    OPERATORS,
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
