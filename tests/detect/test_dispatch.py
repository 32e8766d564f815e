"""Which detections what is new may concern: never one too few."""

from collections.abc import Collection
from typing import Any

import pytest

from ringwall.catalog.loader import load_watched
from ringwall.detect import dispatch
from ringwall.detect.dispatch import KINDS, EventKinds, find_kinds, is_concerned
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.engine.scans import ANY

TRAIL = {"cloudtrail"}
STOP = ("and", (("in", "event_source", ("cloudtrail",)), ("in", "operation", ("StopLogging",))))
STOPPED: EventKinds = {"cloudtrail": [{"event_source": "cloudtrail", "operation": "StopLogging"}]}
STARTED: EventKinds = {"cloudtrail": [{"event_source": "cloudtrail", "operation": "StartLogging"}]}


@pytest.mark.parametrize(
    ("scans", "reads", "fresh", "kinds", "concerned"),
    [
        ({"cloudtrail": (STOP,)}, TRAIL, TRAIL, STOPPED, True),
        ({"cloudtrail": (STOP,)}, TRAIL, TRAIL, STARTED, False),
        ({"cloudtrail": (STOP,)}, TRAIL, TRAIL, {"cloudtrail": []}, False),
        ({"cloudtrail": (STOP, ANY)}, TRAIL, TRAIL, STARTED, True),
        # It is not known what is new, or what the query asks.
        ({"cloudtrail": (STOP,)}, TRAIL, TRAIL, {}, True),
        ({}, TRAIL, TRAIL, STARTED, True),
        # Another log has something new, too.
        ({"cloudtrail": (STOP,)}, {*TRAIL, "dns_query"}, TRAIL, STARTED, False),
        ({"cloudtrail": (STOP,)}, {*TRAIL, "dns_query"}, {"dns_query"}, STARTED, True),
        ({"cloudtrail": (STOP,)}, {*TRAIL, "s3_bucket"}, TRAIL, STARTED, False),
    ],
)
def test_a_detection_runs_unless_nothing_new_can_matter(
    *,
    scans: Any,
    reads: Collection[str],
    fresh: Collection[str],
    kinds: EventKinds,
    concerned: bool,
) -> None:
    assert is_concerned(scans, reads, fresh, kinds) == concerned


def test_kinds_are_those_of_the_rows_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = load_watched()
    rows = [
        {**dict.fromkeys(KINDS["cloudtrail"], "x"), "event_name": name} for name in ("A", "A", "B")
    ]
    with EmbeddedEngine() as engine:
        engine.create(tables["cloudtrail"], rows)
        engine.create(tables["dns_query"])
        found = find_kinds(engine, {"cloudtrail", "dns_query"})
        assert found.keys() == TRAIL
        assert {row["event_name"] for row in found["cloudtrail"]} == {"A", "B"}
        assert len(found["cloudtrail"]) == 2
        # So many that it does not pay.
        monkeypatch.setattr(dispatch, "MOST_KINDS", 1)
        assert find_kinds(engine, TRAIL) == {}


def test_the_columns_are_those_of_the_logs() -> None:
    tables = load_watched()
    for log, columns in KINDS.items():
        assert set(columns) <= {column.name for column in tables[log].columns}
