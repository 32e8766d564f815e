"""`ringwall logs` at the terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from stored_logs import write_trail

Ringwall = Callable[..., Any]
EVENT = {
    "eventTime": "2026-01-31T10:00:00Z",
    "eventID": "e1",
    "eventName": "X",
    "eventSource": "s",
}


def test_logs_are_read_listed_and_asked(ringwall: Ringwall, tmp_path: Path) -> None:
    path = write_trail(tmp_path / "in" / "a.json.gz", EVENT)
    assert "no logs yet: `ringwall logs ingest FOLDER`" in ringwall("logs").err
    found = ringwall("logs", "ingest", str(path.parent))
    said = "1 event from 1 file, 2026-01-31 10:00:00 to 2026-01-31 10:00:00 UTC"
    assert (found.code, said in found.err) == (0, True)
    (row,) = ringwall("logs", "list", "--format", "json").objects
    assert (row["table"], row["rows"], row["first"]) == ("logs.cloudtrail", 1, EVENT["eventTime"])
    again = ringwall("logs", "ingest", str(path.parent))
    assert "0 events from 0 files; 1 file read before" in again.err


def test_what_cannot_be_read_is_named(ringwall: Ringwall, tmp_path: Path) -> None:
    path = write_trail(tmp_path / "a", EVENT, {"eventName": "\x1b[31mX"})
    found = ringwall("logs", "ingest", str(path), "--sources", "cloudtrail")
    assert found.code == 2
    assert f"{path}: record 2: no eventSource" in found.err
    assert "1 not read completely" in found.err
    assert "1 row of what could not be read: ringwall query" in ringwall("logs").err


def test_wrong_use_is_told(ringwall: Ringwall, tmp_path: Path) -> None:
    found = ringwall("logs", "ingest", str(tmp_path / "none"))
    assert (found.code, "no such file or folder" in found.err) == (64, True)
