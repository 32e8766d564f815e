"""Objects into the lake: each once, and what cannot be read is kept and told."""

import gzip
import json
from pathlib import Path

from stored_logs import ask, read_in, write_trail

from ringwall.catalog.loader import load_logs
from ringwall.collect.logs.ingest import LogIngest
from ringwall.collect.logs.objects import find_files
from ringwall.jobs.logs import choose_sources
from ringwall.store.lake.log_batch import LogBatch
from ringwall.store.lake.log_files import tidy
from ringwall.store.lake.log_ledger import LogLedger

EVENT = {"eventTime": "2026-01-31T10:00:00Z", "eventName": "X", "eventSource": "s"}


def event(number: int, account: str = "111122223333") -> dict[str, str]:
    return EVENT | {"eventID": f"e{number}", "recipientAccountId": account}


def test_what_was_read_is_read_no_more_and_what_changed_is(tmp_path: Path) -> None:
    path, logs = write_trail(tmp_path / "in" / "a", event(1)), tmp_path / "logs"
    assert (read_in(logs, path).objects, read_in(logs, path).known) == (1, 1)
    write_trail(path, event(1), event(2))
    done = read_in(logs, path)
    assert (done.objects, done.stored["cloudtrail"].events) == (1, 1)


def test_one_broken_file_costs_no_event_of_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_trail(folder / "a", event(1), event(2) | {"eventTime": "x"})
    (folder / "b").write_bytes(b"\x1f\x8bbroken")
    write_trail(folder / "c", event(3))
    done = read_in(tmp_path / "logs", folder)
    assert (done.objects, done.stored["cloudtrail"].events) == (3, 2)
    assert [(Path(fault.file).name, fault.line) for fault in done.faults] == [("b", 0), ("a", 2)]


def test_a_file_that_breaks_off_may_lack_events_of_its_accounts_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    lines = [json.dumps(event(n, f"{n % 2}" * 12)) for n in range(5_000)]
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed[: len(packed) * 3 // 4])
    faults = read_in(tmp_path / "logs", path).faults
    accounts = [fault.account_id for fault in faults if "breaks off" in fault.reason]
    assert accounts == ["0" * 12, "1" * 12]


def test_of_too_many_accounts_it_may_be_any(tmp_path: Path) -> None:
    path = tmp_path / "a"
    lines = [json.dumps(event(n, f"{n:012}")) for n in range(2_000)]
    path.write_bytes(gzip.compress("\n".join(lines).encode())[:-20])
    faults = read_in(tmp_path / "logs", path).faults
    assert [fault.account_id for fault in faults if "breaks off" in fault.reason] == [""]


def test_a_named_file_that_is_no_log_is_told_and_one_of_a_folder_is_skipped(
    tmp_path: Path,
) -> None:
    path = tmp_path / "in" / "notes.txt"
    path.parent.mkdir()
    path.write_text("hello")
    assert read_in(tmp_path / "logs", path.parent).others == 1
    (fault,) = read_in(tmp_path / "logs", path).faults
    assert (fault.file, fault.reason) == (str(path), "no log that Ringwall knows")


def test_a_file_that_is_gone_is_told_and_tried_again(tmp_path: Path) -> None:
    path, logs = write_trail(tmp_path / "in" / "a", event(1)), tmp_path / "logs"
    objects = find_files([path]).objects
    path.unlink()
    tidy(logs, load_logs().values())
    ingest = LogIngest(choose_sources(()), lambda: LogBatch(logs), {})
    (fault,) = ingest.read(objects).faults
    assert fault.reason == "cannot read: No such file or directory"
    assert LogLedger(logs).read_versions()[str(path)].startswith("part of")
    assert ask(logs, "select file from logs.quarantine") == [{"file": str(path)}]


def test_a_bomb_is_told(tmp_path: Path) -> None:
    path, logs = tmp_path / "a", tmp_path / "logs"
    path.write_bytes(gzip.compress(json.dumps(event(1)).encode() + b"\n" + b" " * 10_000_000))
    ingest = LogIngest(choose_sources(()), lambda: LogBatch(logs), {}, limit=2_000_000)
    (fault,) = ingest.read(find_files([path]).objects).faults
    assert "decompresses to more than 1 MiB" in fault.reason
    assert fault.account_id == "111122223333"
