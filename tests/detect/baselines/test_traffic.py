"""What interfaces send is learned by day, and what they never did is told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_batch_facts, load_logs
from ringwall.detect.baselines.profile import Profile
from ringwall.detect.baselines.traffic import (
    PortTraffic,
    TrafficHour,
    find_traffic_days,
    judge_traffic,
    read_traffic,
    score_traffic,
    update_traffic,
)
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home

START = datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, naive, as logs are
NOW = START + timedelta(days=40)
Row = dict[str, Any]


def flow(at: datetime, size: int = 2_000_000, port: int = 443, peer: str = "203.0.113.7") -> Row:
    return {
        "event_time": at, "interface_id": "eni-1", "instance_id": "i-1", "account_id": "1",
        "aws_region": "eu-west-1", "source_address": "10.0.0.5", "destination_address": peer,
        "source_port": 40000, "destination_port": port, "protocol": 6, "tcp_flags": 2,
        "bytes": size, "packets": 9, "action": "ACCEPT",
    }  # fmt: skip


def work(days: int) -> list[Row]:
    return [
        flow(START + timedelta(days=day, hours=hour)) for day in range(days) for hour in range(24)
    ]


def run(home: Home, events: list[Row]) -> tuple[tuple[date, ...], list[Row]]:
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_logs()["vpc_flow"], events)
        engine.create(load_batch_facts()["address"], [
            {"address": "203.0.113.7", "is_private": False},
            {"address": "10.0.0.9", "is_private": True},
        ])  # fmt: skip
        days = update_traffic(engine, home, NOW)
        assert find_traffic_days(engine, home, NOW) == []
        score_traffic(engine, home)
        return days, engine.rows("select * from facts.unusual_traffic order by kind desc")


def test_usual_traffic_is_quiet(tmp_path: Path) -> None:
    days, rows = run(Home(tmp_path / "home"), work(10))
    assert days[-1] == date(2026, 1, 9)
    assert rows == []


def test_far_more_than_ever_and_a_new_port_are_told(tmp_path: Path) -> None:
    at = START + timedelta(days=9, hours=12, minutes=5)
    odd = [flow(at, 5_000_000_000), flow(at, 20_000, 4444), flow(at, 5_000, 5555),
           flow(at, 9_000_000_000, 22, "10.0.0.9")]  # fmt: skip
    _, rows = run(Home(tmp_path / "home"), work(10) + odd)
    assert [(row["kind"], row["port"]) for row in rows] == [("volume", "6/443"), ("port", "6/4444")]
    volume = rows[0]
    assert (volume["bytes"], volume["times"], volume["days"]) == (5_002_025_000, 4096, 9)
    assert (volume["interface_id"], volume["instance_id"]) == ("eni-1", "i-1")


HOUR = TrafficHour("eni-1", "1", "r", "", START + timedelta(days=20), (
    PortTraffic("6/22", 200_000_000, START, "203.0.113.7"),
))  # fmt: skip
Judge = Callable[..., list[str]]


@pytest.fixture
def kinds() -> Judge:
    def judge(**changes: Any) -> list[str]:
        traits = {("volume", "20"): 9.0, ("port", "6/443"): 9.0} | changes.pop("traits", {})
        profile = Profile(**{"first_day": START.date(), "hours": 100.0, "traits": traits} | changes)
        return [row["kind"] for row in judge_traffic(HOUR, profile)]

    return judge


def test_what_is_unusual_depends_on_the_history(kinds: Judge) -> None:
    assert kinds() == ["volume", "port"]
    assert kinds(first_day=date(2026, 1, 15)) == []
    assert kinds(hours=3.0) == ["volume"]
    assert kinds(traits={("volume", "25"): 1.0, ("port", "6/22"): 1.0}) == []
    assert kinds(traits={("port", f"6/{n}"): 1.0 for n in range(100, 130)}) == ["volume"]


def test_flows_without_an_interface_or_a_size_are_no_traffic() -> None:
    odd: list[Row] = [
        {"event_time": START}, {**flow(START), "interface_id": None},
                      {**flow(START), "bytes": None}, {**flow(START), "action": "REJECT"},
    ]  # fmt: skip
    with EmbeddedEngine(threads=1) as engine:
        engine.create(load_logs()["vpc_flow"], odd)
        engine.create(load_batch_facts()["address"], [
            {"address": "203.0.113.7", "is_private": False},
        ])  # fmt: skip
        (hour,) = read_traffic(engine, START, NOW)
    assert hour.bytes == 0
