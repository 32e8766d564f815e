"""The ledger of the logs: which files hold them, what was read into them, what was not.

INVARIANT: a file of a table counts from the moment that the ledger names it, and no longer than
that. So a batch, its objects and its quarantine become visible in one transaction, and what a
killed run left behind is seen by nobody.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ringwall.model.errors import DamagedSnapshot, StorageFailed
from ringwall.store.private_file import create_private, keep_private

NAME = "ledger.sqlite"
WAIT = 30
"""Seconds that a reader waits for a writer: each transaction takes milliseconds."""
VERSION = 1
SCHEMA = """
create table file (
    path text primary key, source text not null, day text not null, rows integer not null,
    bytes integer not null, first integer not null, last integer not null,
    low_account text not null, high_account text not null, replaced integer
) strict;
create index file_source on file (source, day) where replaced is null;
create table object (
    address text primary key, version text not null, source text not null,
    records integer not null, at integer not null
) strict;
create table quarantine (
    source text not null, file text not null, line integer not null, account_id text not null,
    reason text not null, text text not null
) strict;
create index quarantine_file on quarantine (file);
"""
ACCOUNTS = """
create table if not exists account (
    source text not null, account_id text not null, primary key (source, account_id)
) strict, without rowid
"""
"""A ledger that was made before accounts were kept gets them with its next batch."""


@dataclass(frozen=True)
class LogFile:
    """One Parquet file of a table of logs; times are microseconds since 1970, UTC."""

    path: str
    """Relative to the folder of the logs."""
    source: str
    """The name of the table."""
    day: str
    rows: int
    bytes: int
    first: int
    last: int
    low_account: str
    high_account: str
    accounts: frozenset[str] = field(default=frozenset(), compare=False)
    """All accounts in a new file; the ledger keeps them for the table, not for the file."""


COLUMNS = tuple(LogFile.__dataclass_fields__)[:-1]
"""What the ledger keeps of a file."""


@dataclass(frozen=True)
class ReadObject:
    """One object of a source that was read: a file, or an object of S3."""

    address: str
    version: str
    source: str
    records: int


@dataclass(frozen=True)
class Quarantined:
    """A record, a line or a whole file that could not be read; `line` 0 is the file."""

    source: str
    """The name of the table; '' where it is not known."""
    file: str
    line: int
    reason: str
    account_id: str = ""
    """The account of the records beside it; '' where that may be any."""
    text: str = ""
    """The beginning of it."""


class LogLedger:
    """The ledger of one folder of logs. The caller of what writes holds the home's lock."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._path = logs / NAME

    @property
    def is_there(self) -> bool:
        """Whether there is a ledger."""
        return self._path.is_file()

    def read_files(self, source: str = "") -> list[LogFile]:
        """Return the files that count, of one table or of all, in order."""
        where = "where replaced is null" + (" and source = ?" if source else "")
        columns = ", ".join(COLUMNS)
        with self._reading() as db:
            rows = db.execute(
                f"select {columns} from file {where} order by path", (source,) if source else ()
            )
            return [LogFile(*row) for row in rows]

    def read_numbered(self, after: int) -> dict[int, LogFile]:
        """Return the files that count and came after a number, by their numbers, in that order."""
        columns = ", ".join(COLUMNS)
        with self._reading() as db:
            rows = db.execute(
                f"select rowid, {columns} from file "
                "where replaced is null and rowid > ? order by rowid",
                (after,),
            )
            return {number: LogFile(*row) for number, *row in rows}

    def read_accounts(self) -> set[str]:
        """Return all accounts that logs ever had records of, those of deleted files too."""
        bounds = "select low_account from file union select high_account from file"
        kept = "select 1 from sqlite_schema where name = 'account'"
        with self._reading() as db:
            if db.execute(kept).fetchone():
                bounds += " union select account_id from account"
            return {row[0] for row in db.execute(bounds)} - {""}

    def read_versions(self) -> dict[str, str]:
        """Return the version of every object that was read, by its address."""
        with self._reading() as db:
            return dict(db.execute("select address, version from object"))

    def read_objects(self) -> list[ReadObject]:
        """Return every object that was read."""
        with self._reading() as db:
            rows = db.execute("select address, version, source, records from object")
            return [ReadObject(*row) for row in rows]

    def read_times(self) -> dict[str, int]:
        """Return when each object was read, in seconds since 1970, by its address."""
        with self._reading() as db:
            return dict(db.execute("select address, at from object"))

    def read_quarantine(self, limit: int = -1) -> list[Quarantined]:
        """Return what could not be read, in order."""
        columns = ", ".join(Quarantined.__dataclass_fields__)
        with self._reading() as db:
            rows = db.execute(
                f"select {columns} from quarantine order by source, file, line limit ?", (limit,)
            )
            return [Quarantined(*row) for row in rows]

    def count_quarantine(self) -> int:
        """Return how many lines, records and files could not be read."""
        with self._reading() as db:
            return int(db.execute("select count(*) from quarantine").fetchone()[0])

    def read_state(self) -> str:
        """Return what changes whenever a batch is added or files are deleted; '' without logs."""
        with self._reading() as db:
            rows = [*db.execute("select path from file where replaced is null order by path")]
            held = db.execute("select count(*), max(rowid) from quarantine").fetchone()
        return f"{rows}{held}" if rows or held[0] else ""

    def publish(
        self,
        files: Iterable[LogFile],
        objects: Iterable[ReadObject],
        faults: Iterable[Quarantined],
    ) -> None:
        """Add a batch: from now on its files count, and its objects are read no more.

        The quarantine of an object that was read anew is replaced.
        """
        objects, files = list(objects), list(files)
        with self._writing() as db:
            _insert_files(db, files)
            db.execute(ACCOUNTS)
            db.executemany(
                "insert or ignore into account values (?, ?)",
                ((file.source, account) for file in files for account in file.accounts),
            )
            db.executemany(
                "insert or replace into object values (?, ?, ?, ?, ?)",
                ((*vars(one).values(), int(time.time())) for one in objects),
            )
            db.executemany(
                "delete from quarantine where file = ?", ((one.address,) for one in objects)
            )
            db.executemany(
                "insert into quarantine values (?, ?, ?, ?, ?, ?)",
                (
                    (one.source, one.file, one.line, one.account_id, one.reason, one.text)
                    for one in faults
                ),
            )

    def forget_faults(self, files: Iterable[str]) -> None:
        """Drop the quarantine of objects that are no longer there."""
        with self._writing() as db:
            db.executemany("delete from quarantine where file = ?", ((file,) for file in files))

    def replace(self, old: Iterable[LogFile], new: Iterable[LogFile]) -> None:
        """Let files count in the place of others, which readers may have open for a while."""
        with self._writing() as db:
            db.executemany(
                "update file set replaced = ? where path = ?",
                ((int(time.time()), file.path) for file in old),
            )
            _insert_files(db, new)

    def forget_replaced(self, age: int) -> list[str]:
        """Drop files that were replaced more than so many seconds ago, and return their paths."""
        until = int(time.time()) - age
        with self._writing() as db:
            rows = db.execute("delete from file where replaced <= ? returning path", (until,))
            return [str(row[0]) for row in rows]

    def forget(self, paths: Iterable[str], faults: Iterable[tuple[str, str]]) -> None:
        """Drop files, and the quarantine of objects by table and address, all at once.

        The objects stay known, and so are not read again; the accounts stay known, too.
        """
        dropped = [(path,) for path in paths]
        with self._writing() as db:
            db.execute(ACCOUNTS)
            for bound in ("low_account", "high_account"):
                db.executemany(
                    f"insert or ignore into account select source, {bound} from file "
                    f"where path = ? and {bound} <> ''",
                    dropped,
                )
            db.executemany("delete from file where path = ?", dropped)
            db.executemany("delete from quarantine where source = ? and file = ?", faults)

    def read_known_paths(self) -> set[str]:
        """Return the paths of all files that the ledger names, replaced ones too."""
        with self._reading() as db:
            return {row[0] for row in db.execute("select path from file")}

    def create(self) -> None:
        """Make the ledger where there is none."""
        if self.is_there:
            return
        try:
            self._logs.mkdir(parents=True, exist_ok=True, mode=0o700)
            create_private(self._path).close()
        except OSError as error:
            raise StorageFailed(f"{self._path}: cannot write: {error}") from error
        with self._writing() as db:
            for statement in SCHEMA.split(";"):
                db.execute(statement)
            db.execute(f"pragma user_version = {VERSION}")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self.is_there:
            with closing(sqlite3.connect(":memory:")) as empty:
                empty.executescript(SCHEMA)
                yield empty
            return
        with self._open("ro") as db:
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open("rw") as db:
            db.execute("begin immediate")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()
        keep_private(self._path)

    @contextmanager
    def _open(self, mode: str) -> Iterator[sqlite3.Connection]:
        address = f"{self._path.absolute().as_uri()}?mode={mode}"
        try:
            with closing(
                sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)
            ) as db:
                db.execute("pragma synchronous = full")
                yield db
        except sqlite3.DatabaseError as error:
            # A full disk or a folder that nobody may write to is an OperationalError, too.
            kind = StorageFailed if isinstance(error, sqlite3.OperationalError) else DamagedSnapshot
            raise kind(
                f"{self._path}: {error}; if it is damaged, restore it from a backup, or delete it: "
                "it is made again from the files beside it"
            ) from error


def _insert_files(db: sqlite3.Connection, files: Iterable[LogFile]) -> None:
    db.executemany(
        f"insert into file values ({', '.join('?' * len(COLUMNS))}, null)",
        ([getattr(file, name) for name in COLUMNS] for file in files),
    )
