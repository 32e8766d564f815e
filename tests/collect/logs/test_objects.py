"""Log objects of folders: each once, in order, and nothing that leads elsewhere."""

from pathlib import Path

import pytest

from ringwall.collect.logs.objects import find_files
from ringwall.model.errors import BadInput


def test_files_are_found_below_folders_without_digests(tmp_path: Path) -> None:
    log = tmp_path / "AWSLogs" / "1" / "CloudTrail" / "a.json.gz"
    digest = tmp_path / "AWSLogs" / "1" / "CloudTrail-Digest" / "d.json.gz"
    for path in (log, digest, tmp_path / ".hidden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / "link.json").symlink_to(log)
    found = find_files([tmp_path, log])
    assert [one.address for one in found.objects] == [str(log)]
    assert (found.digests, found.others) == (1, 2)
    assert found.objects[0].is_named
    assert not find_files([tmp_path]).objects[0].is_named


def test_another_content_is_another_version(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    before = find_files([path]).objects[0]
    assert find_files([path]).objects[0].version == before.version
    path.write_text("xy")
    assert find_files([path]).objects[0].version != before.version
    with before.open() as file:
        assert file.read(9) == b"xy"


def test_nothing_to_read_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no log files here"):
        find_files([tmp_path])
    assert find_files([tmp_path], may_be_empty=True).objects == []
    with pytest.raises(BadInput, match="no such file or folder"):
        find_files([tmp_path / "nowhere"])
