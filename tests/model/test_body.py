"""Documents inside rows: limits, types, and an error that names the row."""

from typing import Any

import pytest

from ringwall.model.body import (
    DEEPEST,
    check_document,
    check_members,
    check_texts,
    damage_named,
    decode_body,
)
from ringwall.model.errors import BadInput


@pytest.mark.parametrize(
    "text", ["", "{", "9" * 5000, '{"a": %s}' % ("9" * 5000), "[" * 100_000, "x"], ids=len
)
def test_what_is_no_json_is_no_document(text: str) -> None:
    with pytest.raises(TypeError, match="and no document"):
        check_document(decode_body(text))


@pytest.mark.parametrize("body", [None, [], 3, "{}", [{}]])
def test_a_document_is_an_object(body: Any) -> None:
    with pytest.raises(TypeError, match="and no document"):
        check_document(body)


def nest(levels: int) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for _ in range(levels - 1):
        body = {"a": body}
    return body


def test_a_document_is_not_deeper_than_what_ringwall_writes() -> None:
    check_document({})
    check_document(nest(DEEPEST - 1))
    for levels in (DEEPEST + 1, 5_000):
        with pytest.raises(TypeError, match="deeper than"):
            check_document(nest(levels))


def test_members_are_known_and_of_their_type() -> None:
    types = {"a": int, "b": str}
    check_members({}, types)
    check_members({"a": 1, "b": ""}, types)
    for strange in ({"a": True}, {"a": 1.5}, {"b": None}):
        with pytest.raises(TypeError):
            check_members(strange, types)
    with pytest.raises(LookupError):
        check_members({"c": 1}, types)


def test_texts_are_a_list_of_texts() -> None:
    assert check_texts(["a"]) == ("a",)
    for strange in ("abc", [None], [3], {"a": 1}, None):
        with pytest.raises(TypeError):
            check_texts(strange)


@pytest.mark.parametrize("kind", [KeyError, TypeError, AttributeError, ValueError, RecursionError])
def test_damage_names_the_row_and_the_way_back(kind: type[Exception]) -> None:
    said = "row 7: damaged in the database; restore a backup"
    with pytest.raises(BadInput, match=said), damage_named("row 7"):
        raise kind
    with pytest.raises(ZeroDivisionError), damage_named("row 7"):
        raise ZeroDivisionError
