"""Files for their owner alone."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.private_file import OPEN, create_private, find_obstacle, keep_private, replacing


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


@pytest.mark.parametrize("is_there", [False, True])
def test_a_file_is_replaced_once_it_is_complete(tmp_path: Path, *, is_there: bool) -> None:
    path = tmp_path / "a"
    if is_there:
        path.write_text("old")
    with replacing(path) as file:
        file.write("new")
        assert path.exists() == is_there
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("new", 0o600)
    with pytest.raises(ZeroDivisionError), replacing(path):
        raise ZeroDivisionError
    assert [found.read_text() for found in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize("name", ["pipe", "link"])
def test_a_pipe_is_written_to_also_by_way_of_a_link(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")  # as /dev/stdout is one
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with replacing(tmp_path / name) as file:
            file.write("text")
        assert os.read(reader, 10) == b"text"
    finally:
        os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    assert (tmp_path / "link").is_symlink()


def test_a_terminal_is_written_to(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    try:
        (tmp_path / "tty").symlink_to(os.ttyname(theirs))
        with replacing(tmp_path / "tty") as file:
            file.write("text")
        assert os.read(ours, 10) == b"text"
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize(
    ("name", "said"),
    [("link", "link: a link"), ("dangling", "dangling: a link"), ("folder", "folder: a folder"),
     ("socket", "socket: no file"), ("", ": a folder"), ("linked folder", "linked folder: a link")],
)  # fmt: skip
def test_what_is_no_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("victim").write_text("old")
    Path("folder").mkdir()
    Path("link").symlink_to("victim")
    Path("dangling").symlink_to("new")
    Path("linked folder").symlink_to("folder")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        before = sorted(path.name for path in tmp_path.iterdir())
        with pytest.raises(BadInput, match=said), replacing(Path(name)):
            pytest.fail("it was opened")
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert Path("victim").read_text() == "old"


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageFailed, match="b: cannot write: No such file"),
        replacing(tmp_path / "a" / "b"),
    ):
        pytest.fail("it was opened")


FULL = """
import resource, sys
from pathlib import Path
from ringwall.store.private_file import find_obstacle
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # no file can grow beyond it
print(find_obstacle(Path(sys.argv[1])))
"""


def test_what_keeps_us_from_writing_is_said(tmp_path: Path) -> None:
    assert find_obstacle(tmp_path) == ""
    assert find_obstacle(tmp_path / "none") == "No such file or directory"
    words = (sys.executable, "-c", FULL, str(tmp_path))
    done = subprocess.run(words, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert done.stdout == "File too large\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_others_may_read_is_written_so(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with replacing(tmp_path / "a", OPEN) as file:
            file.write("x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644
