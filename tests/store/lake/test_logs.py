"""Logs at rest: by day, each event once, and never half of a file."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.model.table import Row, Table, moment, text
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.logs import LogWriter, Stored, attach_logs, remove_partial_logs

LOG = Table(
    name="trail",
    schema="logs",
    doc="A log.",
    enveloped=False,
    columns=(
        moment("event_time", "", "When."),
        text("event_id", "", "Its id."),
        text("what", "", "What."),
    ),
)


def make(number: int, day: int = 1) -> Row:
    return {"event_id": f"e{number}", "event_time": f"2026-01-{day:02}T23:59:59Z", "what": "x"}


def write(logs: Path, rows: Iterable[Row]) -> Stored:
    writer = LogWriter(logs, LOG)
    writer.add(rows)
    return writer.finish()


def read(logs: Path, sql: str = "select event_id from logs.trail order by 1") -> list[Row]:
    with EmbeddedEngine(logs, threads=1) as engine:
        attach_logs(engine, logs, [LOG])
        return engine.rows(sql)


def ids(logs: Path) -> list[str]:
    return [row["event_id"] for row in read(logs)]


def test_events_lie_in_the_folder_of_their_day(tmp_path: Path) -> None:
    stored = write(tmp_path, [make(1), make(2, day=2), make(3, day=2)])
    assert (stored.events, stored.repeated) == (3, 0)
    assert str(stored.first) == "2026-01-01 23:59:59"
    assert str(stored.last) == "2026-01-02 23:59:59"
    folders = sorted(path.parent.name for path in (tmp_path / "trail").glob("*/*.parquet"))
    assert folders == ["day=2026-01-01", "day=2026-01-02"]
    assert ids(tmp_path) == ["e1", "e2", "e3"]


def test_an_event_is_stored_once_in_and_over_batches(tmp_path: Path) -> None:
    write(tmp_path, [make(1), make(1), make(2)])
    stored = write(tmp_path, [make(2), make(3), make(3)])
    assert (stored.events, stored.repeated) == (1, 2)
    assert ids(tmp_path) == ["e1", "e2", "e3"]
    assert write(tmp_path, [make(1)]).events == 0
    assert len(list((tmp_path / "trail").glob("*/*.parquet"))) == 2


def test_one_id_at_two_times_is_two_events(tmp_path: Path) -> None:
    write(tmp_path, [make(1), make(1) | {"event_time": "2026-01-01T00:00:00Z"}])
    assert ids(tmp_path) == ["e1", "e1"]


def test_a_killed_run_shows_whole_days_and_can_be_run_again(tmp_path: Path) -> None:
    def die_at_second_day(day: str) -> None:
        if day == "2026-01-02":
            raise KeyboardInterrupt

    writer = LogWriter(tmp_path, LOG)
    writer.add([make(1), make(2, day=2)])
    with pytest.raises(KeyboardInterrupt):
        writer.finish(die_at_second_day)
    assert ids(tmp_path) == ["e1"]
    assert list((tmp_path / "trail").glob(".partial-*"))
    remove_partial_logs(tmp_path)
    assert not list((tmp_path / "trail").glob(".partial-*"))
    assert write(tmp_path, [make(1), make(2, day=2)]).events == 1
    assert ids(tmp_path) == ["e1", "e2"]


def test_an_abandoned_batch_leaves_nothing(tmp_path: Path) -> None:
    writer = LogWriter(tmp_path, LOG)
    writer.add([make(1)])
    writer.abandon()
    assert list((tmp_path / "trail").iterdir()) == []
    assert ids(tmp_path) == []


def test_without_files_the_table_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == []
    assert write(tmp_path, []) == Stored(0, 0, None, None)


def test_folders_with_strange_names_are_read(tmp_path: Path) -> None:
    logs = tmp_path / "it's [a] *home?"
    write(logs, [make(1)])
    write(logs, [make(2)])
    assert ids(logs) == ["e1", "e2"]


def test_a_column_that_an_older_file_lacks_is_null(tmp_path: Path) -> None:
    older = Table("trail", "A log.", LOG.columns[:2], enveloped=False, schema="logs")
    writer = LogWriter(tmp_path, older)
    writer.add([make(1)])
    writer.finish()
    write(tmp_path, [make(2)])
    rows = read(tmp_path, "select event_id, what from logs.trail order by 1")
    assert [row["what"] for row in rows] == [None, "x"]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, [make(1)])
    (file,) = (tmp_path / "trail").glob("*/*.parquet")
    file.write_bytes(b"PAR1 broken")
    with pytest.raises(DamagedSnapshot, match=r"trail.*; restore the file from a backup"):
        read(tmp_path)


def test_only_the_days_files_are_read(tmp_path: Path) -> None:
    write(tmp_path, [make(1)])
    strange = pa.table({"event_id": ["forged"], "event_time": ["2026-01-01"]})
    pq.write_table(strange, tmp_path / "trail" / "other.parquet")
    assert ids(tmp_path) == ["e1"]


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt, StorageFailed], ids=lambda kind: kind.__name__
)
def test_a_batch_that_is_interrupted_leaves_nothing(
    tmp_path: Path, error: type[BaseException]
) -> None:
    write(tmp_path, [make(1)])

    def break_off() -> None:
        with LogWriter(tmp_path, LOG) as writer:
            writer.add([make(2)])
            raise error

    with pytest.raises(error):
        break_off()
    assert ids(tmp_path) == ["e1"]
    assert [path.name for path in (tmp_path / "trail").iterdir()] == ["day=2026-01-01"]


def test_a_batch_that_is_finished_stays_when_the_block_ends(tmp_path: Path) -> None:
    with LogWriter(tmp_path, LOG) as writer:
        writer.add([make(1)])
        assert writer.finish().events == 1
    assert ids(tmp_path) == ["e1"]
