"""Logs at rest, as queries see them: what the ledger names, and nothing else."""

from pathlib import Path

import pytest
from stored_logs import ask, read_in, write_trail

from ringwall.model.errors import DamagedSnapshot
from ringwall.store.lake.log_ledger import NAME, LogLedger, Quarantined
from ringwall.store.lake.logs import fingerprint_logs, read_quarantine

EVENT = {
    "eventTime": "2026-01-31T10:00:00Z",
    "eventID": "e1",
    "eventName": "X",
    "eventSource": "s",
}
ALL = "select event_id from logs.cloudtrail order by 1"


def store(logs: Path, number: int = 1) -> Path:
    """Store one event, and return the file that has it."""
    before = set(logs.rglob("*.parquet"))
    path = write_trail(logs.parent / f"in{number}", EVENT | {"eventID": f"e{number}"})
    read_in(logs, path)
    (file,) = set(logs.rglob("*.parquet")) - before
    return file


def ids(logs: Path) -> list[str]:
    return [row["event_id"] for row in ask(logs, ALL)]


def test_without_files_the_tables_are_empty(tmp_path: Path) -> None:
    assert ids(tmp_path / "none") == []
    assert ask(tmp_path / "none", "select * from logs.quarantine") == []
    assert fingerprint_logs(tmp_path / "none") == ""


def test_folders_with_strange_names_are_read(tmp_path: Path) -> None:
    logs = tmp_path / "it's [a] *home?" / "logs"
    store(logs, 1)
    store(logs, 2)
    assert ids(logs) == ["e1", "e2"]


def test_a_file_that_the_ledger_does_not_name_is_not_there(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    file = store(logs)
    (file.parent / "forged.parquet").write_bytes(file.read_bytes())
    assert ids(logs) == ["e1"]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    store(tmp_path / "logs").write_bytes(b"PAR1 broken")
    with pytest.raises(DamagedSnapshot, match=r"cloudtrail: .*; restore the file from a backup"):
        ids(tmp_path / "logs")


def test_files_of_an_older_ringwall_are_read_and_adopted(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    store(logs)
    (logs / NAME).unlink()
    assert ids(logs) == ["e1"]
    before = fingerprint_logs(logs)
    store(logs, 2)
    assert ids(logs) == ["e1", "e2"]
    assert fingerprint_logs(logs) != before
    assert {file.rows for file in LogLedger(logs).read_files()} == {1}


def test_the_fingerprint_changes_with_files_and_with_the_quarantine(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    store(logs)
    one = fingerprint_logs(logs)
    assert one == fingerprint_logs(logs)
    LogLedger(logs).publish([], [], [Quarantined("cloudtrail", "/x", 1, "broken")])
    assert fingerprint_logs(logs) != one
    (row,) = read_quarantine(logs)
    assert (row["file"], row["line"], row["reason"]) == ("/x", 1, "broken")
    assert ask(logs, "select * from logs.quarantine") == [row]
