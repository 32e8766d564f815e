"""Hits at rest: what is kept of them, what was judged, and what is owed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringwall.model.detection import Hit
from ringwall.model.errors import BadInput
from ringwall.model.finding import Finding
from ringwall.store.database.connection import open_database
from ringwall.store.database.hits import (
    HitStore,
    JudgedLogs,
    OwedTime,
    SeenAct,
    count_milliseconds,
)
from ringwall.store.database.integrity import LAST_TIME
from ringwall.store.database.ledger import Ledger
from ringwall.store.database.schema import HIT

AT = datetime.fromisoformat("2026-01-31T10:00:00")
ONE = Hit(
    rule="s3.x",
    at=AT,
    act="e-1",
    account_id="1",
    region="r",
    actor="a",
    resource="b",
    reason="c",
    events=("e-1",),
    entities=("k",),
    evidence={"size": 3},
)
FINDING = Finding("f", "s3.x", "t", "low", "detection", "1", "r", ("b",), "c", 1, 1)
MS = count_milliseconds(AT)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    Ledger(engine).upsert([FINDING, replace(FINDING, uid="g")])
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: sa.Engine) -> HitStore:
    return HitStore(engine)


def test_a_hit_is_read_as_it_was_kept(store: HitStore) -> None:
    with store.writer() as writer:
        writer.add([(ONE, "f")], 9)
    assert (list(store.hits()), store.count()) == ([ONE], 1)


def test_hits_are_found_by_time_by_finding_and_by_when_they_were_recorded(store: HitStore) -> None:
    later = replace(ONE, act="e-2", at=AT + timedelta(hours=1))
    with store.writer() as writer:
        writer.add([(later, "g")], 20)
        writer.add([(ONE, "f")], 10)
    assert [hit.act for hit in store.hits()] == ["e-1", "e-2"]
    assert [hit.act for hit in store.hits(until=MS)] == ["e-1"]
    assert [hit.act for hit in store.hits(MS + 1)] == ["e-2"]
    assert [hit.act for hit in store.hits(finding="g")] == ["e-2"]
    assert [hit.act for hit in store.hits(recorded_from=11)] == ["e-2"]


def test_an_act_that_is_known_gets_what_is_new(store: HitStore) -> None:
    with store.writer() as writer:
        writer.add([(ONE, "f")], 9)
        assert writer.known([ONE.uid, "other"]) == {ONE.uid: SeenAct(MS, MS, 1)}
        writer.update({ONE.uid: (replace(ONE, reason="more"), SeenAct(MS - 5, MS + 5, 4))})
    with store.writer() as writer:
        assert writer.known([ONE.uid]) == {ONE.uid: SeenAct(MS - 5, MS + 5, 4)}
    assert [(hit.reason, hit.count) for hit in store.hits()] == [("more", 4)]


def test_files_are_marked_and_those_that_went_forgotten(store: HitStore) -> None:
    with store.writer() as writer:
        writer.mark(JudgedLogs("dns_query", {"a": 1, "b": 2}, until=50), 100)
        writer.mark(JudgedLogs("vpc_flow", {"a": 9}, until=70), 100)
    with store.writer() as writer:
        writer.mark(JudgedLogs("dns_query", {"c": 3, "b": 4}, frozenset({"a"}), until=40), 101)
    assert store.judged_files() == {"dns_query": {"b": 4, "c": 3}, "vpc_flow": {"a": 9}}
    assert store.watermarks() == {"dns_query": 50, "vpc_flow": 70}


def test_what_is_owed_is_replaced(store: HitStore) -> None:
    with store.writer() as writer:
        writer.replace_owed("s3.x", [(5, 6), (1, 2)])
        writer.replace_owed("s3.y", [(3, 4)])
    assert store.owed() == [OwedTime("s3.x", 1, 2), OwedTime("s3.y", 3, 4), OwedTime("s3.x", 5, 6)]
    with store.writer() as writer:
        assert writer.owed("s3.x") == [(1, 2), (5, 6)]
        writer.replace_owed("s3.x", [])
    assert store.owed() == [OwedTime("s3.y", 3, 4)]


def test_an_error_in_the_middle_leaves_nothing(store: HitStore) -> None:
    with pytest.raises(LookupError), store.writer() as writer:  # noqa: PT012 - the point of it
        writer.add([(ONE, "f")], 9)
        writer.mark(JudgedLogs("dns_query", {"a": 1}), 100)
        raise LookupError
    assert (store.count(), store.judged_files(), store.watermarks()) == (0, {}, {})


def test_a_damaged_hit_is_named(store: HitStore, engine: sa.Engine) -> None:
    with store.writer() as writer:
        writer.add([(ONE, "f")], 9)
    with engine.begin() as connection:
        connection.execute(sa.update(HIT).values(body={"events": 1}))
    with pytest.raises(BadInput, match=f"hit {ONE.uid}: damaged"):
        list(store.hits())


def test_a_time_that_no_database_has_is_brought_within_its_bounds() -> None:
    assert count_milliseconds(datetime(1, 1, 1)) == 0  # noqa: DTZ001
    assert count_milliseconds(datetime(9999, 12, 31, 23, 59, 59, 999_999)) == LAST_TIME  # noqa: DTZ001
    assert MS == 1769853600000
