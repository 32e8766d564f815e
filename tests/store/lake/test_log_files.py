"""The files of the logs: joined as they grow, and nothing of it is seen from outside."""

from datetime import datetime
from pathlib import Path

import pytest
from stored_logs import ask, read_in, write_trail

from ringwall.catalog.loader import load_logs
from ringwall.store.lake.log_files import (
    TIER,
    AccountRange,
    compact,
    find_overlapping,
    tidy,
)
from ringwall.store.lake.log_ledger import LogFile, LogLedger

EVENT = {"eventTime": "2026-01-31T10:00:00Z", "eventName": "X", "eventSource": "s"}
COUNT = "select count(*) as n, count(distinct event_id) as ids from logs.cloudtrail"


def store(tmp_path: Path, count: int) -> Path:
    for number in range(count):
        event = EVENT | {"eventID": f"e{number}", "recipientAccountId": f"{number % 3}"}
        path = write_trail(tmp_path / "in" / f"{number}", event)
        read_in(tmp_path / "logs", path)
    return tmp_path / "logs"


def test_files_that_are_alike_become_one(tmp_path: Path) -> None:
    logs = store(tmp_path, TIER)
    assert compact(logs, load_logs().values()) == TIER
    (file,) = LogLedger(logs).read_files()
    assert (file.rows, file.low_account, file.high_account) == (TIER, "0", "2")
    assert ask(logs, COUNT) == [{"n": TIER, "ids": TIER}]
    assert LogLedger(logs).read_accounts() == {"0", "1", "2"}
    accounts = ask(logs, "select account_id from logs.cloudtrail")
    assert accounts == sorted(accounts, key=lambda row: row["account_id"])
    assert compact(logs, load_logs().values()) == 0


def test_readers_keep_replaced_files_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = store(tmp_path, TIER)
    compact(logs, load_logs().values())
    tidy(logs, load_logs().values())
    assert len(list(logs.rglob("*.parquet"))) == TIER + 1
    monkeypatch.setattr("ringwall.store.lake.log_files.OPEN", 0)
    tidy(logs, load_logs().values())
    assert len(list(logs.rglob("*.parquet"))) == 1


def test_a_kill_while_files_are_joined_changes_nothing(tmp_path: Path) -> None:
    logs = store(tmp_path, TIER)

    def die(step: str) -> None:
        if step == "replace":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compact(logs, load_logs().values(), die)
    assert ask(logs, COUNT) == [{"n": TIER, "ids": TIER}]
    tidy(logs, load_logs().values())
    assert len(list(logs.rglob("*.parquet"))) == TIER
    assert compact(logs, load_logs().values()) == TIER
    assert ask(logs, COUNT) == [{"n": TIER, "ids": TIER}]


def test_what_is_known_already_is_found_in_joined_files(tmp_path: Path) -> None:
    logs = store(tmp_path, TIER)
    compact(logs, load_logs().values())
    again = [EVENT | {"eventID": f"e{number}"} for number in range(TIER + 1)]
    stored = read_in(logs, write_trail(tmp_path / "again", *again)).stored["cloudtrail"]
    assert (stored.events, stored.repeated) == (1, TIER)


def test_only_files_of_the_same_accounts_are_looked_at(tmp_path: Path) -> None:
    """A folder that is ordered by account does not read the whole day again for each of them."""
    logs = store(tmp_path, 6)
    files = LogLedger(logs).read_files()
    first = datetime.fromisoformat("2026-01-31T10:00:00")
    found = find_overlapping(files, "2026-01-31", first, first, AccountRange("1", "1"))
    assert [(file.low_account, file.high_account) for file in found] == [("1", "1")] * 2
    assert len(find_overlapping(files, "2026-01-31", first, first)) == 6


def test_an_event_is_known_in_files_of_many_accounts(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    every: list[dict[str, object]] = [
        {**EVENT, "eventID": f"e{number}", "recipientAccountId": account}
        for number, account in enumerate(["0", "1", "2", None])
    ]
    read_in(logs, write_trail(tmp_path / "a", *every))
    for number, event in enumerate(every):
        again = write_trail(tmp_path / f"again{number}", event, EVENT | {"eventID": f"n{number}"})
        stored = read_in(logs, again).stored["cloudtrail"]
        assert (stored.events, stored.repeated) == (1, 1)


def test_only_files_of_the_same_time_are_looked_at(tmp_path: Path) -> None:
    first, last = (
        ask(tmp_path, f"select timestamp '{t}' as t")[0]["t"]
        for t in ("2026-01-31 10:00", "2026-01-31 11:00")
    )
    hour = 3_600_000_000
    start = 1_769_853_600_000_000

    def make(name: str, low: int, high: int, day: str = "2026-01-31") -> LogFile:
        return LogFile(name, "t", day, 1, 1, start + low * hour, start + high * hour, "", "")

    files = [
        make("before", -2, -1),
        make("touches", -1, 0),
        make("within", 0, 1),
        make("around", -5, 5),
        make("after", 2, 3),
        make("other day", 0, 1, "2026-02-01"),
    ]
    found = find_overlapping(files, "2026-01-31", first, last)
    assert [file.path for file in found] == ["touches", "within", "around"]
