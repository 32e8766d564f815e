"""Old logs: what they are, and what a kill leaves of their deletion."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from stored_logs import ask, read_in, write_trail

from ringwall.catalog.loader import load_logs
from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.store.lake.log_files import tidy
from ringwall.store.lake.log_ledger import NAME, LogFile, LogLedger, Quarantined, ReadObject
from ringwall.store.lake.log_retention import OldLogs, find_old_logs, remove_old_logs

EVENT = {"eventName": "X", "eventSource": "s"}
DAY = date(2026, 2, 1)
IDS = "select event_id from logs.cloudtrail order by 1"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Return a folder of logs with an event on each of three days."""
    for day in ("2026-01-30", "2026-01-31", "2026-02-01"):
        event = EVENT | {"eventTime": f"{day}T10:00:00Z", "eventID": day, "recipientAccountId": day}
        read_in(tmp_path / "logs", write_trail(tmp_path / "in" / day, event))
    return tmp_path / "logs"


def ids(logs: Path) -> list[str]:
    return [row["event_id"] for row in ask(logs, IDS)]


def days_on_disk(logs: Path) -> list[str]:
    return sorted(path.name for path in logs.glob("*/*"))


def publish(logs: Path, files: list[LogFile], *faults: Quarantined) -> LogLedger:
    ledger = LogLedger(logs)
    ledger.create()
    ledger.publish(files, [], faults)
    return ledger


def test_days_before_a_day_go_with_their_files(logs: Path) -> None:
    old = find_old_logs(logs, DAY)
    assert [file.day for file in old.files] == ["2026-01-30", "2026-01-31"]
    remove_old_logs(logs, old)
    assert ids(logs) == ["2026-02-01"]
    assert days_on_disk(logs) == ["day=2026-02-01"]
    assert find_old_logs(logs, DAY) == OldLogs()


def test_only_tables_that_are_named_are_looked_at(logs: Path) -> None:
    assert find_old_logs(logs, DAY, ["vpc_flow"]) == OldLogs()
    assert len(find_old_logs(logs, DAY, ["vpc_flow", "cloudtrail"]).files) == 2


def test_what_was_read_is_not_read_again_and_its_accounts_stay_known(
    logs: Path, tmp_path: Path
) -> None:
    remove_old_logs(logs, find_old_logs(logs, DAY))
    assert read_in(logs, tmp_path / "in").known == 3
    assert ids(logs) == ["2026-02-01"]
    assert LogLedger(logs).read_accounts() == {"2026-01-30", "2026-01-31", "2026-02-01"}


def test_accounts_of_an_older_ledger_are_kept_as_they_go(logs: Path) -> None:
    with sqlite3.connect(logs / NAME) as db:
        db.execute("drop table account")
    remove_old_logs(logs, find_old_logs(logs, DAY))
    assert LogLedger(logs).read_accounts() == {"2026-01-30", "2026-01-31", "2026-02-01"}


def test_files_that_were_replaced_go_too(logs: Path) -> None:
    ledger = LogLedger(logs)
    first, *_ = ledger.read_files()
    ledger.replace([first], [])
    old = find_old_logs(logs, DAY)
    assert old.replaced == (first.path,)
    remove_old_logs(logs, old)
    assert days_on_disk(logs) == ["day=2026-02-01"]


class Killed(BaseException):
    """What a kill is like: nobody catches it."""


@pytest.mark.parametrize("last", range(3))
def test_after_a_kill_no_event_is_half_there(logs: Path, last: int) -> None:
    steps: list[str] = []

    def die(step: str) -> None:
        steps.append(step)
        if len(steps) == last + 1:
            raise Killed

    with pytest.raises(Killed):
        remove_old_logs(logs, find_old_logs(logs, DAY), die)
    left = ["2026-01-30", "2026-01-31", "2026-02-01"]
    assert ids(logs) == (left if not last else left[2:])
    assert len(days_on_disk(logs)) == 3 - max(0, last - 1)
    tidy(logs, load_logs().values())
    remove_old_logs(logs, find_old_logs(logs, DAY))
    assert (ids(logs), days_on_disk(logs)) == (left[2:], ["day=2026-02-01"])


def test_a_file_that_cannot_be_deleted_counts_no_more(logs: Path) -> None:
    old = find_old_logs(logs, DAY)
    path = logs / old.files[0].path
    path.unlink()
    path.mkdir()
    with pytest.raises(StorageFailed, match=r"cannot be deleted, nor 0 others"):
        remove_old_logs(logs, old)
    assert ids(logs) == ["2026-02-01"]


def test_a_ledger_that_names_other_files_is_refused(logs: Path, tmp_path: Path) -> None:
    (tmp_path / "precious.parquet").touch()
    (file, *_) = LogLedger(logs).read_files()
    with sqlite3.connect(logs / NAME) as db:
        db.execute("update file set path = '../precious.parquet' where path = ?", (file.path,))
    with pytest.raises(DamagedSnapshot, match="none of the logs"):
        find_old_logs(logs, DAY)
    with sqlite3.connect(logs / NAME) as db:
        db.execute("update file set replaced = 1 where path like '..%'")
    tidy(logs, load_logs().values())
    assert (tmp_path / "precious.parquet").exists()


def test_the_quarantine_is_as_old_as_its_objects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = "s3://b/AWSLogs/1/CloudTrail/us-east-1"
    old = Quarantined("cloudtrail", f"{bucket}/2026/01/31/x.json.gz", 1, "broken")
    young = Quarantined("cloudtrail", f"{bucket}/2026/02/01/x.json.gz", 1, "broken")
    mine = Quarantined("vpc_flow", "/backup/2026/01/31/x", 0, "broken")
    read_long_ago = Quarantined("", "/in/y", 0, "broken")
    ledger = publish(tmp_path, [], old, young, mine)
    at = datetime(2026, 1, 31, 23, tzinfo=UTC).timestamp()
    monkeypatch.setattr("ringwall.store.lake.log_ledger.time.time", lambda: at)
    ledger.publish([], [ReadObject("/in/y", "v1", "", 0)], [read_long_ago])
    assert find_old_logs(tmp_path, DAY).faults == (read_long_ago, old)
    assert find_old_logs(tmp_path, DAY, ["cloudtrail"]).faults == (old,)
    assert find_old_logs(tmp_path, date(2026, 1, 31)).faults == ()
    remove_old_logs(tmp_path, find_old_logs(tmp_path, DAY))
    assert ledger.read_quarantine() == [young, mine]


def test_without_logs_there_is_nothing_old(tmp_path: Path) -> None:
    assert find_old_logs(tmp_path / "none", DAY) == OldLogs()
    assert not [*tmp_path.iterdir()]
