"""The database of findings and of the journal: opened, checked and brought up to date."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote, quote_plus

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from ringwall.model.body import ADVICE, decode_body
from ringwall.model.errors import BadInput, Locked, StorageFailed
from ringwall.store.database.integrity import (
    check_content,
    check_schema,
    check_tables,
    is_small,
)
from ringwall.store.database.readonly import read_where_nothing_can_be_written
from ringwall.store.database.schema import METADATA
from ringwall.store.private_file import create_private, find_obstacle, keep_private

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "ringwall_version"
BUSY_SECONDS = 30
BATCH = 5_000
"""Rows per statement: SQLite takes 32,766 values in one."""
MIGRATION_LOCK = 0x72696E6777616C6C
"""Postgres takes a number for an advisory lock: "ringwall" in ASCII."""
WRITES = "ringwall_writes"


def open_database(url: str) -> sa.Engine:
    """Return the database at a SQLAlchemy URL, made or migrated to this program's version.

    Several processes may do so at once. Raises BadInput for a bad URL, a file that is damaged or
    no database of ours, and for a database that a newer Ringwall has written. A file over 32 MiB
    is not read as a whole: `check_database` does.
    """
    engine = _create(url)
    with storage_errors(engine):
        with engine.connect() as connection:
            check_schema(connection, _name(engine))
            version = _check_version(connection)
        if version != newest_version():
            _migrate(engine)
        with reading(engine) as connection:
            check_tables(connection, _name(engine))
            if is_small(engine):
                check_content(connection, _name(engine))
    return engine


def check_database(engine: sa.Engine) -> None:
    """Read what opening the database did not; BadInput where a part of it is damaged."""
    if not is_small(engine):
        with reading(engine) as connection:
            check_content(connection, _name(engine))


def copy_database(source: sa.Engine, target: sa.Engine) -> None:
    """Copy all rows, as they are at one moment, into a new database that is still empty."""
    if source.dialect.name == target.dialect.name == "sqlite":
        _copy_file(source, target)
        return
    with reading(source) as old, writing(target) as new:
        for table in METADATA.sorted_tables:
            rows = old.execution_options(yield_per=BATCH).execute(sa.select(table)).mappings()
            for batch in rows.partitions(BATCH):
                new.execute(sa.insert(table), [dict(row) for row in batch])


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that writes: all of it is kept, or nothing where an error leaves it."""
    with (
        storage_errors(engine),
        engine.connect() as connection,
        connection.execution_options(**{WRITES: True}).begin(),
    ):
        yield connection


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that only reads, and sees one state of the database throughout."""
    with storage_errors(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # By default, each statement there sees a state of its own.
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def storage_errors(engine: sa.Engine) -> Iterator[None]:
    """Turn what the driver raises into errors that a user can act on."""
    try:
        yield
    except DBAPIError as error:
        _explain(engine, error)
    except UnicodeDecodeError as error:
        raise BadInput(f"{_name(engine)}: damaged ({error}); {ADVICE}") from error


def _copy_file(source: sa.Engine, target: sa.Engine) -> None:
    """Copy page by page, which takes a hundredth of the time; who writes meanwhile goes on."""
    with storage_errors(source):
        try:
            with closing(source.raw_connection()) as old, closing(target.raw_connection()) as new:
                reader: Any = old.driver_connection
                reader.backup(new.driver_connection)
        except sqlite3.Error as error:
            raise DBAPIError.instance(None, None, error, sqlite3.Error) from error


def newest_version() -> str:
    """Return the version that this program's migrations lead to: the highest file's number."""
    return max(_known_versions())


def _known_versions() -> set[str]:
    return {path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")}


def _create(url: str) -> sa.Engine:
    try:
        parsed = sa.make_url(url)
        engine = sa.create_engine(parsed, json_deserializer=decode_body)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        # What SQLAlchemy says holds all of the text, a password among it.
        kind = re.match(r"[A-Za-z0-9+]{0,40}(?=:)", url)
        said = f"it begins with {kind[0]}:" if kind else "it does not begin with postgresql:"
        raise BadInput(
            f"RINGWALL_DATABASE is not the URL of a database ({said}); write "
            "postgresql://USER:PASSWORD@HOST/DATABASE"
        ) from error
    except ImportError as error:
        raise BadInput(
            f"{parsed.drivername}: its driver is not installed; install it beside Ringwall: {error}"
        ) from error
    if engine.dialect.name == "sqlite":
        _make_folder(parsed)
        _tune_sqlite(engine)
        read_where_nothing_can_be_written(engine)
    return engine


def _make_folder(url: sa.URL) -> None:
    if url.database and url.database != ":memory:":
        folder = Path(url.database).parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageFailed(f"{folder}: cannot create the folder: {error}") from error
        # SQLite gives its other files the mode of this one; where it cannot be, SQLite says why.
        with suppress(OSError):
            create_private(Path(url.database)).close()
        for suffix in ("", "-wal", "-shm"):
            keep_private(Path(f"{url.database}{suffix}"))


def _tune_sqlite(engine: sa.Engine) -> None:
    """Let SQLAlchemy alone begin transactions, and let readers continue beside a writer."""

    def on_connect(connection: sqlite3.Connection, _: Any) -> None:
        # Python's sqlite3 would begin late and commit before DDL; a migration must be one whole.
        connection.isolation_level = None
        connection.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
        connection.execute("pragma foreign_keys = on")

    def on_begin(connection: sa.Connection) -> None:
        # INVARIANT: who will write takes the lock at once. A reader that turns writer half way
        # fails with "locked", however long it waits.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)


def _check_version(connection: sa.Connection) -> str:
    """Return the database's version, '' where it is new; BadInput where we must not touch it."""
    inspector = sa.inspect(connection)
    if not inspector.has_table(VERSION_TABLE):
        if connection.dialect.name == "sqlite" and inspector.get_table_names():
            raise BadInput(
                f"{_name(connection.engine)}: a database of another program; name another file"
            )
        return ""
    rows = connection.exec_driver_sql(f"select version_num from {VERSION_TABLE}").all()
    found = str(rows[0][0]) if len(rows) == 1 else ""
    if re.fullmatch(r"\d{4}", found) and found > newest_version():
        raise BadInput(
            f"{_name(connection.engine)}: written by a newer Ringwall (version {found} of the "
            f"tables, this one knows {newest_version()}); update Ringwall"
        )
    if found not in _known_versions():
        raise BadInput(
            f"{_name(connection.engine)}: damaged ({found or 'nothing'!r} is no version of the "
            f"tables); {ADVICE}"
        )
    return found


