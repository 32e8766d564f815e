"""Snapshots of a home folder."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringwall.jobs.facts import prepare_facts
from ringwall.jobs.snapshots import (
    compare_snapshots,
    list_snapshots,
    prune_snapshots,
    verify_snapshot,
)
from ringwall.model.errors import BadInput, DamagedSnapshot, Locked, NotCollected
from ringwall.store.home import Home


@pytest.fixture
def three(two_accounts: Any, tmp_path: Path) -> tuple[str, ...]:
    """Return the ids of three snapshots: without rows, with roles, with roles and buckets."""
    rows = two_accounts.rows()
    none: dict[str, Any] = {"iam_role": [], "s3_bucket": []}
    roles = {**none, "iam_role": rows["iam_role"]}
    return tuple(
        two_accounts.write(tmp_path, tables)
        for tables in (none, roles, {**roles, "s3_bucket": rows["s3_bucket"]})
    )


def age(home: Path, name: str, days: int) -> None:
    """Make a snapshot look older."""
    path = home / "estate" / name / "manifest.json"
    created = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    path.write_text(json.dumps({**json.loads(path.read_text()), "created_at": created}))


def test_they_are_listed_oldest_first(tmp_path: Path, three: tuple[str, ...]) -> None:
    found = list_snapshots(tmp_path)
    assert [row["snapshot"] for row in found.rows] == list(three)
    assert [row["resources"] for row in found.rows] == [0, 5, 8]
    assert found.rows[0] | {"created": ""} == {
        "snapshot": three[0],
        "created": "",
        "source": "test",
        "accounts": 2,
        "regions": 1,
        "resources": 0,
    }
    assert found.damaged == ()


def test_damaged_ones_are_named_beside_the_others(tmp_path: Path, three: tuple[str, ...]) -> None:
    (tmp_path / "estate" / three[1] / "manifest.json").write_text("{")
    found = list_snapshots(tmp_path)
    assert [row["snapshot"] for row in found.rows] == [three[0], three[2]]
    (damage,) = found.damaged
    assert f"{three[1]}/manifest.json: damaged" in damage


def test_none_are_none(tmp_path: Path) -> None:
    assert list_snapshots(tmp_path).rows == ()
    with pytest.raises(NotCollected):
        verify_snapshot(tmp_path)


def test_differences_go_from_old_to_new(tmp_path: Path, three: tuple[str, ...]) -> None:
    compared = compare_snapshots(tmp_path, three[1])
    assert (compared.old.id, compared.new.id) == three[1:]
    found = [(d.kind, d.table, d.arn) for d in compared.differences()]
    assert found == [
        ("added", "s3_bucket", f"arn:aws:s3:::{name}") for name in ("data", "shared", "site")
    ]
    back = compare_snapshots(tmp_path, three[2], three[1]).differences()
    assert [d.kind for d in back] == ["removed"] * 3
    assert list(compare_snapshots(tmp_path, three[2]).differences()) == []
    with pytest.raises(BadInput):
        compare_snapshots(tmp_path, "1999")


def test_a_changed_file_is_named(tmp_path: Path, three: tuple[str, ...]) -> None:
    assert verify_snapshot(tmp_path)[0].id == three[2]
    assert verify_snapshot(tmp_path, three[1][:-1])[0].id == three[1]
    file = tmp_path / "estate" / three[1] / "iam_role.parquet"
    file.write_bytes(file.read_bytes()[::-1])
    with pytest.raises(DamagedSnapshot, match=r"iam_role\.parquet: changed since it was written"):
        verify_snapshot(tmp_path, three[1])


@pytest.mark.parametrize(("keep", "left"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_the_newest_are_kept(tmp_path: Path, three: tuple[str, ...], keep: int, left: int) -> None:
    assert prune_snapshots(tmp_path, keep=keep) == 3 - left
    assert [row["snapshot"] for row in list_snapshots(tmp_path).rows] == list(three[-left:])


def test_those_of_an_age_go_but_the_current_one(tmp_path: Path, three: tuple[str, ...]) -> None:
    for name, days in zip(three, (10, 3, 9), strict=True):
        age(tmp_path, name, days)
    assert prune_snapshots(tmp_path, older_than=timedelta(days=30)) == 0
    assert prune_snapshots(tmp_path, older_than=timedelta(days=8)) == 1
    assert [row["snapshot"] for row in list_snapshots(tmp_path).rows] == list(three[1:])


def test_nothing_goes_while_somebody_writes(tmp_path: Path, three: tuple[str, ...]) -> None:
    with Home(tmp_path).lock("collect"), pytest.raises(Locked):
        prune_snapshots(tmp_path, keep=1)
    assert len(list_snapshots(tmp_path).rows) == len(three)


@pytest.mark.parametrize("plant", ["id", "facts", "estate", "home"])
def test_a_hostile_home_deletes_nothing_outside_of_itself(
    two_accounts: Any, tmp_path: Path, plant: str
) -> None:
    """The attack: a manifest's id or a link leads to a folder of the victim's."""
    home, victim = tmp_path / "home", tmp_path / "victim"
    old = two_accounts.write(home, {})
    two_accounts.write(home, {})
    victim.mkdir()
    (victim / "diary.txt").write_text("dear diary")
    if plant == "id":
        manifest = home / "estate" / old / "manifest.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"id": "../../victim"}))
    elif plant == "home":
        home.rename(tmp_path / "real")
        home.symlink_to(tmp_path / "real")
    else:
        (home / plant).rename(victim / "real") if (home / plant).exists() else None
        (home / plant).symlink_to(victim)
    if plant == "id":
        assert prune_snapshots(home, keep=1) == 0
    else:
        with pytest.raises(BadInput, match="a link"):
            prune_snapshots(home, keep=1)
    assert (victim / "diary.txt").read_text() == "dear diary"


def test_facts_are_verified_too(two_accounts: Any, tmp_path: Path, events: Any) -> None:
    id_ = two_accounts.write(tmp_path, {})
    before = verify_snapshot(tmp_path)[1]
    folder = prepare_facts(Home(tmp_path), verify_snapshot(tmp_path)[0], events)
    assert verify_snapshot(tmp_path)[1] == before + len(list(folder.glob("*.parquet")))
    next(folder.glob("*.parquet")).write_bytes(b"x")
    with pytest.raises(DamagedSnapshot, match=rf"facts/{id_}/"):
        verify_snapshot(tmp_path)
