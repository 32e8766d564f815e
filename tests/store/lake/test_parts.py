"""Accounts that a killed collection had read: kept whole, and only where they are still right."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from ringwall.model.coverage import Coverage
from ringwall.model.table import Table, integer
from ringwall.store.lake.parts import CollectedAccounts, remove_parts
from ringwall.store.lake.table_files import TableFiles

ONE, TWO = "111111111111", "222222222222"
TABLE = Table(name="thing", doc="", columns=(integer("size", "", ""),))
TABLES = {"thing": TABLE}
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def start(
    estate: Path, wanted: Any = "all", now: datetime = NOW, tables: Any = None
) -> CollectedAccounts:
    return CollectedAccounts(estate, tables or TABLES, wanted, now)


def read(parts: CollectedAccounts, account: str, status: Any = "ok") -> None:
    row = {"arn": "a", "account_id": account, "region": "r", "size": 1}
    parts.files(account).add("thing", [row])
    parts.files(account).add_coverage([Coverage(account, "r", "thing", "list", status)])
    parts.finish(account)


def test_what_was_read_to_its_end_is_there_for_the_next(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert first.finished == frozenset()
    read(first, ONE)
    first.files(TWO).add("thing", [])  # cut off here
    assert start(tmp_path, now=NOW + timedelta(hours=1)).finished == {ONE}
    assert not (tmp_path / ".resume" / f"{TWO}.partial").exists()


@pytest.mark.parametrize(
    "change",
    [
        {"wanted": "other regions"},
        {"now": NOW + timedelta(hours=24)},
        {"now": NOW - timedelta(minutes=1)},
        {"tables": {"thing": Table(name="thing", doc="", columns=())}},
    ],
)
def test_what_was_read_of_something_else_or_long_ago_is_deleted(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    read(start(tmp_path), ONE)
    assert start(tmp_path, **change).finished == frozenset()
    assert start(tmp_path, **change).finished == frozenset()


def test_an_account_with_gaps_is_read_again(tmp_path: Path) -> None:
    first = start(tmp_path)
    read(first, ONE, "denied")
    read(first, TWO)
    assert start(tmp_path).finished == {TWO}


@pytest.mark.parametrize("about", ["", "{", "[]", '{"seal": 1}', '{"seal": 1, "at": "x"}'])
def test_a_broken_note_is_none(tmp_path: Path, about: str) -> None:
    read(start(tmp_path), ONE)
    (tmp_path / ".resume" / "about.json").write_text(about)
    assert start(tmp_path).finished == frozenset()


def test_a_snapshot_takes_all_and_then_nothing_is_left(tmp_path: Path) -> None:
    read(start(tmp_path), ONE)
    again = start(tmp_path)
    read(again, TWO, "denied")
    folder = tmp_path / "snapshot"
    folder.mkdir()
    files = TableFiles(folder, TABLES)
    again.append_to(files)
    files.close_all()
    accounts = pq.read_table(folder / "thing.parquet")["account_id"].to_pylist()
    assert accounts == [ONE, TWO]
    again.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot"]


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("x")
    estate = tmp_path / "estate"
    estate.mkdir()
    (estate / ".resume").symlink_to(elsewhere)
    remove_parts(estate)
    read(start(estate), ONE)
    assert (elsewhere / "precious").read_text() == "x"
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]


@pytest.mark.parametrize("name", [TWO, f"{TWO}.gaps", "other", "about.json", f"{ONE}/more.parquet"])
def test_a_link_inside_is_not_followed_either(tmp_path: Path, name: str) -> None:
    """Whoever can write to the home could have rows of elsewhere taken for an account's."""
    estate, elsewhere = tmp_path / "estate", tmp_path / "elsewhere"
    read(start(elsewhere), TWO)
    read(start(estate), ONE)
    target = elsewhere / ".resume" / ("about.json" if name.endswith(".json") else TWO)
    link = estate / ".resume" / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    again = start(estate)
    assert again.finished == ({ONE} if name in {TWO, f"{TWO}.gaps", "other"} else frozenset())
    assert not link.is_symlink()
    taken = TableFiles(tmp_path, TABLES)
    again.append_to(taken)
    taken.close_all()
    told = pq.read_table(tmp_path / "coverage.parquet").column("account_id").to_pylist()
    assert set(told) == set(again.finished)
    assert target.exists()


def test_only_folders_of_accounts_are_taken(tmp_path: Path) -> None:
    parts = start(tmp_path)
    read(parts, ONE)
    (tmp_path / ".resume" / ONE).rename(tmp_path / ".resume" / "1111")
    (tmp_path / ".resume" / TWO).write_text("no folder")
    taken = TableFiles(tmp_path, TABLES)
    parts.append_to(taken)
    taken.close_all()
    assert pq.read_table(tmp_path / "coverage.parquet").num_rows == 0
    again = start(tmp_path)
    assert again.finished == frozenset()
    read(again, TWO)
    assert start(tmp_path).finished == {TWO}


FULL = """
import resource, sys
from pathlib import Path
from ringwall.model.errors import StorageFailed
from ringwall.model.table import Table, text
from ringwall.store.lake.parts import CollectedAccounts

column = text("name", "", "")
tables = {name: Table(name=name, doc="", columns=(column,)) for name in ("one", "two", "three")}
parts = CollectedAccounts(Path(sys.argv[1]), tables, "all")
for name in tables:
    parts.files("1" * 12).add(name, [{"arn": "a", "name": "x"}])
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    parts.finish("1" * 12)
except StorageFailed:
    print("told")
"""


def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    words = [sys.executable, "-c", FULL, str(tmp_path)]
    found = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert (found.stdout, found.stderr) == ("told\n", "")
