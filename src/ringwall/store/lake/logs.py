"""Logs at rest, as queries see them: the files that the ledger names, and the quarantine."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ringwall.model.table import Row, Table
from ringwall.store.engine.protocol import Engine
from ringwall.store.lake.log_files import DAYS
from ringwall.store.lake.log_ledger import LogLedger

QUARANTINE = "quarantine"
"""The table of what could not be read: its rows are in the ledger itself."""
MOST = 10_000
"""Rows of the quarantine that queries see."""


def attach_logs(engine: Engine, logs: Path, tables: Iterable[Table]) -> None:
    """Show tables of logs in the engine; those without files are empty.

    DamagedSnapshot where a file cannot be read.
    """
    ledger = LogLedger(logs)
    files: dict[str, list[Path]] = {}
    for file in ledger.read_files():
        files.setdefault(file.source, []).append(logs / file.path)
    if not ledger.is_there:  # an older Ringwall wrote them
        for path in sorted(logs.glob(DAYS)):
            files.setdefault(path.parents[1].name, []).append(path)
    for table in tables:
        if table.name == QUARANTINE:
            engine.create(table, read_quarantine(logs))
        elif found := files.get(table.name):
            engine.attach_files(table, found)
        else:
            engine.create(table)


def read_quarantine(logs: Path) -> list[Row]:
    """Return rows of logs.quarantine."""
    return [vars(fault) for fault in LogLedger(logs).read_quarantine(MOST)]


def fingerprint_logs(logs: Path) -> str:
    """Return what changes whenever logs are added or deleted; '' where there are none."""
    ledger = LogLedger(logs)
    text = ledger.read_state()
    if not ledger.is_there:
        text = "\n".join(str(path.relative_to(logs)) for path in sorted(logs.glob(DAYS)))
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
