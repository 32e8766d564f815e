"""Logs stored as the program stores them, and read back as rows."""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ringwall.catalog.loader import load_logs
from ringwall.collect.logs.ingest import BATCH, Ingested, LogIngest
from ringwall.collect.logs.objects import find_files
from ringwall.jobs.logs import choose_sources
from ringwall.model.table import Row
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.lake.log_batch import LogBatch
from ringwall.store.lake.log_files import tidy
from ringwall.store.lake.log_ledger import LogLedger
from ringwall.store.lake.logs import attach_logs


def write_trail(path: Path, *records: Any) -> Path:
    """Write a file of CloudTrail's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps({"Records": records}).encode()))
    return path


def read_in(
    logs: Path,
    *paths: Path,
    sources: Sequence[str] = (),
    size: int = BATCH,
    step: Callable[[str], None] = lambda _: None,
) -> Ingested:
    """Read files and folders into a folder of logs."""
    tidy(logs, load_logs().values())
    ingest = LogIngest(
        choose_sources(sources),
        lambda: LogBatch(logs, step),
        LogLedger(logs).read_versions(),
        size=size,
    )
    return ingest.read(find_files(paths).objects)


def ask(logs: Path, sql: str) -> list[Row]:
    """Return what a query says of the logs."""
    with EmbeddedEngine(logs, threads=1) as engine:
        attach_logs(engine, logs, load_logs().values())
        return engine.rows(sql)
