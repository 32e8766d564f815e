"""Gaps of the logs at rest: replaced as a whole, private, and seen beside the logs."""

from pathlib import Path

import pytest

from ringwall.catalog.cloudtrail.logs.cloudtrail_gap import cloudtrail_gap
from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.model.table import Row
from ringwall.store.lake.log_gaps import NAME, read_gaps, replace_gaps
from ringwall.store.lake.logs import fingerprint_logs


def gap(file: str, account: str = "") -> Row:
    return {"file": file, "account_id": account, "reason": "it breaks off"}


def test_rows_are_replaced_as_a_whole(tmp_path: Path) -> None:
    assert read_gaps(tmp_path, cloudtrail_gap) == []
    replace_gaps(tmp_path, cloudtrail_gap, [gap("/a"), gap("/b", "1"), gap("/a")])
    assert read_gaps(tmp_path, cloudtrail_gap) == [gap("/a"), gap("/b", "1")]
    replace_gaps(tmp_path, cloudtrail_gap, [gap("/c")])
    assert read_gaps(tmp_path, cloudtrail_gap) == [gap("/c")]
    replace_gaps(tmp_path, cloudtrail_gap, [])
    assert read_gaps(tmp_path, cloudtrail_gap) == []


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    replace_gaps(tmp_path, cloudtrail_gap, [gap("/a")])
    assert (tmp_path / "cloudtrail_gap" / NAME).stat().st_mode & 0o777 == 0o600


def test_facts_that_were_made_before_are_not_current(tmp_path: Path) -> None:
    before = fingerprint_logs(tmp_path)
    replace_gaps(tmp_path, cloudtrail_gap, [gap("/a")])
    assert fingerprint_logs(tmp_path) != before


def test_a_damaged_file_and_a_folder_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    replace_gaps(tmp_path, cloudtrail_gap, [gap("/a")])
    (tmp_path / "cloudtrail_gap" / NAME).write_bytes(b"PAR1")
    with pytest.raises(DamagedSnapshot):
        read_gaps(tmp_path, cloudtrail_gap)
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed):
        replace_gaps(tmp_path / "file", cloudtrail_gap, [gap("/a")])
