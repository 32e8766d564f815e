"""An invocation's folder is removed, whatever is in it, and nothing else is."""

import os
from pathlib import Path

import pytest

from ringwall.emulator.functions.folder import own_folder


def test_it_is_there_while_the_block_runs() -> None:
    with own_folder("ringwall-test-") as folder:
        (folder / "inner").mkdir()
        (folder / "inner" / "file").write_text("x")
    assert not folder.exists()


def test_folders_without_end_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_folder("ringwall-test-") as folder:
        monkeypatch.chdir(folder)
        for _ in range(1200):
            Path("deep").mkdir()
            os.chdir("deep")
        monkeypatch.undo()
    assert not folder.exists()


def test_closed_folders_and_links_are_removed(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    with own_folder("ringwall-test-") as folder:
        (folder / "closed" / "inner").mkdir(parents=True)
        (folder / "closed").chmod(0)
        (folder / "link").symlink_to(tmp_path)
        os.mkfifo(folder / "pipe")
        folder.chmod(0)
    assert not folder.exists()
    assert (tmp_path / "kept").exists()


def test_what_was_put_in_its_place_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("x")
    with own_folder("ringwall-test-") as folder:
        folder.rename(tmp_path / "moved")
        folder.symlink_to(tmp_path)
    assert (tmp_path / "kept").exists()
    folder.unlink()


def test_a_folder_that_is_gone_is_no_error() -> None:
    with own_folder("ringwall-test-") as folder:
        folder.rmdir()
    assert not folder.exists()
