"""Logs read in parts, by several processes: the same logs as by one."""

import json
from pathlib import Path
from typing import Any

import pytest
from stored_logs import ask, write_trail

from ringwall.collect.logs.objects import find_files
from ringwall.jobs import log_parts
from ringwall.jobs.log_parts import read_part, read_parts, split_parts_of, take_parts
from ringwall.jobs.logs import LogIngestion, LogPlaces, choose_sources, find_places, ingest_logs
from ringwall.model.errors import BadInput
from ringwall.store.home import Home
from ringwall.store.lake.log_ledger import LogLedger

EVENT = {"eventTime": "2026-01-31T10:00:00Z", "eventName": "X", "eventSource": "s"}
ALL = "select account_id, event_id from logs.cloudtrail order by all"


@pytest.fixture
def trail(tmp_path: Path) -> Path:
    """Return a folder of 45 files with two events each, of which one is in the next file, too."""
    for number in range(45):
        records = [
            EVENT | {"eventID": f"e{n}", "recipientAccountId": f"{n // 10:012}"}
            for n in (number, number + 1)
        ]
        write_trail(tmp_path / "trail" / f"{number:03}.json", *records)
    (tmp_path / "trail" / "notes.txt").write_text("no log\n")
    (tmp_path / "trail" / "broken.json").write_text('{"Records": [')
    return tmp_path / "trail"


def test_parts_make_the_logs_that_one_process_makes(
    tmp_path: Path, trail: Path, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_parts, "TASKS", 2)
    logs, sources = tmp_path / "logs", choose_sources(())
    objects = find_files([trail]).objects
    parts = split_parts_of(logs, sources, objects, {})
    assert [len(part.objects) for part in parts] == [24, 23]
    assert len({part.folder for part in parts}) == 2
    done = take_parts(logs, sources, parts, [read_part(part) for part in parts])
    alone = ingest_logs(tmp_path / "home", [trail], events)
    stored = done.stored["cloudtrail"]
    assert (done.objects, done.others) == (alone.files, alone.others)
    assert (stored.events, stored.repeated) == (alone.events, alone.repeated) == (46, 44)
    assert len(done.faults) == len(alone.faults) == 1
    assert ask(logs, ALL) == ask(Home(tmp_path / "home").logs, ALL)
    known = LogLedger(logs).read_versions()
    assert known == LogLedger(Home(tmp_path / "home").logs).read_versions()
    assert split_parts_of(logs, sources, [o for o in objects if o.address not in known], known)[
        0
    ].objects == ((str(trail / "notes.txt"), objects[-1].version, False),)


def test_where_nothing_is_new_no_machine_is_asked(tmp_path: Path, trail: Path, events: Any) -> None:
    (trail / "notes.txt").unlink()
    ingest_logs(tmp_path / "home", [trail], events)
    logs = Home(tmp_path / "home").logs
    done = read_parts(logs, choose_sources(()), find_files([trail]).objects, "no master")
    assert (done.known, done.objects, done.stored) == (46, 0, {})


@pytest.mark.parametrize(
    "place", ["s3://bucket-of-logs/AWSLogs/", "https://sqs.eu-west-1.amazonaws.com/111122223333/q"]
)
def test_buckets_and_queues_are_read_by_one_process(
    place: str, tmp_path: Path, events: Any
) -> None:
    ingestion = LogIngestion(
        tmp_path, find_places([place]), events, choose_sources(()), master="local[1]"
    )
    with pytest.raises(BadInput, match="--engine spark reads folders that all its machines see"):
        ingestion.run()


@pytest.mark.slow
@pytest.mark.needs("java")
def test_the_machines_of_spark_read_parts(
    tmp_path: Path, trail: Path, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_parts, "TASKS", 3)
    places = LogPlaces((trail,))
    ingestion = LogIngestion(
        tmp_path / "home", places, events, choose_sources(()), master="local[2]"
    )
    found = ingestion.run()
    assert (found.events, found.repeated, found.files) == (46, 44, 46)
    again = ingestion.run()
    assert (again.events, again.files, again.known) == (0, 0, 46)
    more = [EVENT | {"eventID": name, "recipientAccountId": "1" * 12} for name in ("e1", "n1")]
    (trail / "later.json").write_text(json.dumps({"Records": more}))
    assert ingestion.run().events == 2
    assert list((Home(tmp_path / "home").logs).glob(".partial-*")) == []
