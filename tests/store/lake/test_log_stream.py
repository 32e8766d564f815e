"""New files of the logs as a stream: each is told of once, and the batch waits for its judge."""

from pathlib import Path

import pytest

from ringwall.model.errors import StorageFailed
from ringwall.store.lake.log_ledger import LogFile, LogLedger
from ringwall.store.lake.log_stream import LedgerReader, LogStream

SOON = 120
"""Seconds that a batch may take on a machine that is busy."""


def make_file(number: int) -> LogFile:
    return LogFile(f"t/day=2026-01-31/{number}.parquet", "t", "2026-01-31", 5, 9, 1, 2, "1", "2")


@pytest.fixture
def ledger(tmp_path: Path) -> LogLedger:
    ledger = LogLedger(tmp_path)
    ledger.create()
    ledger.publish([make_file(1), make_file(2)], [], [])
    return ledger


def test_an_offset_is_behind_the_files_that_were_read(ledger: LogLedger, tmp_path: Path) -> None:
    reader = LedgerReader(tmp_path)
    start = reader.initialOffset()
    files, end = reader.read(start)
    assert [row[0] for row in files] == [make_file(1).path, make_file(2).path]
    assert (list(reader.read(end)[0]), reader.read(end)[1]) == ([], end)
    ledger.publish([make_file(3)], [], [])
    files, last = reader.read(end)
    assert [row[1:] for row in files] == [("t", "2026-01-31", 5, 1, 2)]
    assert [row[0][-9] for row in reader.readBetweenOffsets(start, end)] == ["1", "2"]
    assert last != end


def test_a_file_in_the_place_of_a_deleted_one_is_told_of(ledger: LogLedger, tmp_path: Path) -> None:
    reader = LedgerReader(tmp_path)
    end = reader.read(reader.initialOffset())[1]
    ledger.replace([make_file(2)], [])
    ledger.forget_replaced(-1)
    ledger.publish([make_file(3)], [], [])
    assert reader.read(end)[1] != end


@pytest.mark.slow
@pytest.mark.needs("java")
def test_a_batch_has_what_is_new_and_waits_until_it_is_done(
    ledger: LogLedger, tmp_path: Path
) -> None:
    with LogStream("local[1]", tmp_path, 0.1) as stream:
        with stream.batch(SOON) as came:
            assert came == 2
            ledger.publish([make_file(3)], [], [])
        with stream.batch(SOON) as came:
            assert came == 1
        with stream.batch(0.5) as came:
            assert came is None
        (tmp_path / "ledger.sqlite").write_bytes(b"no ledger" * 1000)
        with pytest.raises(StorageFailed, match="ended"), stream.batch(SOON):
            pass
