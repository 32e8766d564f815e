import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.reason.iam.language.document import (
    MAX_DEPTH,
    BrokenDocument,
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
