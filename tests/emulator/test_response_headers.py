"""Answers are headed as AWS heads them."""

from datetime import UTC, datetime

from ringwall.emulator.response_headers import head_answer

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_an_answer_has_the_time_once_and_nothing_for_browsers() -> None:
    told = head_answer([("X", "1"), ("Access-Control-Allow-Origin", "*")], NOW)
    assert told == [("X", "1"), ("Date", "Tue, 01 Dec 2026 08:00:00 GMT")]
    assert head_answer([("date", "now")], NOW) == [("date", "now")]
