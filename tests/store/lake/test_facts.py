"""Facts at rest: whole or not there, made from what they say, and gone with their snapshot."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ringwall.model.errors import DamagedSnapshot
from ringwall.model.table import Row, Table, text
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.facts import (
    MANIFEST,
    are_current,
    attach_facts,
    check_facts,
    find_damage,
    remove_stale,
    write_facts,
)

FACT = Table(
    name="made_up",
    schema="facts",
    doc="A fact.",
    enveloped=False,
    columns=(text("what", "", "What."),),
)
TABLES = {FACT.name: FACT}


def write(folder: Path, what: str = "x", made_from: str = "1") -> None:
    write_facts(folder, made_from, TABLES, {FACT.name: [{"what": what}]})


def read(folder: Path | None) -> list[Row]:
    with EmbeddedEngine(*([folder] if folder else []), threads=1) as engine:
        attach_facts(engine, folder, [FACT])
        return engine.rows("select what from facts.made_up")


def test_what_is_written_is_read_and_known_by_what_it_was_made_from(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "s1"
    write(folder)
    assert read(folder) == [{"what": "x"}]
    assert are_current(folder, "1")
    assert not are_current(folder, "2")
    assert read(None) == []


def test_facts_are_made_anew_in_place_of_the_old(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "s1"
    write(folder)
    write(folder, "y", made_from="2")
    assert read(folder) == [{"what": "y"}]
    assert are_current(folder, "2")
    assert [path.name for path in folder.parent.iterdir()] == ["s1"]


def test_a_write_that_fails_leaves_the_old_facts_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "s1"
    write(folder)

    def fails() -> list[Row]:
        raise RuntimeError("made to fail")

    def rows() -> object:
        yield {"what": "y"}
        fails()

    with pytest.raises(RuntimeError, match="made to fail"):
        write_facts(folder, "2", TABLES, {FACT.name: rows()})  # type: ignore[dict-item]
    assert read(folder) == [{"what": "x"}]
    assert [path.name for path in folder.parent.iterdir()] == ["s1"]


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"tables": {}}'])
def test_facts_that_are_not_whole_are_not_read_as_none(tmp_path: Path, manifest: str) -> None:
    folder = tmp_path / "facts" / "s1"
    write(folder)
    (folder / MANIFEST).write_text(manifest)
    assert not are_current(folder, "1")
    with pytest.raises(DamagedSnapshot, match="no facts made_up"):
        read(folder)


def test_facts_go_with_their_snapshot_and_leftovers_with_their_age(tmp_path: Path) -> None:
    facts = tmp_path / "facts"
    kept, gone = "20260101T000000.000Z-0001", "20260101T000000.000Z-0002"
    now, killed = f".partial-{kept}-00000001", f".partial-{kept}-00000002"
    for name in (kept, gone):
        write(facts / name)
    for name in (now, killed):
        (facts / name).mkdir()
    os.utime(facts / killed, (0, 0))
    remove_stale(facts, [kept])
    assert {path.name for path in facts.iterdir()} == {kept, now}
    remove_stale(tmp_path / "nowhere", [])


@pytest.mark.parametrize(
    "name", ["mine", ".partial-mine", "20260101T000000.000Z-0002x", "20260101T000000.000Z-000G"]
)
def test_what_no_run_has_made_is_not_deleted(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    os.utime(tmp_path / name, (0, 0))
    remove_stale(tmp_path, [])
    assert (tmp_path / name).exists()


def test_a_link_is_neither_followed_nor_deleted(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    write(victim / "20260101T000000.000Z-0002")
    facts = tmp_path / "facts"
    facts.mkdir()
    (facts / "20260101T000000.000Z-0001").symlink_to(victim)
    remove_stale(facts, [])
    assert (victim / "20260101T000000.000Z-0002" / MANIFEST).exists()


def test_facts_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "20260101T000000.000Z-0001"
    write(folder)
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}


def test_a_changed_byte_of_facts_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "20260101T000000.000Z-0001"
    assert check_facts(folder) == 0
    write(folder)
    assert check_facts(folder) == 1
    path = folder / "made_up.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedSnapshot, match=r"made_up\.parquet: changed since it was written"):
        check_facts(folder)
    path.unlink()
    with pytest.raises(DamagedSnapshot, match="delete the folder"):
        check_facts(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": None},
        {"sha256": {}},
        {"tables": {}},
        {"tables": {"../x": []}, "sha256": {"../x": "0"}},
    ],
)
def test_facts_without_their_checksums_are_damaged(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = tmp_path / "facts" / "20260101T000000.000Z-0001"
    write(folder)
    manifest = json.loads((folder / MANIFEST).read_text()) | change
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(DamagedSnapshot):
        check_facts(folder)


def test_facts_of_before_there_were_checksums_are_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "facts" / "20260101T000000.000Z-0001"
    write(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["sha256"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert not are_current(folder, "1")


def break_file(folder: Path) -> None:
    path = folder / "made_up.parquet"
    path.write_bytes(path.read_bytes().replace(b"x", b"y", 1))


def break_columns(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["tables"]["made_up"] = ["wh\u0401t"]
    (folder / MANIFEST).write_text(json.dumps(manifest))


def remove_file(folder: Path) -> None:
    (folder / "made_up.parquet").unlink()


@pytest.mark.parametrize(
    ("break_it", "damage"),
    [
        (break_file, "made_up.parquet: changed since it was written"),
        (remove_file, "made_up.parquet: changed since it was written"),
        (break_columns, "other columns of made_up"),
    ],
)
def test_damaged_facts_are_not_read(
    tmp_path: Path, break_it: Callable[[Path], None], damage: str
) -> None:
    folder = tmp_path / "facts" / "20260101T000000.000Z-0001"
    write(folder)
    assert not find_damage(folder, [FACT])
    break_it(folder)
    assert find_damage(folder, [FACT]).endswith(damage)
    with pytest.raises(DamagedSnapshot, match=f"{damage}; delete the folder, and Ringwall makes"):
        read(folder)
