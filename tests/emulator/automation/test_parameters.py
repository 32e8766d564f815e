"""Parameters are checked against their types, choices and patterns, in AWS's words."""

from collections.abc import Mapping, Sequence

import pytest

from ringwall.emulator.automation.parameters import BadParameters, bind, is_type


@pytest.mark.parametrize(
    ("kind", "texts", "value"),
    [
        ("String", ["a"], "a"),
        ("StringList", ["a", "b"], ["a", "b"]),
        ("Boolean", ["True"], True),
        ("Integer", ["-5"], -5),
        ("StringMap", ['{"a": 1}'], {"a": 1}),
        ("MapList", ['{"a": 1}', '{"b": 2}'], [{"a": 1}, {"b": 2}]),
        ("AWS::EC2::Instance::Id", ["i-0123456789abcdef0"], "i-0123456789abcdef0"),
        ("List<AWS::EC2::Instance::Id>", ["i-01234567"], ["i-01234567"]),
    ],
)
def test_a_value_has_its_type(kind: str, texts: Sequence[str], value: object) -> None:
    assert bind({"p": {"type": kind}}, {"p": texts}) == {"p": value}


@pytest.mark.parametrize(
    ("facts", "texts", "message"),
    [
        ({"type": "String"}, None, "Missing required parameter: p in user inputs."),
        ({"type": "String"}, ["a", "b"], "exactly one value"),
        ({"type": "Boolean"}, ["yes"], 'has value "yes" that is no Boolean'),
        ({"type": "Integer"}, ["1.5"], "is no Integer"),
        ({"type": "StringMap"}, ["[]"], "must be a JSON object"),
        (
            {"type": "String", "allowedValues": ["Install", "Uninstall"]},
            ["install"],
            'Parameter "p" has value "install" not found in [Install, Uninstall].',
        ),
        ({"type": "String", "allowedPattern": "[a-z]+"}, ["a1"], 'not match "[a-z]+"'),
        ({"type": "String", "allowedPattern": "a|b"}, ["ab"], "not match"),
        ({"type": "String", "allowedPattern": "a"}, ["a\n"], "not match"),
        ({"type": "String", "allowedPattern": "(x+x+)+y"}, ["x" * 4000], "not match"),
        ({"type": "String", "allowedPattern": "a)|(b"}, ["a"], "wrong allowedPattern"),
        ({"type": "AWS::EC2::Instance::Id"}, ["i-1; rm"], "not match"),
        ({"type": "AWS::IAM::Role::Arn"}, ["arn:aws:iam::1:role/a"], "not match"),
        ({"type": "StringList", "maxItems": 1}, ["a", "b"], "has 2 items"),
        ({"type": "String", "minChars": 2}, ["a"], "has 1 characters"),
    ],
)
def test_a_value_that_does_not_suit_is_refused(
    facts: Mapping[str, object], texts: Sequence[str] | None, message: str
) -> None:
    with pytest.raises(BadParameters) as caught:
        bind({"p": facts}, {} if texts is None else {"p": texts})
    assert message in str(caught.value)


def test_defaults_are_taken_and_unknown_names_refused() -> None:
    declared = {"p": {"type": "String", "default": ""}}
    assert bind(declared, {}) == {"p": ""}
    with pytest.raises(BadParameters, match=r'\["q"\] are not defined'):
        bind(declared, {"q": ["a"]})


def test_types_are_those_of_aws() -> None:
    assert is_type("List<AWS::IAM::Role::Arn>")
    assert not is_type("List<String>")
    assert not is_type("Number")
