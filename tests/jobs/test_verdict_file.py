"""Verdicts between the judging and the recording."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringwall.jobs.verdict_file import VerdictFile, keep_verdicts
from ringwall.model.errors import StorageFailed
from ringwall.model.finding import Verdict


def _verdict(number: int, reason: str = "open") -> Verdict:
    return Verdict("s3.a", f"arn:aws:s3:::{number}", "1" * 12, "eu-west-1", "fail", reason)


def test_verdicts_come_back_as_they_were_as_often_as_they_are_read() -> None:
    hostile = [_verdict(1, "a\nb\r\u2028\x00"), _verdict(2, "\ud800"), _verdict(3, '"\\')]
    with keep_verdicts() as kept:
        kept.add(iter(hostile))
        kept.add([_verdict(4)])
        assert list(kept) == list(kept) == [*hostile, _verdict(4)]


def test_no_verdict_is_read_as_none() -> None:
    with keep_verdicts() as kept:
        assert list(kept) == []


def test_a_file_that_takes_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "verdicts").touch()
    with (
        (tmp_path / "verdicts").open(encoding="utf-8") as no_writer,
        pytest.raises(StorageFailed, match="temporary file"),
    ):
        VerdictFile(no_writer).add([_verdict(1)])


def test_an_error_of_the_judging_is_no_error_of_the_disk() -> None:
    def broken() -> Iterator[Verdict]:
        yield _verdict(1)
        raise KeyError("rule")

    with keep_verdicts() as kept, pytest.raises(KeyError, match="rule"):
        kept.add(broken())


def test_the_file_has_no_name() -> None:
    with keep_verdicts() as kept:
        assert os.fstat(kept.file.fileno()).st_nlink == 0
