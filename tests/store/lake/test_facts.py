"""Facts at rest: whole or not there, made from what they say, and gone with their snapshot."""

import os
from pathlib import Path

import pytest

from ringwall.model.errors import DamagedSnapshot
from ringwall.model.table import Row, Table, text
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.facts import MANIFEST, are_current, attach_facts, remove_stale, write_facts

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
    for name in ("kept", "gone"):
        write(facts / name)
    for name in (".partial-now", ".partial-killed"):
        (facts / name).mkdir()
    os.utime(facts / ".partial-killed", (0, 0))
    remove_stale(facts, ["kept"])
    assert {path.name for path in facts.iterdir()} == {"kept", ".partial-now"}
    remove_stale(tmp_path / "nowhere", [])
