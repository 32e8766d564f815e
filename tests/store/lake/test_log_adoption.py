"""Parts taken into the logs: as if one process had read all of it, whatever kills come between."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from stored_logs import ask, read_in, write_trail

from ringwall.catalog.loader import load_logs
from ringwall.model.errors import StorageFailed
from ringwall.store.lake.log_adoption import LogKeeper
from ringwall.store.lake.log_files import PARTIAL, tidy
from ringwall.store.lake.log_ledger import LogLedger
from ringwall.store.lake.logs import read_quarantine

EVENT = {"eventTime": "2026-01-31T10:00:00Z", "eventName": "X", "eventSource": "s"}
ALL = "select account_id, event_id, event_time from logs.cloudtrail order by all"
FLOW = "2 111111111111 eni-{} 10.0.0.5 203.0.113.7 1 443 6 1 40 1769853600 1769853660 ACCEPT OK\n"
HEADER = (
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes "
    "start end action log-status\n"
)


def event(number: int, account: str | None = "111111111111", hour: int = 10) -> dict[str, Any]:
    time = f"2026-01-31T{hour:02}:00:00Z"
    return EVENT | {"eventID": f"e{number}", "eventTime": time, "recipientAccountId": account}


def make_part(logs: Path, number: int, *paths: Path) -> Path:
    """Return a folder that another process has read these files into."""
    part = logs / f"{PARTIAL}{number:016x}"
    part.mkdir(parents=True, exist_ok=True)
    read_in(part, *paths)
    return part


def keeper(logs: Path, step: Callable[[str], None] = lambda _: None) -> LogKeeper:
    return LogKeeper(logs, load_logs(), {"cloudtrail"}, step)


def test_parts_are_what_one_process_would_have_read(tmp_path: Path) -> None:
    a = write_trail(tmp_path / "a.json", event(1), event(2, hour=11), event(3, None))
    b = write_trail(tmp_path / "b.json", event(2, hour=11), event(4, "222222222222"))
    c = write_trail(tmp_path / "c.json", event(4, "222222222222"), event(3, None), event(5))
    logs, whole = tmp_path / "logs", tmp_path / "whole"
    repeated = [keeper(logs).take(make_part(logs, n, one)) for n, one in enumerate([a, b, c])]
    assert [dict(each) for each in repeated] == [
        {"cloudtrail": 0}, {"cloudtrail": 1}, {"cloudtrail": 2},
    ]  # fmt: skip
    read_in(whole, a, b, c)
    assert ask(logs, ALL) == ask(whole, ALL)
    assert len(ask(logs, ALL)) == 5
    ledger, other = LogLedger(logs), LogLedger(whole)
    assert ledger.read_versions() == other.read_versions()
    assert ledger.read_accounts() == other.read_accounts() == {"111111111111", "222222222222"}


def test_what_cannot_be_read_comes_along(tmp_path: Path) -> None:
    bad = write_trail(tmp_path / "bad.json", event(1), {**event(2), "eventTime": "never"})
    logs = tmp_path / "logs"
    keeper(logs).take(make_part(logs, 1, bad))
    assert len(ask(logs, ALL)) == 1
    (row,) = read_quarantine(logs)
    assert (row["source"], row["file"]) == ("cloudtrail", str(bad))


def test_lines_of_an_object_that_grew_are_taken_once(tmp_path: Path) -> None:
    """Flow logs have no IDs: the object and the line say which is which."""
    log = tmp_path / "flow.log"
    logs = tmp_path / "logs"
    log.write_text(HEADER + FLOW.format(1))
    keeper(logs).take(make_part(logs, 1, log))
    log.write_text(HEADER + FLOW.format(1) + FLOW.format(2))
    assert keeper(logs).take(make_part(logs, 2, log)) == {"vpc_flow": 1}
    rows = ask(logs, "select interface_id from logs.vpc_flow order by 1")
    assert [row["interface_id"] for row in rows] == ["eni-1", "eni-2"]
    # The same lines in another object are other traffic.
    (tmp_path / "copy.log").write_text(HEADER + FLOW.format(1))
    assert keeper(logs).take(make_part(logs, 3, tmp_path / "copy.log")) == Counter(vpc_flow=0)
    assert len(ask(logs, "select 1 as n from logs.vpc_flow")) == 3


class Killed(Exception):
    """Stands for a kill."""


def test_a_kill_at_any_step_loses_and_doubles_nothing(tmp_path: Path) -> None:
    first = write_trail(tmp_path / "first.json", event(1), event(2, hour=11))
    second = write_trail(tmp_path / "second.json", event(2, hour=11), event(3, hour=12))
    tables = tuple(load_logs().values())
    killed = 0
    for last in range(20):
        logs = tmp_path / f"logs{last}"
        keeper(logs).take(make_part(logs, 1, first))
        steps = iter(range(last + 1))

        def step(name: str, steps: Any = steps, last: int = last) -> None:
            if next(steps, last) == last:
                raise Killed(name)

        part = make_part(logs, 2, second)
        try:
            keeper(logs, step).take(part)
        except Killed:
            killed += 1
            # The next run removes what was left, and reads what does not count yet.
            tidy(logs, tables)
            assert not part.exists()
            if str(second) not in LogLedger(logs).read_versions():
                assert len(ask(logs, ALL)) == 2
                keeper(logs).take(make_part(logs, 3, second))
        else:
            break
        assert [row["event_id"] for row in ask(logs, ALL)] == ["e1", "e2", "e3"]
    assert killed >= 3


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = tmp_path / "logs"
    part = make_part(logs, 1, write_trail(tmp_path / "a.json", event(1)))

    def fail(_: Path, __: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StorageFailed, match="No space left"):
        keeper(logs).take(part)
    assert not LogLedger(logs).read_files()
