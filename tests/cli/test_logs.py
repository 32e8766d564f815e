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


def store_two_days(ringwall: Ringwall, tmp_path: Path) -> None:
    write_trail(tmp_path / "in" / "a", EVENT, EVENT | {"eventTime": "2026-02-01T10:00:00Z"})
    ringwall("logs", "ingest", str(tmp_path / "in"))


def count_rows(ringwall: Ringwall) -> int:
    return sum(row["rows"] for row in ringwall("logs", "--format", "json").objects)


def test_old_logs_are_shown_before_they_are_deleted(ringwall: Ringwall, tmp_path: Path) -> None:
    store_two_days(ringwall, tmp_path)
    shown = ringwall("logs", "delete", "--before", "2026-02-01", "--dry-run", "--format", "json")
    (row,) = shown.objects
    assert (row["table"], row["rows"], row["first"]) == ("logs.cloudtrail", 1, "2026-01-31")
    assert "1 event of them no detection has seen" in shown.err
    assert "1 event in 1 file before 2026-02-01; nothing was deleted\n" in shown.err
    asked = ringwall("logs", "delete", "--before", "2026-02-01")
    assert "nothing was deleted: add --yes to delete" in asked.err
    assert (shown.code, asked.code, count_rows(ringwall)) == (0, 0, 2)


def test_old_logs_are_deleted_where_somebody_says_so(
    ringwall: Ringwall, tmp_path: Path, type_at_terminal: Callable[[str], None]
) -> None:
    store_two_days(ringwall, tmp_path)
    type_at_terminal("n\n")
    ringwall("logs", "delete", "--before", "2026-02-01")
    assert count_rows(ringwall) == 2
    type_at_terminal("y\n")
    found = ringwall("logs", "delete", "--before", "2026-02-01")
    assert "Delete them? [y/N]" in found.err
    assert "deleted 1 event in 1 file before 2026-02-01" in found.err
    assert count_rows(ringwall) == 1
    ringwall("logs", "delete", "--before", "1d", "--source", "cloudtrail", "--yes")
    assert count_rows(ringwall) == 0
    assert "no logs of days before" in ringwall("logs", "delete", "--before", "0d", "--yes").err


def test_what_cannot_be_deleted_is_told(ringwall: Ringwall, tmp_path: Path) -> None:
    store_two_days(ringwall, tmp_path)
    for wrong in ("2026-02-31", "yesterday", "-1d", "2026-2-1", "20260201", "5y"):
        found = ringwall("logs", "delete", f"--before={wrong}", "--yes")
        assert (found.code, "write a day, such as 2026-01-31" in found.err) == (64, True), wrong
    both = ringwall("logs", "delete", "--before", "1d", "--yes", "--dry-run")
    assert (both.code, "only one of the two" in both.err) == (64, True)
    strange = ringwall("logs", "delete", "--before", "1d", "--yes", "--source", "nothing")
    assert (strange.code, "no source of logs nothing" in strange.err) == (64, True)
    assert ringwall("logs", "delete", "--yes").code == 64
    assert count_rows(ringwall) == 2
