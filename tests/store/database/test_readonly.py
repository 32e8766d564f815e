"""A database that can be read where nothing can be written."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from ringwall.model.errors import BadInput
from ringwall.store.database.connection import open_database, reading, writing
from ringwall.store.database.schema import RECORDING

FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
from ringwall.model.errors import RingwallError
from ringwall.store.database.connection import open_database, reading, writing
from ringwall.store.database.schema import RECORDING
engine = open_database(sys.argv[1])
with reading(engine) as connection:
    print(connection.execute(RECORDING.select()).all())
try:
    with writing(engine) as connection:
        connection.execute(RECORDING.insert().values(id=9, snapshot="c", at=9))
except RingwallError as error:
    print(type(error).__name__, str(error).rpartition(": ")[2])
"""

SAID = "StorageFailed File too large"
"""The system's word for a file that cannot grow; SQLite's is "attempt to write a readonly"."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'hub ü#.sqlite'}"
    engine = open_database(url)
    with writing(engine) as connection:
        connection.execute(RECORDING.insert().values(id=1, snapshot="a", at=1))
    engine.dispose()
    return url


def test_on_a_full_disk_it_reads_and_says_that_it_cannot_write(url: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        (sys.executable, "-c", FULL, url), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["[(1, 'a', 1)]", SAID]


def test_what_is_in_the_log_alone_is_read_too(url: str, tmp_path: Path) -> None:
    """As a process leaves the file that was killed: what it wrote last is in the log."""
    path = Path(url.removeprefix("sqlite:///"))
    with sqlite3.connect(path) as left_open:
        left_open.execute("insert into recording values (2, 'b', 2)")
        left_open.commit()
        (tmp_path / "copy").mkdir()
        for file in path.parent.glob(f"{path.name}*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, tmp_path / "copy")
    url = f"sqlite:///{tmp_path / 'copy' / path.name}"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        (sys.executable, "-c", FULL, url), capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines() == ["[(1, 'a', 1), (2, 'b', 2)]", SAID]


def test_a_file_that_is_no_database_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "hub.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(BadInput, match="damaged"):
        open_database(f"sqlite:///{tmp_path / 'hub.sqlite'}")


def test_where_it_can_be_written_it_is(url: str) -> None:
    engine = open_database(url)
    with writing(engine) as connection:
        connection.execute(RECORDING.insert().values(id=2, snapshot="b", at=2))
    with reading(engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(RECORDING)).scalar() == 2
