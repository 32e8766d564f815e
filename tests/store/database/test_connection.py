import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from ringwall.model.errors import BadInput, Locked, StorageFailed
from ringwall.store.database.connection import (
    BATCH,
    VERSION_TABLE,
    copy_database,
    newest_version,
    open_database,
    reading,
    storage_errors,
    writing,
)
from ringwall.store.database.schema import METADATA, RECORDING


def _url(path: Path) -> str:
    return f"sqlite:///{path / 'home' / 'hub.sqlite'}"


def _start(code: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, stderr=subprocess.PIPE)  # noqa: S603 - the code is ours


def test_a_new_database_has_the_tables_that_the_schema_declares(tmp_path: Path) -> None:
    engine = open_database(_url(tmp_path))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []
    assert set(sa.inspect(engine).get_table_names()) == {*METADATA.tables, VERSION_TABLE}


def test_sqlite_logs_ahead_checks_foreign_keys_and_waits_for_writers(tmp_path: Path) -> None:
    with reading(open_database(_url(tmp_path))) as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("pragma busy_timeout").scalar() == 30_000


def test_the_home_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    open_database(_url(tmp_path))
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_opening_an_up_to_date_database_does_not_load_alembic(tmp_path: Path) -> None:
    open_database(_url(tmp_path))
    code = (
        "import sys\n"
        "from ringwall.store.database.connection import open_database\n"
        f"open_database({_url(tmp_path)!r})\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert _start(code).wait() == 0


def test_many_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    code = (
        "from ringwall.store.database.connection import open_database, reading\n"
        f"with reading(open_database({_url(tmp_path)!r})) as connection:\n"
        "    connection.exec_driver_sql('select count(*) from finding')"
    )
    openers = [_start(code) for _ in range(4)]
    assert [(opener.communicate()[1], opener.returncode) for opener in openers] == [(b"", 0)] * 4


def test_a_transaction_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    engine = open_database(_url(tmp_path))

    def write_and_fail() -> None:
        with writing(engine) as connection:
            connection.execute(sa.insert(RECORDING).values(snapshot="s", at=1))
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with reading(engine) as connection:
        assert connection.execute(sa.select(RECORDING)).all() == []


def test_a_second_writer_waits_and_then_is_told_that_the_database_is_locked(
    tmp_path: Path,
) -> None:
    engine = open_database(_url(tmp_path))
    other = sqlite3.connect(str(engine.url.database), isolation_level=None)
    other.execute("begin immediate")
    with engine.connect() as connection:
        connection.exec_driver_sql("pragma busy_timeout = 10")
    with pytest.raises(Locked, match="another process is writing"), writing(engine):
        pass
    other.close()


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    engine = open_database(_url(tmp_path))
    with writing(engine) as connection:
        connection.exec_driver_sql(f"update {VERSION_TABLE} set version_num = '9999'")
    with pytest.raises(BadInput, match=rf"newer Ringwall.*9999.*{newest_version()}"):
        open_database(_url(tmp_path))


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table invoice (id)")
    with pytest.raises(BadInput, match=r"other\.sqlite: a database of another program"):
        open_database(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        assert connection.execute("select name from sqlite_master").fetchall() == [("invoice",)]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    path.write_bytes(b"SQLite format 2\x00" + b"\x17" * 5_000)
    with pytest.raises(BadInput, match=r"hub\.sqlite: damaged"):
        open_database(f"sqlite:///{path}")


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    engine = open_database(_url(tmp_path))
    with engine.connect() as connection:
        connection.exec_driver_sql("commit")
        connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
    engine.dispose()
    path = tmp_path / "home" / "hub.sqlite"
    path.write_bytes(path.read_bytes()[:5_000])
    with pytest.raises(BadInput, match=r"hub\.sqlite: damaged"):
        open_database(_url(tmp_path))


@pytest.mark.parametrize("dialect", ["sqlite", "another"])
def test_a_copy_has_all_rows_of_one_moment_beside_a_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialect: str
) -> None:
    """Page by page for SQLite, row by row for any other database."""
    source = open_database(_url(tmp_path))
    with writing(source) as connection:
        rows = [{"snapshot": f"s{n}", "at": n} for n in range(BATCH + 1)]
        connection.execute(sa.insert(RECORDING), rows)
    target = open_database(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    monkeypatch.setattr(target.dialect, "name", dialect)
    with closing(sqlite3.connect(str(source.url.database), isolation_level=None)) as writer:
        writer.execute("begin immediate")
        writer.execute("delete from recording")
        copy_database(source, target)
    with sqlite3.connect(str(target.url.database)) as copied:
        assert copied.execute("select count(*), max(at) from recording").fetchone() == (
            *(BATCH + 1, BATCH),
        )


def test_a_damaged_database_is_named_when_it_is_copied(tmp_path: Path) -> None:
    source = open_database(_url(tmp_path))
    source.dispose()
    Path(str(source.url.database)).write_bytes(b"no database" * 1_000)
    target = open_database(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with pytest.raises(BadInput, match=r"hub\.sqlite: damaged"):
        copy_database(source, target)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("hub.sqlite", "not the URL of a database"),
        ("oracel://h/d", "not the URL of a database"),
        ("postgresql+psycopg://h/d", "driver is not installed"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused(url: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        open_database(url)


@pytest.mark.parametrize(
    "url",
    [
        "oracel://user:hunter2@host/database",
        "postgresql//user:hunter2@host/database",
        "postgresql:/user:hunter2@host",
        "postgresql://user:hunter2@host:port/database",
        "postgres://user:hunter2@host/database",
        "postgresql://user:p@ss:hunter2@host:x/database",
        "user:hunter2@host",
        "hunter2",
        "postgresql+hunter2",
        "postgresql+psycopg://user:hunter2@host/d?sslpassword=hunter2",
    ],
)
def test_a_password_in_a_bad_url_is_not_shown(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_database(url)
    assert "hunter2" not in str(caught.value)


class Refused(Exception):
    """What a driver raises; it may repeat all that it was given."""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+x9://u:hunter2@db/ringwall", "postgresql://db/ringwall"),
        ("postgresql+x9://u@db/ringwall?password=hunter2", "postgresql://db/ringwall"),
        ("postgresql+x9://u@db/ringwall?sslpassword=hunter2&x=1", "postgresql://db/ringwall"),
        ("postgresql+x9:///ringwall?passfile=hunter2", "postgresql://this machine/ringwall"),
        ("postgresql+x9://u:hunter%402@db/ringwall", "postgresql://db/ringwall"),
    ],
)
def test_what_a_driver_says_has_no_password(url: str, shown: str) -> None:
    parsed = sa.make_url(url)
    engine = sa.create_engine("sqlite://")
    engine = replace_url(engine, parsed)
    said = f"cannot connect with {url} and {parsed.password} and {dict(parsed.query)}"
    failure = sa.exc.OperationalError("select 1", {}, Refused(said))
    with pytest.raises(StorageFailed) as caught, storage_errors(engine):
        raise failure
    assert str(caught.value).startswith(f"{shown}: the database does not answer: cannot connect")
    assert "hunter" not in str(caught.value)


def replace_url(engine: sa.Engine, url: sa.URL) -> sa.Engine:
    """Return an engine that was made for another URL: its driver is not installed here."""
    engine.url = url
    engine.dialect.name = "postgresql"
    return engine


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed, match="cannot create the folder"):
        open_database(f"sqlite:///{tmp_path / 'file' / 'home' / 'hub.sqlite'}")


def test_a_database_is_for_its_owner_alone_also_one_of_before(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    open_database(f"sqlite:///{path}").dispose()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    engine = open_database(f"sqlite:///{path}")
    with writing(engine) as connection:
        connection.execute(sa.text("create table x (y int)"))
    assert {found.stat().st_mode & 0o777 for found in tmp_path.iterdir()} == {0o600}
    engine.dispose()
