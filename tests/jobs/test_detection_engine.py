"""The engine of detections: logs, and the estate where there is one."""

from pathlib import Path
from typing import Any

import pytest
from log_world import BASE, LogWorld, make_stop

from ringwall.catalog.loader import load_detections
from ringwall.jobs.detect import DetectRequest, run_detect
from ringwall.jobs.detection_engine import find_all_reads, open_detection_engine
from ringwall.store.home import Home

COUNT = "select count(*) as n from {}"
TABLES = frozenset({"cloudtrail", "iam_role"})


def test_what_each_detection_reads_is_found() -> None:
    reads = find_all_reads(load_detections())
    assert reads["cloudtrail.trail_is_stopped"] == {"cloudtrail"}


def test_without_a_snapshot_the_estate_is_empty(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    home = Home(log_world.home)
    with open_detection_engine(home, log_world.files, TABLES, events) as logs:
        logs.show(["cloudtrail"], BASE, BASE)
        assert logs.engine.rows(COUNT.format("logs.cloudtrail")) == [{"n": 1}]
        assert logs.engine.rows(COUNT.format("estate.iam_role")) == [{"n": 0}]


def test_the_estate_is_that_of_the_current_snapshot(two_accounts_home: Path, events: Any) -> None:
    with open_detection_engine(Home(two_accounts_home), [], TABLES, events) as logs:
        assert logs.engine.rows(COUNT.format("estate.iam_role"))[0]["n"] > 0
        logs.show(["cloudtrail"], BASE, BASE)
        assert logs.engine.rows(COUNT.format("logs.cloudtrail")) == [{"n": 0}]


@pytest.mark.needs("java")
def test_spark_finds_what_duckdb_finds(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1), make_stop(2, minutes=3))
    rules = ("cloudtrail.trail_is_stopped", "iam.listed_address_calls")
    hits = []
    for master in ("", "local[1]"):
        request = DetectRequest(rules=rules, is_trial=True, master=master)
        with run_detect(log_world.home, request, events) as result:
            assert [count.failure for count in result.counts.values()] == ["", ""]
            hits.append(result.hits)
    assert hits[0] == hits[1]
    assert len(hits[0]) == 2
