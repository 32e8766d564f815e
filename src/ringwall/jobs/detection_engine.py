"""The engine that detections run in: logs, and the estate and facts that they join."""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_facts, load_logs, load_tables, load_watched
from ringwall.detect.chunk import ShownLogs
from ringwall.detect.pending import LogPart
from ringwall.detect.query import find_rule_scans, find_tables
from ringwall.jobs.events import Events
from ringwall.jobs.facts import prepare_facts
from ringwall.model.detection import DetectionRule
from ringwall.model.errors import BadInput, NotCollected
from ringwall.model.table import Table
from ringwall.store.engine.embedded import STRANGERS, EmbeddedEngine
from ringwall.store.engine.protocol import Engine
from ringwall.store.engine.scans import Scans
from ringwall.store.home import Home
from ringwall.store.lake.facts import attach_facts
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot, open_snapshot


def load_timed_logs() -> dict[str, Table]:
    """Return the tables of logs whose rows have a time, by name."""
    found = load_logs()
    return {n: t for n, t in found.items() if "event_time" in {c.name for c in t.columns}}


def find_all_reads(rules: Mapping[str, DetectionRule]) -> dict[str, frozenset[str]]:
    """Return the tables that each detection reads, by its id; BadRule where one may not."""
    tables = load_watched()
    return {rule.id: frozenset(find_tables(rule, tables)) for rule in rules.values()}


def find_all_scans(rules: Mapping[str, DetectionRule]) -> dict[str, Scans]:
    """Return what each detection asks of the rows of logs, by its id."""
    tables = load_watched()
    return {rule.id: find_rule_scans(rule, tables) for rule in rules.values()}


@contextmanager
def open_detection_engine(
    home: Home, files: Sequence[LogPart], tables: frozenset[str], events: Events, master: str = ""
) -> Iterator[ShownLogs]:
    """Open an engine with what detections read: the estate as it is now, and the logs.

    `tables` are all that they read; `master` names a Spark, '' DuckDB in this process. Without a
    snapshot the estate is empty.
    """
    snapshot = _find_snapshot(home)
    estate = [table for name, table in load_tables().items() if name in tables]
    known = [table for name, table in load_facts().items() if name in tables]
    facts = prepare_facts(home, snapshot, events) if known and snapshot else None
    folders = [home.logs, *([snapshot.path] if snapshot and estate else [])]
    with _open_engine(master, (*folders, *([facts] if facts else []))) as engine:
        if snapshot and estate:
            attach_snapshot(engine, snapshot, estate)
        else:
            for table in estate:
                engine.create(table)
        attach_facts(engine, facts, known)
        yield ShownLogs(engine, home.logs, load_timed_logs(), files)


def _open_engine(master: str, folders: Sequence[Path]) -> Engine:
    """Return DuckDB over these folders, or Spark; BadInput where that is not installed."""
    if not master:
        return EmbeddedEngine(*folders, limits=STRANGERS)
    engine: Engine = import_spark("ringwall.store.engine.spark").SparkEngine(master)
    return engine


def import_spark(module: str) -> Any:
    """Return a module that uses Spark, an extra: to import it takes a second.

    BadInput where it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise BadInput(f"no {error.name} here: pip install 'ringwall[spark]'") from error


def _find_snapshot(home: Home) -> Snapshot | None:
    try:
        return open_snapshot(home.estate)
    except NotCollected:
        return None
