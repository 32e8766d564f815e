"""Rows of somebody else's Parquet files."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ringwall.model.errors import BadInput
from ringwall.store.lake.parquet_rows import ParquetRows


def write(rows: list[dict[str, object]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), out)
    return out.getvalue()


@pytest.fixture
def rows() -> Iterator[ParquetRows]:
    odd = {"a": 1, 'b "c"': "x y", "d": None, "e": {"f": [1, 2]}}
    found = ParquetRows([write([odd, odd | {"a": None}])])
    yield found
    found.close()


def test_rows_are_lines(rows: ParquetRows) -> None:
    columns = rows.find_columns()
    assert columns == ("a", 'b "c"', "d", "e")
    assert [*rows.read_lines(columns[:3])] == ["1 x_y -", "- x_y -"]


def test_rows_are_documents(rows: ParquetRows) -> None:
    first, _ = map(json.loads, rows.read_documents())
    assert first == {"a": 1, 'b "c"': "x y", "d": None, "e": {"f": [1, 2]}}


def test_what_is_no_parquet_is_bad_input() -> None:
    broken = ParquetRows([b"PAR1 broken"])
    with pytest.raises(BadInput):
        broken.find_columns()
    broken.close()


def test_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    other = ParquetRows([write([{"a": 1}])])
    assert list(other.read_documents()) == ['{"a":1}']
    other.close()
    assert list(tmp_path.iterdir()) == []
