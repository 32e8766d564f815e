"""Text as the terminal shows it."""

from ringwall.cli.text import format_time


def test_time_is_utc_to_the_second() -> None:
    assert format_time(0) == "1970-01-01T00:00:00+00:00"
    assert format_time(1_767_323_045_999) == "2026-01-02T03:04:05+00:00"
