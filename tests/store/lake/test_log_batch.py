"""Batches of logs: each record once, whatever is killed in between, and nothing lost."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stored_logs import ask, read_in, write_trail

from ringwall.model.errors import StorageFailed
from ringwall.store.lake.log_batch import LogBatch, StagedObject, Stored
from ringwall.store.lake.log_faults import MOST_FAULTS
from ringwall.store.lake.log_ledger import LogLedger, Quarantined

TIME = "2026-01-31T10:00:00Z"


def event(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "eventTime": TIME,
        "eventID": f"e{number}",
        "eventName": "GetObject",
        "eventSource": "s3.amazonaws.com",
        "recipientAccountId": "111122223333",
    } | changes


def ids(logs: Path) -> list[str]:
    return [row["event_id"] for row in ask(logs, "select event_id from logs.cloudtrail order by 1")]


def test_an_event_is_stored_once_in_and_over_batches(tmp_path: Path) -> None:
    folder, logs = tmp_path / "in", tmp_path / "logs"
    write_trail(folder / "a", event(1), event(1), event(2))
    assert read_in(logs, folder).stored["cloudtrail"].repeated == 1
    write_trail(folder / "b", event(2), event(3), event(3))
    done = read_in(logs, folder)
    assert (done.known, done.objects) == (1, 1)
    assert (done.stored["cloudtrail"].events, done.stored["cloudtrail"].repeated) == (1, 2)
    assert ids(logs) == ["e1", "e2", "e3"]


def test_one_id_at_two_times_is_two_events(tmp_path: Path) -> None:
    path = write_trail(tmp_path / "a", event(1), event(1, eventTime="2026-01-31T11:00:00Z"))
    read_in(tmp_path / "logs", path)
    assert ids(tmp_path / "logs") == ["e1", "e1"]


def test_events_lie_in_the_folder_of_their_day(tmp_path: Path) -> None:
    path = write_trail(tmp_path / "a", event(1), event(2, eventTime="2026-02-01T00:00:00Z"))
    stored = read_in(tmp_path / "logs", path).stored["cloudtrail"]
    assert (str(stored.first), str(stored.last)) == ("2026-01-31 10:00:00", "2026-02-01 00:00:00")
    folders = {file.parent.name for file in (tmp_path / "logs").glob("*/*/*.parquet")}
    assert folders == {"day=2026-01-31", "day=2026-02-01"}


class Killed(BaseException):
    """As if the process had ended."""


def kill_at(step: int) -> Callable[[str], None]:
    left = [step]

    def count(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    return count


LINE = "2 123456789010 eni-1a 10.0.0.1 10.0.0.2 1 {} 6 2 99 1418530010 1418530070 ACCEPT OK\n"


def test_a_kill_at_any_step_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    """Lines have no IDs: what says that they were read is the ledger alone."""
    folder = tmp_path / "in"
    write_trail(
        folder / "a", *(event(n, eventTime=f"2026-01-{1 + n % 3:02}T10:00:00Z") for n in range(6))
    )
    (folder / "b").write_text("".join(LINE.format(port) for port in range(5)))
    (folder / "c").write_text("".join(LINE.format(port) for port in range(5)))
    (folder / "d").write_text("{broken")
    for step in range(100):
        logs = tmp_path / f"logs{step}"
        try:
            read_in(logs, folder, step=kill_at(step), size=150)
        except Killed:
            rows = ask(logs, "select count(*) as n, count(distinct line) as l from logs.vpc_flow")
            assert rows[0]["n"] in {0, 5, 10}
        else:
            break
        read_in(logs, folder, write_trail(tmp_path / "late", event(6)), size=150)
        assert ids(logs) == [f"e{n}" for n in range(7)]
        assert ask(logs, "select count(*) as n from logs.vpc_flow") == [{"n": 10}]
        assert ask(logs, "select count(*) as n from logs.quarantine") == [{"n": 1}]
        left = {path.name for path in logs.rglob("*.parquet")}
        assert {Path(file.path).name for file in LogLedger(logs).read_files()} == left
    assert step > 8


def test_a_large_object_is_published_in_parts_and_read_again_from_its_start(tmp_path: Path) -> None:
    path, logs = tmp_path / "flows", tmp_path / "logs"
    path.write_text("".join(LINE.format(port % 60_000) for port in range(300_000)))
    steps: list[str] = []

    def kill_in_the_second_part(step: str) -> None:
        steps.append(step)
        if steps.count("publish") == 2:
            raise Killed

    with pytest.raises(Killed):
        read_in(logs, path, size=1_000_000, step=kill_in_the_second_part)
    some = ask(logs, "select count(*) as n from logs.vpc_flow")[0]["n"]
    assert 0 < some < 300_000
    read_in(logs, path, size=1_000_000)
    rows = ask(
        logs,
        "select count(*) as n, count(distinct line) as l, max(line) as last from logs.vpc_flow",
    )
    assert rows == [{"n": 300_000, "l": 300_000, "last": 300_000}]


def test_an_object_that_grew_is_read_on(tmp_path: Path) -> None:
    path, logs = tmp_path / "flows", tmp_path / "logs"
    path.write_text(LINE.format(1))
    read_in(logs, path)
    path.write_text(LINE.format(1) + LINE.format(2))
    assert read_in(logs, path).stored["vpc_flow"] == Stored(
        1, 1, *(row["t"] for row in ask(logs, "select event_time as t from logs.vpc_flow limit 2"))
    )


@pytest.mark.parametrize(
    "bad",
    [
        '{"eventTime": "2026-01-31", "eventName": "X", "eventName": "Y", "eventSource": "s"}',
        '{"eventTime": "2026-01-31", "eventName": "\\ud800", "eventSource": "s"}',
        '{"eventTime": "2026-01-31", "eventName": "a\\u0000b", "eventSource": "s"}',
        '{"eventTime": "2026-01-31", "eventName": "X", "eventSource": "s", "userAgent": 1e999}',
    ],
    ids=["a name twice", "half a character", "NUL", "numbers beyond all"],
)
@pytest.mark.parametrize("form", ['{{"Records": [{}, {}]}}', "{}\n{}\n"], ids=["Records", "lines"])
def test_odd_records_are_kept(tmp_path: Path, bad: str, form: str) -> None:
    path = tmp_path / "a"
    path.write_text(form.format(json.dumps(event(1)), bad))
    assert read_in(tmp_path / "logs", path).faults == []
    rows = ask(tmp_path / "logs", "select * from logs.cloudtrail where event_id <> 'e1'")
    assert len(rows) == 1
    assert all("\x00" not in str(value) for value in rows[0].values())


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"a": ' + "[" * 200 + "]" * 200 + "}", "nested deeper"),
        ("{}", "no eventName"),
        ('{"eventName": "X"}', "no eventSource"),
        ("nonsense", "broken JSON"),
        ('{"eventName": "X", "eventSource": 5, "eventTime": "9" }', "no time"),
    ],
)
def test_what_is_no_record_is_quarantined_and_the_rest_is_kept(
    tmp_path: Path, bad: str, reason: str
) -> None:
    path = tmp_path / "a"
    path.write_text(f"{json.dumps(event(1))}\n{bad}\n{json.dumps(event(2))}\n")
    (fault,) = read_in(tmp_path / "logs", path).faults
    assert reason in fault.reason
    assert (fault.line, fault.source, fault.file) == (2, "cloudtrail", str(path))
    assert ids(tmp_path / "logs") == ["e1", "e2"]


def test_of_one_object_a_hundred_faults_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(json.dumps(event(1)) + "\n{}" * 500)
    faults = read_in(tmp_path / "logs", path).faults
    assert len(faults) == MOST_FAULTS
    assert faults[-1].reason == "401 more lines like these"
    assert len(LogLedger(tmp_path / "logs").read_quarantine()) == MOST_FAULTS


def test_of_lines_without_ids_a_hundred_faults_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(LINE.format(1) + "x\n" * 500)
    faults = read_in(tmp_path / "logs", path).faults
    assert len(faults) == MOST_FAULTS
    assert [fault.line for fault in faults[:2]] == [2, 3]
    assert faults[-1].reason == "401 more lines like these"


def test_doubt_about_a_record_stays_in_its_account(tmp_path: Path) -> None:
    path = tmp_path / "a"
    other = json.dumps(event(2, eventName="", recipientAccountId="999900009999"))
    path.write_text(f"{json.dumps(event(1))}\n{other}\n{{}}\n")
    faults = read_in(tmp_path / "logs", path).faults
    assert [fault.account_id for fault in faults] == ["999900009999", ""]


def test_records_of_several_logs_in_one_object_keep_their_numbers(tmp_path: Path) -> None:
    query = {"query_name": "a.", "query_type": "A", "rcode": "NOERROR", "query_timestamp": TIME}
    mixed = [event(1), query, event(2), event(3), query, query]
    (tmp_path / "a").write_text(json.dumps([{"x": 1}, *mixed]))
    for size in (1, 10**6):
        logs = tmp_path / f"logs{size}"
        read_in(logs, tmp_path / "a", size=size)
        rows = ask(logs, "select line from logs.dns_query order by 1")
        assert [row["line"] for row in rows] == [1, 2, 3]


def test_no_password_in_a_url_reaches_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for number, url in enumerate(["https://u:hunter2@host/x", r"https:\/\/u:hunter2@host"]):
        with path.open("a") as file:
            file.write(json.dumps(event(number, userAgent="?")).replace("?", url) + "\n")
    read_in(tmp_path / "logs", path)
    rows = ask(tmp_path / "logs", "select user_agent from logs.cloudtrail order by event_id")
    assert [row["user_agent"] for row in rows] == ["https://host/x", "https://host"]
    for written in (tmp_path / "logs").rglob("*"):
        assert written.is_dir() or b"hunter2" not in written.read_bytes()


def test_a_batch_in_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match="cannot start to write"):
        LogBatch(tmp_path / "file")


def test_a_batch_that_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    with LogBatch(tmp_path) as batch:
        batch.quarantine(Quarantined("", "/x", 0, "r"))
        batch.close_object(StagedObject("/x", "1"), "", 0)
        assert not batch.is_empty
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("time", ["10000-01-01T00:00:00Z", "infinity", "9999-12-31T23:59:59Z"])
def test_a_record_of_an_impossible_time_stops_no_other(tmp_path: Path, time: str) -> None:
    folder, logs = tmp_path / "in", tmp_path / "logs"
    write_trail(folder / "a", event(1), event(2, eventTime=time), event(3))
    done = read_in(logs, folder)
    assert ids(logs) == ["e1", "e3"]
    assert [(fault.line, fault.reason) for fault in done.faults] == [
        (2, "no eventTime, or one that is no time")
    ]