def _migrate(engine: sa.Engine) -> None:
    from alembic import command  # noqa: PLC0415 - 0.1 s that only an outdated database costs
    from alembic.config import Config  # noqa: PLC0415 - the same

    if engine.dialect.name == "sqlite":
        _turn_on_wal(engine)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        # Alembic reads the version under the lock: what another process did meanwhile stays.
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _turn_on_wal(engine: sa.Engine) -> None:
    """Switch the file to write-ahead logging for good; outside of any transaction."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("pragma journal_mode = wal")
    except sqlite3.OperationalError as error:
        # SQLite does not wait when two openers switch at once; the other one does it for us.
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise DBAPIError.instance(None, None, error, sqlite3.Error) from error
    finally:
        connection.close()


def _explain(engine: sa.Engine, error: DBAPIError) -> NoReturn:
    where, cause = _name(engine), error.orig
    if not isinstance(cause, sqlite3.Error):
        if error.connection_invalidated or isinstance(error, sa.exc.OperationalError):
            said = _mask(engine.url, str(cause))
            raise StorageFailed(f"{where}: the database does not answer: {said}") from error
        raise error
    match getattr(cause, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            raise tell_busy(engine) from error
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_READONLY:
            # On a full disk SQLite opens the file to read alone, and calls it read-only.
            said = find_obstacle(Path(where).parent) or str(cause)
            raise StorageFailed(f"{where}: cannot write: {said}") from error
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            raise StorageFailed(f"{where}: cannot open: {cause}") from error
    if isinstance(cause, sqlite3.ProgrammingError | sqlite3.InterfaceError | sqlite3.DataError):
        raise error
    # All else comes of the file: no database, a broken page, a missing table, text that is none.
    raise BadInput(f"{where}: damaged ({cause}); {ADVICE}") from error


def tell_busy(engine: sa.Engine) -> Locked:
    """Return what to say where others do not let us write."""
    return Locked(f"{_name(engine)}: another process is writing; wait for it to end")


def _name(engine: sa.Engine) -> str:
    url = engine.url
    if engine.dialect.name == "sqlite":
        return url.database or "memory"
    return f"{url.get_backend_name()}://{url.host or 'this machine'}/{url.database or ''}"


def _mask(url: sa.URL, text: str) -> str:
    """Return a driver's message without what in the URL is secret: passwords, tokens, options."""
    given = [str(url.password or "")]
    for value in url.query.values():
        given.extend([value] if isinstance(value, str) else value)
    for secret in filter(None, given):
        for form in {secret, quote(secret), quote_plus(secret)}:
            text = text.replace(form, "***")
    return text
