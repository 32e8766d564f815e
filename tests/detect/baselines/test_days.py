"""Days of logs that are over."""

from datetime import date, datetime
from typing import Any

import pytest

from ringwall.catalog.loader import load_logs
from ringwall.detect.baselines.days import find_whole_days, start_of
from ringwall.store.engine.embedded import EmbeddedEngine

NOW = datetime(2026, 1, 5, 12)  # noqa: DTZ001 - UTC, naive, as logs are


@pytest.mark.parametrize(
    ("times", "last", "days"),
    [
        (["2026-01-01T10:00", "2026-01-03T01:59"], None, [1]),
        (["2026-01-01T10:00", "2026-01-02T10:00", "2026-01-03T02:00"], None, [1, 2]),
        (["2026-01-01T10:00", "2026-01-02T10:00", "2026-01-03T02:00"], 1, [2]),
        (["2026-01-01T10:00"], None, []),
        (["2026-01-01T10:00", "2099-01-01T00:00"], None, []),
        ([], None, []),
    ],
)
def test_a_day_is_over_once_there_are_later_events(
    times: list[str], last: int | None, days: list[int]
) -> None:
    rows: list[dict[str, Any]] = [{"event_time": time} for time in times]
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_logs()["vpc_flow"], rows)
        before = date(2026, 1, last) if last else None
        found = find_whole_days(engine, "logs.vpc_flow", before, NOW)
    assert found == [date(2026, 1, day) for day in days]


def test_a_day_starts_at_midnight() -> None:
    assert start_of(date(2026, 1, 5)).isoformat() == "2026-01-05T00:00:00"
