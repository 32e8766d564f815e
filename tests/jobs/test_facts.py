"""Facts of a snapshot: made once, and made anew where something else would follow."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog.loader import load_rules
from ringwall.jobs.facts import need_facts, prepare_facts
from ringwall.jobs.logs import ingest_logs
from ringwall.store.home import Home
from ringwall.store.lake.facts import check_facts
from ringwall.store.lake.snapshot import Snapshot, open_snapshot


@pytest.fixture
def home(tmp_path: Path, two_accounts: Any) -> Home:
    """Return a home folder with a snapshot of one role, and without logs."""
    rows = two_accounts.rows()
    two_accounts.write(tmp_path, {**rows, "iam_role": rows["iam_role"][:1], "s3_bucket": []})
    return Home(tmp_path)


@pytest.fixture
def snapshot(home: Home) -> Snapshot:
    return open_snapshot(home.estate)


def test_facts_are_made_once(home: Home, snapshot: Snapshot, events: Any) -> None:
    folder = prepare_facts(home, snapshot, events)
    assert folder == home.facts / snapshot.id
    assert events.parts == ["reason"]
    assert any("role/app" in step for step in events.steps)
    assert max(map(len, events.steps)) <= 60
    made = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert prepare_facts(home, snapshot, events) == folder
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == made
    assert events.parts == ["reason"]


def test_new_logs_make_them_anew(
    home: Home, snapshot: Snapshot, events: Any, two_accounts: Any, tmp_path: Path
) -> None:
    prepare_facts(home, snapshot, events)
    use = two_accounts.event(1, "GetObject", "arn:aws:s3:::data/k")
    ingest_logs(home.path, [two_accounts.write_log(tmp_path / "trail", [use])], events)
    events.parts.clear()
    prepare_facts(home, snapshot, events)
    assert events.parts == ["reason"]


@pytest.mark.parametrize("member", ["manifest.json", "*.parquet"])
def test_damaged_facts_are_made_again_with_a_note(
    home: Home, snapshot: Snapshot, events: Any, member: str
) -> None:
    folder = prepare_facts(home, snapshot, events)
    path = min(folder.glob(member))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    # A letter of a column's name, or the file's last byte.
    damaged = before[path.name].replace(b'"principal"', b'"prinzipal"', 1)
    path.write_bytes(damaged if damaged != before[path.name] else damaged[:-1] + b"x")
    prepare_facts(home, snapshot, events)
    assert events.parts == ["reason", "reason"]
    (note,) = events.notes
    assert str(folder) in note
    assert note.endswith("Ringwall makes these facts again")
    assert {file.name for file in folder.iterdir()} == before.keys()
    assert check_facts(folder) == len(before) - 1


def test_facts_of_snapshots_that_are_gone_go_too(
    home: Home, snapshot: Snapshot, events: Any, two_accounts: Any
) -> None:
    prepare_facts(home, snapshot, events)
    two_accounts.write(home.path, {})
    shutil.rmtree(snapshot.path)
    current = open_snapshot(home.estate)
    prepare_facts(home, current, events)
    assert [path.name for path in home.facts.iterdir()] == [current.id]


def test_beside_a_damaged_snapshot_nothing_is_thrown_away(
    home: Home, snapshot: Snapshot, events: Any, two_accounts: Any
) -> None:
    prepare_facts(home, snapshot, events)
    two_accounts.write(home.path, {})
    (snapshot.path / "manifest.json").unlink()
    current = open_snapshot(home.estate)
    prepare_facts(home, current, events)
    assert sorted(path.name for path in home.facts.iterdir()) == sorted([snapshot.id, current.id])


def test_only_rules_that_read_facts_need_them() -> None:
    rules = load_rules()
    assert need_facts([rules["iam.users_are_not_admins"]])
    assert need_facts(rules.values())
    assert not need_facts([rules["kms.key_rotates"]])
    assert not need_facts([])
