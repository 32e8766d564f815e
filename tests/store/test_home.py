"""The home folder: private, and one writer at a time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ringwall.model.errors import Locked, StorageFailed
from ringwall.store.home import Home

HOLD = """
import sys, time
from pathlib import Path
from ringwall.store.home import Home
with Home(Path(sys.argv[1])).lock("collect"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_nothing_is_made_before_it_is_needed(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.estate == tmp_path / "home" / "estate"
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home")
    home.make()
    home.make()
    assert home.path.stat().st_mode & 0o777 == 0o700


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(StorageFailed, match="home: cannot create"):
        Home(tmp_path / "home").make()


def test_the_database_is_ours_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    monkeypatch.delenv("RINGWALL_DATABASE", raising=False)
    assert home.database_url == f"sqlite:///{tmp_path}/hub.sqlite"
    monkeypatch.setenv("RINGWALL_DATABASE", "postgresql://db/x")
    assert home.database_url == "postgresql://db/x"
    assert home.own_database_url == f"sqlite:///{tmp_path}/hub.sqlite"


def test_another_process_is_named_and_its_death_frees_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(Locked, match=rf"in use by `ringwall collect \(pid {other.pid}\)`"),
            home.lock("fix"),
        ):
            pytest.fail("two writers")
        other.send_signal(signal.SIGKILL)
    assert (tmp_path / "lock.holder").exists(), "a killed holder leaves its name behind"
    with home.lock("fix"):
        assert (tmp_path / "lock.holder").read_text() == f"ringwall fix (pid {os.getpid()})"
    assert not (tmp_path / "lock.holder").exists()


def test_an_error_inside_frees_the_home(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(KeyError), home.lock("collect"):
        raise KeyError
    with home.lock("collect"):
        pass


def test_a_holder_that_cannot_be_read_does_not_matter(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.lock("collect"):
        (tmp_path / "lock.holder").write_bytes(b"\xff\xfe")
        code = (
            "import sys; from pathlib import Path; from ringwall.store.home import Home\n"
            "with Home(Path(sys.argv[1])).lock('fix'): pass"
        )
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False
        )
        assert "Locked" in done.stderr
        assert "UnicodeDecodeError" not in done.stderr


def test_a_holder_that_cannot_be_written_is_told_and_frees_the_home(tmp_path: Path) -> None:
    (tmp_path / "lock.holder").mkdir()
    with (
        pytest.raises(StorageFailed, match=r"lock\.holder: cannot write"),
        Home(tmp_path).lock("fix"),
    ):
        pytest.fail("no holder was written")
    (tmp_path / "lock.holder").rmdir()
    with Home(tmp_path).lock("fix"):
        pass
