"""The files of tables in one folder: rows of many threads, gaps noticed, folders put together."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq

from ringwall.model.coverage import Coverage
from ringwall.model.table import Row, Table, integer
from ringwall.store.lake.table_files import TableFiles

TABLE = Table(name="thing", doc="", columns=(integer("size", "", ""),))
PLACE: Row = {"arn": "a", "account_id": "1", "region": "r"}


def make(folder: Path) -> TableFiles:
    folder.mkdir(exist_ok=True)
    return TableFiles(folder, {"thing": TABLE})


def count(path: Path) -> int:
    return int(pq.read_metadata(path).num_rows)


def test_a_file_is_made_when_it_is_needed(tmp_path: Path) -> None:
    files = make(tmp_path)
    assert list(tmp_path.iterdir()) == []
    files.add("thing", [{**PLACE, "size": 1}])
    files.close_all()
    assert {path.name for path in tmp_path.iterdir()} == {"thing.parquet", "coverage.parquet"}


def test_rows_of_many_threads_all_arrive(tmp_path: Path) -> None:
    files = make(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        for number in range(200):
            pool.submit(files.add, "thing", [{**PLACE, "size": number}])
    files.close_all()
    assert count(tmp_path / "thing.parquet") == 200


def test_a_call_that_failed_is_a_gap(tmp_path: Path) -> None:
    files = make(tmp_path)
    files.add_coverage(
        Coverage("1", "r", "thing", "list", status)
        for status in ("ok", "region_disabled", "not_collected")
    )
    assert not files.has_gaps
    files.add_coverage([Coverage("1", "r", "thing", "list", "denied")])
    assert files.has_gaps


def test_a_value_that_did_not_fit_is_a_gap(tmp_path: Path) -> None:
    files = make(tmp_path)
    files.add("thing", [{**PLACE, "size": 2**70}])
    files.close_all()
    assert files.has_gaps
    assert count(tmp_path / "coverage.parquet") == 1


def test_folders_are_put_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        part = make(tmp_path / name)
        part.add("thing", [{**PLACE, "size": 1}])
        part.add_coverage([Coverage("1", "r", "thing", "list", "ok")])
        part.close_all()
    whole = make(tmp_path / "whole")
    whole.append([tmp_path / name for name in ("one", "two")])
    whole.close_all()
    assert count(tmp_path / "whole" / "thing.parquet") == 2
    assert count(tmp_path / "whole" / "coverage.parquet") == 2
