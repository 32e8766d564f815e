"""Schedules: AWS's examples of rates and cron expressions."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ringwall.emulator.events.schedule import BadSchedule, check_schedule, is_due


@pytest.mark.parametrize(
    ("expression", "due", "not_due"),
    [
        ("cron(0 10 * * ? *)", "2026-01-05 10:00", "2026-01-05 10:01"),
        ("cron(15 12 * * ? *)", "2026-01-05 12:15", "2026-01-05 12:00"),
        ("cron(0 18 ? * MON-FRI *)", "2026-01-05 18:00", "2026-01-04 18:00"),
        ("cron(0 8 1 * ? *)", "2026-02-01 08:00", "2026-02-02 08:00"),
        ("cron(0/15 * * * ? *)", "2026-01-05 03:45", "2026-01-05 03:46"),
        ("cron(0/10 * ? * MON-FRI *)", "2026-01-05 03:40", "2026-01-04 03:40"),
        ("cron(0/5 8-17 ? * MON-FRI *)", "2026-01-05 17:55", "2026-01-05 18:00"),
        ("cron(0 0 L * ? *)", "2024-02-29 00:00", "2024-02-28 00:00"),
        ("cron(0 0 ? * 6#3 *)", "2026-01-16 00:00", "2026-01-09 00:00"),
        ("cron(0 0 ? * 6L *)", "2026-01-30 00:00", "2026-01-23 00:00"),
        ("cron(0 0 ? * L *)", "2026-01-31 00:00", "2026-01-30 00:00"),
        ("cron(0 0 3W * ? *)", "2026-01-02 00:00", "2026-01-03 00:00"),
        ("cron(0 0 1W * ? *)", "2026-02-02 00:00", "2026-02-01 00:00"),
        ("cron(0 0 31W 5 ? *)", "2026-05-29 00:00", "2026-05-31 00:00"),
        ("cron(0 0 LW 5 ? *)", "2026-05-29 00:00", "2026-05-30 00:00"),
        ("cron(0 12 1,15 JAN ? 2026)", "2026-01-15 12:00", "2027-01-15 12:00"),
        ("cron(0 0 ? * FRI-MON *)", "2026-01-04 00:00", "2026-01-06 00:00"),
        ("rate(5 minutes)", "2026-01-05 10:05", "2026-01-05 10:06"),
        ("rate(1 hour)", "2026-01-05 10:00", "2026-01-05 10:30"),
        ("rate(7 days)", "1970-01-08 00:00", "1970-01-09 00:00"),
    ],
)
def test_a_rule_runs_when_its_schedule_says(expression: str, due: str, not_due: str) -> None:
    def read(text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)

    assert is_due(expression, read(due))
    assert not is_due(expression, read(not_due))


def test_times_are_utc() -> None:
    at = datetime(2026, 1, 5, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert is_due("cron(0 10 * * ? *)", at)


@pytest.mark.parametrize(
    "expression",
    [
        "rate(5 minute)", "rate(1 minutes)", "rate(0 minutes)", "rate(5 weeks)", "5 minutes",
        "cron(0 10 * * *)", "cron(0 10 * * * *)", "cron(0 10 ? * ? *)", "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)", "cron(0 0 0 * ? *)", "cron(0 0 1 13 ? *)", "cron(0 0 ? * 8 *)",
        "cron(0 0 ? * 6#6 *)", "cron(0/0 0 * * ? *)", "cron(a 0 * * ? *)", "cron(0 0 ? * XL *)",
        "cron(*-5 0 * * ? *)", "cron(0 0 * * ? 1960)", "cron(0,a 0 * * ? *)",
    ],
)  # fmt: skip
def test_other_expressions_are_refused(expression: str) -> None:
    with pytest.raises(BadSchedule):
        check_schedule(expression)
