"""The home folder: private, and one writer at a time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ringwall.model.errors import BadInput, Locked, StorageFailed
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


@pytest.mark.parametrize(
    "name",
    ["facts", "estate", "logs", "hub.sqlite", "lock", "mark", "estate/a/b.parquet", "x/y/z/link"],
)
def test_a_home_with_a_link_in_it_is_refused(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    link = tmp_path / "home" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(victim)
    with pytest.raises(BadInput, match=rf"{name}: a home folder holds plain files and folders"):
        Home(tmp_path / "home")


def test_a_home_that_is_a_link_is_refused(tmp_path: Path) -> None:
    Home(tmp_path / "real").make()
    (tmp_path / "home").symlink_to(tmp_path / "real")
    with pytest.raises(BadInput, match="home: a link"):
        Home(tmp_path / "home")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="dangling: a link"):
        Home(tmp_path / "dangling")


def test_a_pipe_in_a_home_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "hub.sqlite")
    with pytest.raises(BadInput, match=r"hub\.sqlite: a home folder holds plain files"):
        Home(tmp_path)


def test_a_home_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Home(tmp_path / "home").make()
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(BadInput, match=rf"belongs to another user \(uid {owner}\)"):
        Home(tmp_path / "home")


@pytest.mark.parametrize("name", ["hub.sqlite", "mark"])
def test_a_home_that_was_open_to_others_is_closed(tmp_path: Path, name: str) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    (tmp_path / "home" / name).touch()
    Home(tmp_path / "home")
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("names", [(), ("estate",), ("README", "logs"), ("hub.sqlite/x",)], ids=str)
def test_a_folder_that_is_no_home_keeps_its_mode(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (tmp_path / "public" / name).mkdir(parents=True)
    (tmp_path / "public").mkdir(exist_ok=True)
    (tmp_path / "public").chmod(0o1777)
    Home(tmp_path / "public")
    assert (tmp_path / "public").stat().st_mode & 0o7777 == 0o1777


def test_a_home_is_made_of_no_folder_that_others_use(tmp_path: Path) -> None:
    for name in ("empty", "before", "shared"):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(0o1777)
    (tmp_path / "before" / "estate").mkdir()  # of an older Ringwall, never audited
    (tmp_path / "shared" / "file").touch()
    for name in ("empty", "before"):
        Home(tmp_path / name).make()
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
    with pytest.raises(BadInput, match=r"shared: others can write to this folder.* holds file;"):
        Home(tmp_path / "shared").make()
    assert (tmp_path / "shared").stat().st_mode & 0o7777 == 0o1777
    assert [path.name for path in (tmp_path / "shared").iterdir()] == ["file"]


def test_a_home_is_ours_where_we_made_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    assert home.is_ours
    home.make()
    assert home.is_ours
    (tmp_path / "home").rename(tmp_path / "moved")
    moved = Home(tmp_path / "moved")
    assert not moved.is_ours
    moved.make()
    assert moved.is_ours


@pytest.mark.parametrize("mark", [None, b"", b"x", b"00000000:00", b"\xff" * 300])
def test_a_home_that_came_from_elsewhere_is_not_ours(tmp_path: Path, mark: bytes | None) -> None:
    home = Home(tmp_path)
    assert not home.is_ours
    if mark is not None:
        (tmp_path / "mark").write_bytes(mark)
    assert not home.is_ours


def test_without_a_place_for_the_key_a_home_works_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    home = Home(tmp_path / "home")
    home.make()
    with home.lock("collect"):
        assert (tmp_path / "home" / "lock").exists()
    assert not (tmp_path / "home" / "mark").exists()
