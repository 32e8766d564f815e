"""Detections that follow the logs: each batch judges what has come."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from log_world import LogWorld, make_stop

from ringwall.catalog import loader
from ringwall.catalog.loader import load_detections
from ringwall.jobs.detect import DetectRequest
from ringwall.jobs.follow import EVERY, follow_logs, read_new
from ringwall.jobs.log_deletion import delete_logs
from ringwall.store.home import Home

GUESSED = load_detections()["signin.password_is_guessed"]
pytestmark = pytest.mark.usefixtures("few_detections")


def test_what_comes_is_judged_with_the_next_batch(log_world: LogWorld, events: Any) -> None:
    arriving = [[], [make_stop(1)], [], [make_stop(2, minutes=5), make_stop(3, minutes=6)]]

    def arrive() -> None:
        if rows := arriving.pop(0):
            log_world.add(*rows)

    waited: list[float] = []
    with follow_logs(
        log_world.home,
        DetectRequest(),
        events,
        ingest=arrive,
        wait=waited.append,
    ) as batches:
        found = [len(next(batches).seen) for _ in range(3)]
    assert found == [1, 0, 2]
    assert "waiting for the first" in events.notes[0]
    assert all(0 <= seconds <= EVERY for seconds in waited)
    assert len(waited) == 3


def test_new_files_of_a_folder_are_read_before_each_batch(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "trail"
    folder.mkdir()

    def deliver(number: int) -> None:
        record = {
            "eventVersion": "1.11",
            "eventTime": f"2026-01-31T10:0{number}:00Z",
            "eventID": f"e-{number}",
            "eventSource": "cloudtrail.amazonaws.com",
            "eventName": "StopLogging",
            "awsRegion": "eu-west-1",
            "recipientAccountId": "111111111111",
            "requestParameters": {"name": f"trail-{number}"},
            "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111111111111:user/ann"},
        }
        (folder / f"{number}.json").write_text(json.dumps({"Records": [record]}))

    deliver(1)
    ingest = read_new(log_world.home, [folder], events)
    with follow_logs(
        log_world.home, DetectRequest(), events, ingest=ingest, wait=lambda _: deliver(2)
    ) as batches:
        assert [len(next(batches).seen) for _ in range(2)] == [1, 1]
        with Home(log_world.home).lock("collect"):
            deliver(3)
            assert len(next(batches).seen) == 0
        assert len(next(batches).seen) == 1


def test_a_folder_may_be_empty_and_what_cannot_be_read_is_told_once(
    log_world: LogWorld, events: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "trail"
    folder.mkdir()
    ingest = read_new(log_world.home, [folder], events)
    ingest()
    assert events.notes == []
    (folder / "1.json").write_text('{"Records": [{"eventVersion": "1.1')
    ingest()
    ingest()
    (note,) = events.notes
    assert "1.json: record 1: broken JSON" in note
    (folder / "1.json").unlink()
    ingest()
    assert len(events.notes) == 1


def test_logs_that_are_deleted_meanwhile_end_nothing(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))
    advance = events.advance

    def delete(day: str) -> None:
        events.advance = advance
        assert delete_logs(log_world.home, date.fromisoformat(day) + timedelta(days=1)).files == 1

    events.advance = delete
    arriving = [[], [make_stop(2)]]

    def arrive() -> None:
        if rows := arriving.pop(0):
            log_world.add(*rows)

    with follow_logs(
        log_world.home, DetectRequest(), events, ingest=arrive, wait=lambda _: None
    ) as batches:
        assert len(next(batches).seen) == 1
    (note,) = [note for note in events.notes if "were deleted while they were read" in note]
    assert "the next `ringwall detect`" in note


def test_an_interrupt_leaves_what_was_found(log_world: LogWorld, events: Any) -> None:
    log_world.add(make_stop(1))

    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    found: list[int] = []
    with (
        pytest.raises(KeyboardInterrupt),
        follow_logs(log_world.home, DetectRequest(), events, wait=interrupt) as batches,
    ):
        found.extend(len(result.seen) for result in batches)
    assert found == [1]
    with follow_logs(log_world.home, DetectRequest(), events) as batches:
        assert next(batches).rows == 0


def test_a_batch_that_was_interrupted_is_judged_by_the_next(
    log_world: LogWorld, events: Any
) -> None:
    log_world.add(make_stop(1))

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    events.advance, before = stop, events.advance
    with (
        pytest.raises(KeyboardInterrupt),
        follow_logs(log_world.home, DetectRequest(), events) as batches,
    ):
        next(batches)
    events.advance = before
    with follow_logs(log_world.home, DetectRequest(), events) as batches:
        assert len(next(batches).seen) == 1


def fail_to_sign_in(number: int) -> Any:
    return {
        "event_id": f"sign-in-{number}",
        "event_time": f"2026-01-31T10:0{number}:00",
        "event_source": "signin.amazonaws.com",
        "operation": "ConsoleLogin",
        "response_elements": {"ConsoleLogin": "Failure"},
        "user_name": "bob",
    }


@pytest.mark.slow
@pytest.mark.needs("java")
def test_a_stream_of_spark_judges_each_batch_with_its_window(
    log_world: LogWorld, events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "_own_detections", lambda: ((GUESSED.id, GUESSED),))
    monkeypatch.setattr("ringwall.jobs.follow.EVERY", 0.2)
    attempts = [fail_to_sign_in(number) for number in range(10)]
    log_world.add(*attempts[:5])
    with follow_logs(log_world.home, DetectRequest(master="local[1]"), events) as batches:
        first = next(batches)
        log_world.add(*attempts[5:])
        second = next(batches)
    assert [(found.rows, len(found.seen)) for found in (first, second)] == [(5, 0), (5, 1)]
