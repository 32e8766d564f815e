"""The values of exported properties."""

from typing import Any

import pytest

from ringwall.catalog.resource_types import load_resource_types
from ringwall.model.blueprint.wanted import Join, Ref, RowKey
from ringwall.plan.export.values import (
    JsonText,
    hide_references,
    is_nothing,
    join_parts,
    list_refs,
    map_value,
    shape_value,
    show_references,
    spell_json,
)

KEY = RowKey("prod", "eu-west-1", "kms_key", "trail")
REF = Ref(KEY, "arn")


def test_references_come_back_as_they_went() -> None:
    value = {"a": [REF, Join(("x:", REF, "/*"))], "b": 1}
    assert show_references(hide_references(value)) == value


def test_a_text_in_a_text_is_one_text() -> None:
    assert join_parts(["a", Join(("b", REF)), "", "c", "d"]) == Join(("ab", REF, "cd"))
    assert join_parts(["a", "b"]) == "ab"
    assert join_parts(["", REF]) == REF
    assert join_parts([]) == ""


def test_references_in_texts_of_json_are_found() -> None:
    assert list(list_refs({"a": JsonText([REF]), "b": [Join(("x", REF))]})) == [REF, REF]


def test_json_has_its_references_as_parts() -> None:
    document = {"Say": 'a "b"', "Arn": REF, "All": Join((REF, "/*"))}
    start = '{"Say":"a \\"b\\"","Arn":"'
    assert spell_json(document) == Join((start, REF, '","All":"', REF, '/*"}'))
    assert spell_json({"a": 1}) == '{"a":1}'


def test_members_are_changed_each() -> None:
    assert map_value({"a": [1]}, lambda member: (member,)) == {"a": ([1],)}
    assert map_value(JsonText(1), str) == JsonText("1")
    assert map_value("x", len) == "x"


@pytest.mark.parametrize(
    ("value", "nothing"),
    [(None, True), ("", True), ([], True), ({}, True), (0, False), (REF, False)],
)
def test_nothing_is_what_is_left_out(value: Any, nothing: bool) -> None:  # noqa: FBT001 - a case
    assert is_nothing(value) is nothing


@pytest.mark.parametrize(
    ("value", "shape", "shaped"),
    [
        (80.0, "number", 80),
        (80.5, "number", 80.5),
        ("100", "integer", 100),
        (True, "string", "true"),
        (7, "string", "7"),
        ({"a": 1}, "string", '{"a":1}'),
        ({"a": REF}, "string", JsonText({"a": REF})),
        ({"a": 1}, "json", {"a": 1}),
        ("x", {"list": "string"}, ["x"]),
        ({"k": 1}, {"map": "string"}, {"k": "1"}),
        ({"a": 1.0}, {"object": {"a": "integer"}}, {"a": 1}),
        (REF, {"object": {}}, REF),
    ],
)
def test_a_value_has_the_form_of_the_type(value: Any, shape: Any, shaped: Any) -> None:
    assert shape_value(value, shape, load_resource_types()["AWS::S3::Bucket"]) == shaped


@pytest.mark.parametrize(
    ("value", "shape", "message"),
    [
        ("C", {"one_of": ["A", "B"]}, "does not take C"),
        ({"b": 1}, {"object": {"a": "string"}}, "AWS::S3::Bucket has no b there"),
        ("x", {"object": {"a": "string"}}, "'x' is no object"),
    ],
)
def test_what_the_type_does_not_take_is_refused(value: Any, shape: Any, message: str) -> None:
    with pytest.raises((ValueError, TypeError), match=message):
        shape_value(value, shape, load_resource_types()["AWS::S3::Bucket"])
