"""Logs that were read into a folder of their own, taken into the logs: a part at once, or nothing.

A part is a small folder of logs: sorted files, and a ledger that says what was read. Whoever wrote
it looked at nobody else's files, so what is there already is found now.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ringwall.model.errors import StorageFailed
from ringwall.model.table import Table
from ringwall.store.engine.embedded import OURS, EmbeddedEngine
from ringwall.store.lake.log_files import (
    AccountRange,
    DayWriter,
    describe,
    find_overlapping,
    sync_path,
)
from ringwall.store.lake.log_ledger import LogFile, LogLedger
from ringwall.store.lake.log_query import REASON, STAGED


@dataclass(frozen=True)
class LogKeeper:
    """Takes parts into the logs. The caller holds the home's lock.

    `unique` names the tables whose rows have IDs. `step` is called before each thing that a kill
    could come between.
    """

    logs: Path
    tables: Mapping[str, Table]
    unique: Collection[str]
    step: Callable[[str], None] = lambda _: None

    def take(self, part: Path) -> Counter[str]:
        """Take all of a part; return how many of its rows were there already, by table."""
        ledger, own = LogLedger(self.logs), LogLedger(part)
        objects = own.read_objects()
        known = ledger.read_versions()
        again = [one.address for one in objects if one.address in known]
        taken: list[LogFile] = []
        repeated: Counter[str] = Counter()
        with EmbeddedEngine(self.logs, limits=OURS) as engine:
            for file in own.read_files():
                self.step(file.path)
                found = self._take_file(engine, part, file, ledger.read_files(file.source), again)
                taken += [found] if found else []
                repeated[file.source] += file.rows - (found.rows if found else 0)
        self.step("publish")
        ledger.create()
        ledger.publish(taken, objects, own.read_quarantine())
        self.step("published")
        return repeated

    def _take_file(
        self,
        engine: EmbeddedEngine,
        part: Path,
        file: LogFile,
        files: Sequence[LogFile],
        again: Sequence[str],
    ) -> LogFile | None:
        path = part / file.path
        accounts = _find_accounts(engine, path, file)
        near = find_overlapping(files, file.day, _time(file.first), _time(file.last), accounts)
        is_unique = file.source in self.unique
        if not near or not (is_unique or again):
            return self._move(engine, path, file)
        engine.hold_query(
            STAGED, f"select *, null::text as \"{REASON}\" from read_parquet('{_quote(path)}')"
        )
        writer = DayWriter(engine, self.logs, self.tables[file.source])
        day = date.fromisoformat(file.day)
        if is_unique:
            return writer.write_events(day, path.stem, near, accounts)
        return writer.write_lines(day, path.stem, near, again)

    def _move(self, engine: EmbeddedEngine, path: Path, file: LogFile) -> LogFile:
        target = self.logs / file.path
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(target)
        except OSError as error:
            raise StorageFailed(f"{target}: cannot write: {error}") from error
        sync_path(target.parent)
        sync_path(target.parent.parent)
        return describe(engine, self.logs, target)


def _find_accounts(engine: EmbeddedEngine, path: Path, file: LogFile) -> AccountRange | None:
    """Return the range of the accounts of a file; None where a row names none."""
    sql = f"select count(*) - count(account_id) as n from read_parquet('{_quote(path)}')"
    if engine.rows(sql)[0]["n"]:
        return None
    return AccountRange(file.low_account, file.high_account)


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _time(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC).replace(tzinfo=None)
