"""Facts of a batch come from lists, snapshots and what is usual."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from recorded_events import RecordedEvents
from stored_logs import read_in, write_trail

from ringwall.catalog.loader import load_batch_facts, load_logs
from ringwall.detect.enrichment.feeds import Feed
from ringwall.detect.enrichment.intel_list import IntelList
from ringwall.detect.enrichment.intel_store import write_list
from ringwall.jobs.batch_facts import BatchFacts
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def record(day: int) -> dict[str, object]:
    arn = "arn:aws:iam::111111111111:user/ann"
    return {
        "eventVersion": "1.11", "eventTime": f"2026-01-{day}T10:00:00Z", "eventID": f"e{day}",
        "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "awsRegion": "eu-west-1",
        "sourceIPAddress": "192.0.2.7", "recipientAccountId": "111111111111",
        "userIdentity": {"type": "IAMUser", "arn": arn, "accountId": "111111111111"},
    }  # fmt: skip


def test_every_table_of_facts_is_made_and_notes_are_said_once(home: Home) -> None:
    old = NOW - timedelta(days=60)
    feed = Feed()
    feed.add("192.0.2.7")
    write_list(home.intel, IntelList("old", "c2", "x", "text", old, timedelta(days=30)), feed)
    events = RecordedEvents()
    prepare = BatchFacts(home, events, lambda: NOW)
    for shown in (frozenset({"cloudtrail"}), frozenset({"vpc_flow"}), frozenset[str]()):
        with EmbeddedEngine(threads=1) as engine:
            for name in shown:
                engine.create(load_logs()[name])
            prepare(engine, shown)
            for table in load_batch_facts():
                assert engine.rows(f"select * from facts.{table}") == []
    assert [note for note in events.notes if "list old" in note] == [
        "list old: too old since 2026-01-01: not used"
    ]


def test_days_that_are_over_are_learned_once(home: Home, tmp_path: Path) -> None:
    assert BatchFacts(home, RecordedEvents(), lambda: NOW).learn() == ()  # there are no logs
    home.make()
    read_in(home.logs, write_trail(tmp_path / "a.json.gz", *map(record, (28, 29, 30))))
    times = [NOW, NOW + timedelta(minutes=9), NOW + timedelta(minutes=11)]
    prepare = BatchFacts(home, RecordedEvents(), lambda: times[0])
    assert prepare.learn() == (date(2026, 1, 28), date(2026, 1, 29))
    read_in(home.logs, write_trail(tmp_path / "b.json.gz", record(31)))
    times.pop(0)
    assert prepare.learn() == ()  # it looks again after ten minutes
    times.pop(0)
    assert prepare.learn() == (date(2026, 1, 30),)
