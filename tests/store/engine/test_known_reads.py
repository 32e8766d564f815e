"""What the catalog's rules read, kept with the program: it says what the SQL says, or nothing."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ringwall.catalog.loader import load_detections, load_judged, load_rules, load_watched
from ringwall.model.table import Table, text
from ringwall.store.engine import known_reads
from ringwall.store.engine.known_reads import FILE, Columns, QueryReads, find_known, write_known
from ringwall.store.engine.reads import (
    find_log_scans,
    find_primaries,
    find_reads,
    write_reads,
)

RULES = load_rules()
DETECTIONS = load_detections()
SQL = "select b.arn as resource from estate.s3_bucket b"
TABLES: Columns = (("estate", "s3_bucket", "arn"), ("estate", "iam_role", "arn"))


def _columns(tables: Iterable[Table]) -> Columns:
    return tuple((t.schema, t.name, *(c.name for c in t.all_columns)) for t in tables)


def test_the_file_says_what_the_sql_says() -> None:
    written = write_reads(
        ([rule.sql for rule in RULES.values()], load_judged().values()),
        ([rule.sql for rule in DETECTIONS.values()], load_watched().values()),
    )
    assert FILE.read_text(encoding="utf-8") == written, "run `make docs`"


@pytest.mark.parametrize("rule", RULES)
def test_every_control_is_known(rule: str) -> None:
    tables = load_judged().values()
    found = find_known(RULES[rule].sql, _columns(tables))
    reads, primaries = find_reads(RULES[rule].sql, tables), find_primaries(RULES[rule].sql, tables)
    assert found == QueryReads(reads, primaries)


@pytest.mark.parametrize("rule", DETECTIONS)
def test_every_detection_is_known(rule: str) -> None:
    tables, sql = load_watched().values(), DETECTIONS[rule].sql
    reads, scans = find_reads(sql, tables), find_log_scans(sql, tables)
    assert find_known(sql, _columns(tables)) == QueryReads(reads, frozenset(), scans)


KNOWN = QueryReads({"s3_bucket": frozenset({"arn"})}, frozenset({"s3_bucket"}))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one query be known, and no other."""
    (tmp_path / "known.json").write_text(write_known([(SQL, TABLES, KNOWN)]))
    monkeypatch.setattr(known_reads, "FILE", tmp_path / "known.json")
    known_reads._load.cache_clear()  # noqa: SLF001 - it is read once in a process
    yield
    known_reads._load.cache_clear()  # noqa: SLF001 - the next test reads the program's own


@pytest.mark.usefixtures("kept")
def test_an_entry_holds_for_one_text_and_the_tables_that_it_can_mean() -> None:
    assert find_known(SQL, TABLES) == KNOWN
    assert find_known(SQL, (TABLES[0], ("estate", "iam_role", "arn", "name"))) == KNOWN
    assert find_known(f"{SQL} ", TABLES) is None
    assert find_known(SQL, (("estate", "s3_bucket", "arn", "b"), TABLES[1])) is None
    assert find_known(SQL, (("logs", "s3_bucket", "arn"), TABLES[1])) is None


def test_a_changed_table_is_read_anew() -> None:
    bucket = load_judged()["s3_bucket"]
    sql = next(rule.sql for rule in RULES.values() if "estate.s3_bucket" in rule.sql)
    changed = replace(bucket, columns=(*bucket.columns, text("brand_new", "", "")))
    tables = {**load_judged(), "s3_bucket": changed}.values()
    assert find_known(sql, _columns(tables)) is None
    assert find_reads(sql, tables) == find_reads(sql, load_judged().values())


def test_the_file_is_one_object_with_an_entry_a_line() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    entries = json.loads("".join(lines))
    assert len(lines) == len(entries) + 2
    controls = {rule.sql for rule in RULES.values()}
    assert len(entries) == len(controls | {rule.sql for rule in DETECTIONS.values()})
