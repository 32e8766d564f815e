"""JSON read with positions, and what is refused."""

import json
from collections.abc import Callable
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.document import (
    MAX_DEPTH,
    NO_POSITION,
    BrokenDocument,
    Document,
    SourcePosition,
    check_depth,
    read_document,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 1]))
def test_every_json_value_reads_as_the_standard_library_reads_it(
    value: object, indent: int | None
) -> None:
    allowed = not any(c in json.dumps(value) for c in ("Infinity",))
    if allowed:
        assert read_document(json.dumps(value, indent=indent)).value == value


def test_the_place_of_a_value_is_that_of_its_key() -> None:
    document = read_document('{\n  "a": 1,\n  "b": [10,\n 20]\n}')
    assert document.position(("b",)) == SourcePosition(3, 3)
    assert document.position(("b", 1)) == SourcePosition(4, 2)
    assert document.position(("b", 1, "absent")) == SourcePosition(4, 2)


def test_a_key_that_is_there_twice_is_reported() -> None:
    document = read_document('{"a": {"x": 1, "x": 2}}')
    assert document.value == {"a": {"x": 2}}
    assert document.duplicates == (("a", "x"),)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("{", 1, 2),
        ('{\n"a" 1}', 2, 5),
        ('{"a": 1,}', 1, 9),
        ("[1,]", 1, 4),
        ("[1 2]", 1, 4),
        ("{} x", 1, 4),
        ("NaN", 1, 1),
        ('{"a": "\n"}', 1, 8),
        ("{1: 2}", 1, 2),
        ("9" * 5000, 1, 1),
    ],
)
def test_broken_json_is_refused_at_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(BrokenDocument) as caught:
        read_document(text)
    assert caught.value.position == SourcePosition(line, column)


def test_a_number_that_is_too_long_is_refused_in_words_of_our_own() -> None:
    assert read_document("9" * 1_000).value == 10**1_000 - 1
    with pytest.raises(BrokenDocument, match="the number has more than 1,000 digits"):
        read_document("9" * 5_000)


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(BrokenDocument, match="UTF-8"):
        read_document(b'{"a": "\xff"}')


def test_deep_nesting_is_refused_in_text_and_in_objects() -> None:
    assert read_document("[" * MAX_DEPTH + "]" * MAX_DEPTH).value
    with pytest.raises(BrokenDocument, match="deeper"):
        read_document("[" * 1_000_000)
    value: list[object] = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(BrokenDocument, match="deeper"):
        check_depth(value)


def test_a_huge_document_is_refused_unread() -> None:
    with pytest.raises(BrokenDocument, match="10 MB"):
        read_document(" " * 10_000_001)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a" 1}', "expected :"),
        ("{1: 2}", "expected a key in quotes"),
        ("[1 2]", "expected ,"),
        ("{} x", "there is text after the end of the document"),
        ("", "expecting value"),
        ("-Infinity", "-Infinity is not JSON"),
        ('"a', "unterminated string starting at"),
        ("[" * 200, "the document is nested deeper than 100 levels"),
    ],
)
def test_a_broken_document_says_why(text: str, reason: str) -> None:
    with pytest.raises(BrokenDocument) as caught:
        read_document(text)
    assert caught.value.reason == reason
    assert str(caught.value) == f"{caught.value.position}: {reason}"


def test_a_document_may_start_on_a_later_line_of_its_file() -> None:
    document = read_document('{"a":\n 1}', first_line=7)
    assert document.position(()) == SourcePosition(7, 1)
    assert document.position(("a",)) == SourcePosition(7, 2)
    with pytest.raises(BrokenDocument) as caught:
        read_document("{\nx", first_line=7)
    assert caught.value.position == SourcePosition(8, 1)


def test_a_mark_at_the_start_of_a_file_is_no_text() -> None:
    for source in ("\ufeff[1]", b"\xef\xbb\xbf[1]"):
        assert read_document(source).value == [1]


def test_a_value_without_text_has_no_position() -> None:
    document = Document({"a": 1})
    assert document.position(("a",)) == NO_POSITION
    assert str(NO_POSITION) == ""
    assert str(SourcePosition(3, 4)) == "3:4"
    assert str(BrokenDocument("no text")) == "no text"


@pytest.mark.parametrize(("depth", "is_refused"), [(MAX_DEPTH - 1, False), (MAX_DEPTH + 1, True)])
@pytest.mark.parametrize(
    "wrap", [lambda v: [v], lambda v: {"a": v}, lambda v: (v,)], ids=["list", "object", "tuple"]
)
def test_values_may_be_nested_so_deep(
    wrap: Callable[[object], object], depth: int, *, is_refused: bool
) -> None:
    value: object = "text"
    for _ in range(depth):
        value = wrap(value)
    with pytest.raises(BrokenDocument) if is_refused else nullcontext():
        check_depth(value)
