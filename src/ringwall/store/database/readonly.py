"""A SQLite file that can be read where nothing can be written: a read-only home, a full disk."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect

CANNOT_WRITE = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
    }
)


def read_where_nothing_can_be_written(engine: sa.Engine) -> None:
    """Let the engine open its file for reading where SQLite cannot write beside it.

    With write-ahead logging SQLite makes a file even to read. A write fails as before.
    https://www.sqlite.org/wal.html#read_only_databases
    """

    def connect(dialect: Dialect, _: Any, words: list[Any], options: dict[str, Any]) -> Any:
        path = Path(str(words[0]))
        connection = dialect.connect(*words, **options)
        if _can_read(connection) or not path.is_file():
            return connection  # where it is not there, whoever uses it gets the error
        connection.close()
        if _has_log(path):
            connection = dialect.connect(*words, **options)
            # Of one process alone, the log's index lies in memory.
            connection.cursor().execute("pragma locking_mode = exclusive")
            return connection
        # Nothing is left in the log, and where nothing can be written nobody changes the file.
        place = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"
        return dialect.connect(place, **{**options, "uri": True})

    sa.event.listen(engine, "do_connect", connect)


def _can_read(connection: DBAPIConnection) -> bool:
    try:
        connection.cursor().execute("select count(*) from sqlite_master").close()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF not in CANNOT_WRITE
    except sqlite3.DatabaseError:  # no database at all: whoever uses it gets the error
        return True
    return True


def _has_log(path: Path) -> bool:
    """Whether something that was written is in the write-ahead log alone."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0
