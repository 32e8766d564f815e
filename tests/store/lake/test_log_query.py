"""Queries that make rows: of every kind of log, from declarations alone."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text, texts
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.log_query import REASON, SEPARATOR, StagedLines, write_query

TABLE = Table(
    name="made_up",
    doc="A log.",
    schema="logs",
    enveloped=False,
    columns=(
        moment("event_time", "when", "When."),
        text("who", "who.name", "Who."),
        text("unknown", "nobody", "Not there.", None),
        integer("size", "size", "How much."),
        texts("tags", "tags[].key", "Tags."),
        text("twice", "", "Made."),
        document("rest", "", "The rest."),
        text("file", "", "The file."),
        integer("line", "", "The line."),
    ),
)
MADE = {"twice": "coalesce({size} || {size}, '')"}
RECORDS = LogFormat("made_up", "records", marks=("when",), expressions=MADE)
FIELDS = LogFormat("made_up", "fields", expressions=MADE)
PATTERN = LogFormat(
    "made_up", "pattern", line=r"^<(\S+)> (\d+)$", fields=("when", "size"), expressions=MADE
)


def ask(tmp_path: Path, log: LogFormat, lines: Sequence[str], fields: str = "") -> list[Any]:
    path = tmp_path / "lines"
    path.write_text("".join(f"0{SEPARATOR}{line}\n" for line in lines))
    with EmbeddedEngine(tmp_path, threads=1) as engine:
        columns: Any = {"number": "BIGINT", "start": "BIGINT", "file": "TEXT"}
        engine.hold_rows("placed", columns, [(0, 0, "/in/log")])
        staged = StagedLines(str(path), tuple(fields.split()), "placed")
        return engine.rows(f"select * from ({write_query(log, TABLE, staged)}) order by line")


def test_records_of_json(tmp_path: Path) -> None:
    whole = '{"when": "2026-01-31", "who": {"name": 5}, "size": "7", "tags": [{"key": "a"}, 1]}'
    row, bare, broken = ask(tmp_path, RECORDS, [whole, '{"when": "2026-02-01"}', "{"])
    assert str(row["event_time"]) == "2026-01-31 00:00:00"
    assert (row["who"], row["unknown"], row["size"], row["tags"]) == ("5", None, 7, ["a"])
    assert (row["twice"], row["rest"], row["file"], row["line"]) == ("77", whole, "/in/log", 1)
    assert (bare["who"], bare["size"], bare["tags"], bare["twice"]) == ("", 0, [], "")
    assert (row[REASON], bare[REASON], broken[REASON]) == (None, None, "broken JSON")


def test_words_between_spaces(tmp_path: Path) -> None:
    lines = ["2026-01-31 7 x", "2026-01-31 - -", "2026-01-31 seven", "then 7 x"]
    row, empty, short, wrong = ask(tmp_path, FIELDS, lines, "when size other")
    assert (row["size"], row["twice"], row["rest"]) == (7, "77", '{"other":"x"}')
    assert (empty["size"], empty["twice"], empty["who"]) == (0, "", None)
    assert (short[REASON], wrong[REASON], wrong["line"]) == ("not 3 fields", "no time", 4)


def test_lines_that_a_pattern_takes_apart(tmp_path: Path) -> None:
    row, other = ask(tmp_path, PATTERN, ["<2026-01-31> 7", "2026-01-31 7"])
    assert (row["size"], row["twice"], row[REASON]) == (7, "77", None)
    assert other[REASON] == "not a line of this log"


@pytest.mark.parametrize("text_", ["'; drop table x; --", '{"when": "\\"}', "{{who}}", "%", "\x7f"])
def test_hostile_lines_are_only_wrong(tmp_path: Path, text_: str) -> None:
    for log, fields in ((RECORDS, ""), (FIELDS, "when size"), (PATTERN, "")):
        (row,) = ask(tmp_path, log, [text_], fields)
        assert row[REASON]


@pytest.mark.parametrize("said", ["1970-01-01 00:00:00", "2099-12-31 00:00:00"])
def test_a_time_that_a_clock_may_have_is_one(tmp_path: Path, said: str) -> None:
    (row,) = ask(tmp_path, RECORDS, [f'{{"when": "{said}"}}'])
    assert (str(row["event_time"]), row[REASON]) == (said, None)


@pytest.mark.parametrize(
    "said",
    [
        "1969-12-31", "2100-01-01", "9999-12-31", "10000-01-01", "294246-01-01", "0000-01-01",
        "0044-03-15 (BC)", "infinity", "-infinity",
    ],
)  # fmt: skip
def test_a_time_that_no_clock_of_a_log_has_is_none(tmp_path: Path, said: str) -> None:
    (row,) = ask(tmp_path, RECORDS, [f'{{"when": "{said}"}}'])
    assert (row["event_time"], row[REASON]) == (None, "no time")
