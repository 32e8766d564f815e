"""The ledger of the logs: what it says is all that counts, and it says it at once."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.store.lake.log_ledger import NAME, LogFile, LogLedger, Quarantined, ReadObject

FILE = LogFile("t/day=2026-01-31/a.parquet", "t", "2026-01-31", 5, 100, 1, 2, "1", "2")
OBJECT = ReadObject("/in/a", "v1", "t", 5)
FAULT = Quarantined("t", "/in/a", 3, "broken", "1", "{")


@pytest.fixture
def ledger(tmp_path: Path) -> LogLedger:
    ledger = LogLedger(tmp_path / "logs")
    ledger.create()
    return ledger


def test_what_is_not_there_is_empty(tmp_path: Path) -> None:
    ledger = LogLedger(tmp_path)
    assert (ledger.is_there, ledger.read_files(), ledger.read_versions()) == (False, [], {})
    assert (ledger.read_quarantine(), ledger.count_quarantine(), ledger.read_state()) == ([], 0, "")
    assert not (tmp_path / NAME).exists()


def test_a_batch_is_there_as_a_whole(ledger: LogLedger, tmp_path: Path) -> None:
    ledger.publish([FILE], [OBJECT], [FAULT])
    assert ledger.read_files("t") == [FILE]
    assert ledger.read_files("other") == []
    assert ledger.read_versions() == {"/in/a": "v1"}
    assert ledger.read_quarantine() == [FAULT]
    assert (tmp_path / "logs" / NAME).stat().st_mode & 0o777 == 0o600


def test_files_have_numbers_in_the_order_they_came(ledger: LogLedger) -> None:
    others = [replace(FILE, path=f"t/day=2026-01-31/{name}.parquet") for name in "zby"]
    ledger.publish([FILE, *others], [], [])
    ledger.replace(others[:1], [])
    assert ledger.read_numbered(0) == {1: FILE, 3: others[1], 4: others[2]}
    assert ledger.read_numbered(3) == {4: others[2]}


def test_a_batch_that_fails_leaves_nothing(ledger: LogLedger) -> None:
    with pytest.raises((DamagedSnapshot, StorageFailed)):
        ledger.publish([FILE, FILE], [OBJECT], [FAULT])
    assert (ledger.read_files(), ledger.read_versions(), ledger.read_quarantine()) == ([], {}, [])


def test_the_quarantine_of_an_object_that_was_read_anew_is_replaced(ledger: LogLedger) -> None:
    other = replace(FAULT, file="/in/b")
    ledger.publish([], [OBJECT], [FAULT, other])
    ledger.publish([], [replace(OBJECT, version="v2")], [])
    assert ledger.read_quarantine() == [other]
    assert ledger.read_versions() == {"/in/a": "v2"}
    ledger.forget_faults(["/in/b"])
    assert ledger.read_quarantine() == []


def test_what_was_replaced_counts_no_more_and_is_forgotten_later(ledger: LogLedger) -> None:
    new = replace(FILE, path="t/day=2026-01-31/b.parquet")
    ledger.publish([FILE], [], [])
    before = ledger.read_state()
    ledger.replace([FILE], [new])
    assert ledger.read_files() == [new]
    assert ledger.read_state() != before
    assert ledger.read_known_paths() == {FILE.path, new.path}
    assert ledger.forget_replaced(3600) == []
    assert ledger.forget_replaced(0) == [FILE.path]
    assert ledger.read_known_paths() == {new.path}


def test_accounts_stay_known_when_their_files_are_gone(ledger: LogLedger, tmp_path: Path) -> None:
    ledger.publish([replace(FILE, accounts=frozenset({"1", "15", "2"}))], [], [])
    ledger.publish([replace(FILE, path="u/b", low_account="", high_account="3")], [], [])
    ledger.replace(ledger.read_files(), [])
    ledger.forget_replaced(0)
    assert ledger.read_accounts() == {"1", "15", "2"}
    assert LogLedger(tmp_path / "none").read_accounts() == set()


def test_a_ledger_from_before_accounts_were_kept_knows_some_and_learns(
    ledger: LogLedger, tmp_path: Path
) -> None:
    ledger.publish([FILE], [], [])
    with sqlite3.connect(tmp_path / "logs" / NAME) as db:
        db.execute("drop table account")
    assert ledger.read_accounts() == {"1", "2"}
    ledger.publish([replace(FILE, path="u/b", accounts=frozenset({"7"}))], [], [])
    assert ledger.read_accounts() == {"1", "2", "7"}


def test_a_damaged_ledger_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 100)
    with pytest.raises(DamagedSnapshot, match=r"ledger.sqlite: .*; if it is damaged, restore it"):
        LogLedger(tmp_path).read_files()


def test_a_ledger_without_its_tables_says_what_to_do(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / NAME).close()
    (tmp_path / NAME).touch()
    with pytest.raises(StorageFailed, match="made again from the files beside it"):
        LogLedger(tmp_path).read_files()


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed, match="cannot write"):
        LogLedger(tmp_path / "file").create()
