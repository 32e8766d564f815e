"""Baselines follow the logs day by day, and an attack stands out against the days before it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_batch_facts, load_logs
from ringwall.detect.baselines.activity import ActiveHour, ActivityCall
from ringwall.detect.baselines.score import FLOOR, HourScore, UnusualCall
from ringwall.detect.baselines.update import make_row, score_batch, update_baselines
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home

START = datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, naive, as logs are
NOW = START + timedelta(days=40)
USUAL = {"ann": "ListBuckets", "bob": "DescribeInstances", "ci": "PutObject"}
Row = dict[str, Any]
ABSENT = {c.name: c.when_absent for c in load_logs()["cloudtrail"].columns if c.type == "TEXT"}


def event(at: datetime, user: str, operation: str, **more: Any) -> Row:
    source = "ec2" if operation.startswith("Describe") else "s3"
    return ABSENT | {
        "event_time": at, "event_id": f"{user}-{at:%d%H%M}-{operation}", "account_id": "1",
        "principal_arn": f"arn:aws:iam::1:user/{user}", "identity_type": "IAMUser",
        "event_source": f"{source}.amazonaws.com", "operation": operation,
        "user_agent": "aws-cli/2.0", "aws_region": "eu-west-1", "source_ip": "192.0.2.7", **more,
    }  # fmt: skip


def work(days: Iterable[int]) -> list[Row]:
    """Return the events of some days on which everybody does as usual, from 9 to 14."""
    return [
        event(START + timedelta(days=day, hours=hour), user, operation)
        for day in days
        for hour in range(9, 15)
        for user, operation in USUAL.items()
    ]


def attack(day: int) -> list[Row]:
    at = START + timedelta(days=day, hours=11)
    return [
        event(at + timedelta(minutes=n), "ann", operation, event_source="iam.amazonaws.com",
              source_ip="203.0.113.9")
        for n, operation in enumerate(("ListUsers", "CreateAccessKey", "AttachUserPolicy"))
    ]  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


Run = Callable[[list[Row]], tuple[tuple[date, ...], list[Row]]]


@pytest.fixture
def run(home: Home) -> Run:
    """Return a function that brings baselines up to date with events, and scores all of them."""

    def look(events: list[Row]) -> tuple[tuple[date, ...], list[Row]]:
        with EmbeddedEngine(threads=1) as engine:
            engine.create(load_logs()["cloudtrail"], events)
            engine.create(load_batch_facts()["address"], [
                {"address": "192.0.2.7", "asn": 64500, "is_private": False},
                {"address": "203.0.113.9", "asn": 9009, "as_name": "M247", "is_private": False},
            ])  # fmt: skip
            days = update_baselines(engine, home, NOW)
            score_batch(engine, home)
            rows = engine.rows("select * from facts.unusual_behavior order by hour")
        return days, rows

    return look


def test_a_version_is_made_for_each_day_that_is_over(run: Run) -> None:
    days, _ = run(work(range(3)))
    assert days == (date(2026, 1, 1), date(2026, 1, 2))  # the third day may go on
    assert run(work(range(3)))[0] == ()
    assert run(work(range(5)))[0] == (date(2026, 1, 3), date(2026, 1, 4))


def test_days_of_work_are_quiet(run: Run) -> None:
    assert run(work(range(18)))[1] == []


def test_an_attack_stands_out_and_is_explained(run: Run) -> None:
    _, rows = run(work(range(17)) + attack(16))
    (row,) = rows
    assert row["principal_arn"] == "arn:aws:iam::1:user/ann"
    assert (row["tactic"], row["part"], row["days"]) == ("Privilege Escalation", "IAMUser", 16)
    assert "first iam:CreateAccessKey, never seen in this account" in row["factors"]
    assert "first from AS9009 M247, never seen in this account" in row["factors"]
    assert row["score"] > row["threshold"] >= FLOOR
    assert row["address"] == "203.0.113.9"
    assert set(row["events"]) >= {one["event_id"] for one in attack(16)}


def test_an_event_is_scored_the_same_whenever_it_is(run: Run) -> None:
    first = run(work(range(17)) + attack(16))[1]
    assert run(work(range(20)) + attack(16))[1] == first


def test_the_order_of_events_does_not_matter(run: Run, tmp_path: Path) -> None:
    events = work(range(17)) + attack(16)
    first = run(events)[1]
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_logs()["cloudtrail"], list(reversed(events)))
        engine.create(load_batch_facts()["address"], [
            {"address": "192.0.2.7", "asn": 64500, "is_private": False},
            {"address": "203.0.113.9", "asn": 9009, "as_name": "M247", "is_private": False},
        ])  # fmt: skip
        other = Home(tmp_path / "other")
        update_baselines(engine, other, NOW)
        score_batch(engine, other)
        assert engine.rows("select * from facts.unusual_behavior order by hour") == first


def test_an_account_without_a_week_of_history_is_not_judged(run: Run) -> None:
    assert run(work(range(6)) + attack(5))[1] == []


def test_what_an_attacker_does_again_and_again_becomes_no_alarm_each_hour(run: Run) -> None:
    events = work(range(16))
    for day in range(16, 22):
        events += work([day]) + attack(day)
    assert 1 <= len(run(events)[1]) <= 7


def test_a_wrong_clock_stops_nothing(run: Run) -> None:
    odd = [event(START + timedelta(days=36500), "ann", "ListBuckets"),
           event(START - timedelta(days=20000), "ann", "ListBuckets")]  # fmt: skip
    days, rows = run(work(range(17)) + attack(16) + odd)
    assert days[-1] == date(2026, 1, 16)
    assert [row["hour"].date() for row in rows] == [date(2026, 1, 17)]


def test_without_logs_nothing_is_made(home: Home) -> None:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_logs()["cloudtrail"])
        engine.create(load_batch_facts()["address"])
        assert update_baselines(engine, home, NOW) == ()
        score_batch(engine, home)
        assert engine.rows("select * from facts.unusual_behavior") == []


def test_calls_about_objects_are_a_part_of_their_own() -> None:

    for operation, change, tactic in (
        ("DeleteObject", "Delete", "Impact"), ("PutBucketPolicy", "Permission", "Impact"),
        ("PutObject", "Write", "Impact"), ("GetObject", "", "Exfiltration"),
        ("ListBuckets", "", "Discovery"),
    ):  # fmt: skip
        call = ActivityCall(
            "s3.amazonaws.com", operation, 1, START, "e", "", "", "", "", frozenset()
        )
        hour = ActiveHour("1", "a", "a", "p", START, (call,))
        row = make_row(HourScore(hour, 9.0, 9, (UnusualCall(call, 9.0),), ("x",)), 5.0)
        assert (row["part"], row["tactic"], row["change"]) == ("S3", tactic, change)
