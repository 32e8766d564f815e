"""Members of a record, whatever is in their places."""

from typing import Any

import pytest

from ringwall.model.fields import Fields, read_time


def test_names_are_found_in_any_case() -> None:
    said = Fields({"Service": {"ArchivedAt": "x", "Count": 3, "On": "TRUE"}, "a.b": "c"})
    assert said.text("service.archivedAt") == "x"
    assert said.number("service.count") == 3
    assert said.is_true("service.on")
    assert said.member("A.B") == "c"
    assert not Fields([1])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-01-31T10:00:00Z", 1769853600000),
        ("2026-01-31T11:00:00.000+01:00", 1769853600000),
        ("2026-01-31 10:00:00", 1769853600000),
        (1769853600, 1769853600000),
        (1769853600000, 1769853600000),
        ("9999-12-31T23:59:59Z", 0),
        ("0001-01-01T00:00:00+14:00", 0),
        ("soon", 0),
        (float("inf"), 0),
        (-5, 0),
        (True, 0),
        (None, 0),
    ],
)
def test_times(value: Any, expected: int) -> None:
    assert read_time(value) == expected


def test_texts_are_safe_and_not_too_long() -> None:
    said = Fields({"a": "\x1b[1m\x00", "b": "x" * 10_000, "c": ["y", 7, None]})
    assert said.text("a") == "\\x1b[1m\ufffd"
    assert len(said.text("b")) == 4_000
    assert said.texts("c") == ("y", "7")
