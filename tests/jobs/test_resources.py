"""A resource by its name, in all tables of a snapshot."""

from pathlib import Path

import pytest

from ringwall.jobs.resources import search_resources
from ringwall.store.lake.snapshot import SnapshotWriter, open_snapshot


@pytest.mark.parametrize(
    ("wanted", "exists", "likely"),
    [
        ("arn:aws:s3:::data", True, ""),
        ("data", True, ""),
        ("app", True, ""),
        ("role/app", True, ""),
        ("datta", False, "data"),
        ("arn:aws:s3:::datta", False, "arn:aws:s3:::data"),
        ("nothing-like-it", False, ""),
        ("' or true --", False, ""),
    ],
)
def test_by_arn_or_the_end_of_one(
    two_accounts_home: Path, *, wanted: str, exists: bool, likely: str
) -> None:
    found = search_resources(open_snapshot(two_accounts_home / "estate"), wanted)
    assert (found.exists, found.likely) == (exists, likely)


def test_a_snapshot_without_resources_has_none(tmp_path: Path) -> None:
    found = search_resources(SnapshotWriter(tmp_path, {}).finish("test", {}, ()), "data")
    assert (found.exists, found.likely) == (False, "")
