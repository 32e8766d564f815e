"""Parquet files: groups of rows, types as declared, nothing left on a failed disk."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Column, Row, Table, Type, document, integer, moment, text, texts
from ringwall.store.lake.parquet import ParquetFile, to_arrow

TABLE = Table(
    name="thing",
    doc="",
    columns=(
        text("name", "", ""),
        integer("size", "", ""),
        moment("at", "", ""),
        texts("members", "", ""),
        document("policy", "", ""),
    ),
)
PLACE: Row = {"arn": "a", "account_id": "1", "region": "r"}


def test_memory_of_one_file_serves_the_next(tmp_path: Path) -> None:
    """Arrow's own allocators keep it: a collection took 70 MB more."""
    ParquetFile(TABLE, tmp_path / "one.parquet").close()
    assert pa.default_memory_pool().backend_name == "system"


def test_rows_reach_the_disk_in_groups(tmp_path: Path) -> None:
    file = ParquetFile(TABLE, tmp_path / "x.parquet")
    for start in range(0, 25_000, 5_000):
        file.add({**PLACE, "size": n} for n in range(start, start + 5_000))
    file.close()
    written = pq.ParquetFile(tmp_path / "x.parquet")
    assert (file.count, written.metadata.num_rows, written.metadata.num_row_groups) == (
        25_000,
        25_000,
        3,
    )


def test_rows_have_one_order_whoever_was_read_first(tmp_path: Path) -> None:
    """Accounts are read in parallel; what one resource has stays as it was made."""
    first = [{**PLACE, "arn": "b", "size": 1}, {**PLACE, "arn": "b", "size": 0}]
    second = [{**PLACE, "arn": "c"}, {**PLACE, "arn": "a"}, {**PLACE, "arn": "b", "region": "q"}]
    found = []
    for number, batches in enumerate(((first, second), (second, first))):
        file = ParquetFile(TABLE, tmp_path / f"{number}.parquet")
        for batch in batches:
            file.add(batch)
        file.close()
        rows = pq.read_table(tmp_path / f"{number}.parquet").to_pylist()
        found.append([(row["arn"], row["region"], row["size"]) for row in rows])
    assert found[0] == found[1]
    assert found[0] == [
        ("a", "r", None),
        ("b", "q", None),
        ("b", "r", 1),
        ("b", "r", 0),
        ("c", "r", None),
    ]


def test_a_file_without_rows_has_its_columns(tmp_path: Path) -> None:
    ParquetFile(TABLE, tmp_path / "x.parquet").close()
    schema = pq.read_schema(tmp_path / "x.parquet")
    assert schema.names == [column.name for column in TABLE.all_columns]
    assert schema.field("members").type == pa.list_(pa.string())
    assert schema.field("at").type == pa.timestamp("us")


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("TEXT", None, None),
        ("JSON", {"a": 1}, '{"a":1}'),
        ("JSON", '{"a": 1}', '{"a": 1}'),
        ("TIMESTAMP", "2026-01-01T02:00:00+02:00", datetime.fromisoformat("2026-01-01T00:00")),
        ("TIMESTAMP", "2026-01-01T00:00:00", datetime.fromisoformat("2026-01-01T00:00")),
        (
            "TIMESTAMP",
            datetime(2026, 1, 1, tzinfo=UTC),
            datetime.fromisoformat("2026-01-01T00:00"),
        ),
    ],
)
def test_a_value_becomes_what_arrow_takes(kind: Type, value: Any, expected: Any) -> None:
    assert to_arrow(Column("x", kind, ""), value) == expected


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("size", 2**63),
        ("size", "many"),
        ("name", "\ud800"),
        ("name", ["a"]),
        ("at", "yesterday"),
        ("at", 5),
        ("members", "not a list"),
        ("members", [{"a": 1}]),
        ("policy", {"x": float("inf")}),
    ],
)
def test_what_does_not_fit_is_null_and_told(tmp_path: Path, column: str, value: Any) -> None:
    file = ParquetFile(TABLE, tmp_path / "x.parquet")
    file.add([{**PLACE, column: value}, {**PLACE, "arn": "b", "name": "fine"}])
    file.close()
    rows = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert [(row["arn"], row[column]) for row in rows] == [
        ("a", None),
        ("b", "fine" if column == "name" else None),
    ]
    assert [(c.aspect, c.status, c.resource) for c in file.unfit] == [(column, "failed", "a")]


def test_a_row_that_cannot_be_named_is_an_error(tmp_path: Path) -> None:
    file = ParquetFile(TABLE, tmp_path / "x.parquet")
    file.add([{**PLACE, "arn": 7}])
    with pytest.raises(pa.ArrowException):
        file.close()
    file.abandon()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match=r"x\.parquet: cannot write"):
        ParquetFile(TABLE, tmp_path / "nowhere" / "x.parquet")


def test_abandoning_twice_is_no_error(tmp_path: Path) -> None:
    file = ParquetFile(TABLE, tmp_path / "x.parquet")
    file.add([PLACE])
    file.abandon()
    file.abandon()


def test_rows_of_another_file_are_appended(tmp_path: Path) -> None:
    one = ParquetFile(TABLE, tmp_path / "one.parquet")
    one.add([{**PLACE, "name": "a", "members": ["x"], "policy": {"k": 1}}])
    one.close()
    two = ParquetFile(TABLE, tmp_path / "two.parquet")
    two.add([{**PLACE, "name": "b"}])
    two.append(tmp_path / "one.parquet")
    two.add([{**PLACE, "name": "c"}])
    two.close()
    found = pq.read_table(tmp_path / "two.parquet").to_pylist()
    assert [(row["name"], row["members"]) for row in found] == [
        ("b", None),
        ("a", ["x"]),
        ("c", None),
    ]
    assert two.count == 3


def test_a_damaged_file_is_not_appended(tmp_path: Path) -> None:
    (tmp_path / "one.parquet").write_bytes(b"PAR1 no more")
    with pytest.raises(StorageFailed, match=r"one\.parquet: cannot be read"):
        ParquetFile(TABLE, tmp_path / "two.parquet").append(tmp_path / "one.parquet")
