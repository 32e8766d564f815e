"""Files for their owner alone."""

import os
from pathlib import Path

import pytest

from ringwall.store.private_file import create_private, keep_private


def test_a_new_file_is_private_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with create_private(tmp_path / "a") as file:
            file.write("\u00fc\n")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a").read_bytes() == b"\xc3\xbc\n"


def test_what_is_there_is_not_written_over_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "new")
    for name in ("a", "link"):
        with pytest.raises(FileExistsError):
            create_private(tmp_path / name)
    assert (tmp_path / "a").read_text() == "old"
    assert not (tmp_path / "new").exists()


def test_a_file_is_taken_away_from_others(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "a").chmod(0o664)
    keep_private(tmp_path / "a")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
    keep_private(tmp_path / "gone")
