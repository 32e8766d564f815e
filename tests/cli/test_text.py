"""Text as the terminal shows it."""

import pytest

from ringwall.cli.text import count_of, format_time


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 changes"), (1, "1 change"), (2, "2 changes"), (1000, "1000 changes")],
)
def test_count(number: int, text: str) -> None:
    assert count_of(number, "change") == text


def test_time_is_utc_to_the_second() -> None:
    assert format_time(0) == "1970-01-01T00:00:00+00:00"
    assert format_time(1_767_323_045_999) == "2026-01-02T03:04:05+00:00"
