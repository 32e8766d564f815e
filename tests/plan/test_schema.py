"""The JSON Schema of a blueprint."""

from collections.abc import Callable

import msgspec
import yaml
from jsonschema import Draft202012Validator

from ringwall.model.blueprint.language import Blueprint
from ringwall.plan.schema import make_schema, make_validator


def test_it_is_a_schema_and_takes_what_the_language_takes(acme: str) -> None:
    schema = make_schema()
    Draft202012Validator.check_schema(schema)
    data = yaml.safe_load(acme)
    assert list(make_validator(schema).iter_errors(data)) == []
    assert msgspec.convert(data, Blueprint).blueprint == "acme"


def test_each_key_says_what_it_is_and_no_word_about_the_program() -> None:
    for name, definition in make_schema()["$defs"].items():
        assert "`" not in definition["description"], name
        for key, member in definition["properties"].items():
            assert member.get("description"), f"{name}.{key}: say what it means in its Meta"


def test_the_end_of_a_pattern_is_the_end_of_the_text() -> None:
    validator = make_validator({"type": "string", "pattern": "^[0-9]{2}$"})
    assert validator.is_valid("12")
    assert not validator.is_valid("12\n")


def test_a_text_of_several_lines_is_no_account_id(
    acme: str, refusals: Callable[[str], list[str]]
) -> None:
    text = acme + '  accounts: {prod: {id: "111122223333\\n"}}\n'
    assert refusals(text) == ["12:25: 111122223333\\n: an account id has 12 digits"]
