"""A home folder with logs as an ingest leaves them, and events that come as they are told to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ringwall.catalog import loader
from ringwall.catalog.loader import load_detections, load_logs
from ringwall.detect.examples import fill_rows
from ringwall.model.rule import Example
from ringwall.store.lake.log_ledger import LogFile, LogLedger, Quarantined
from ringwall.store.lake.parquet import ParquetFile

BASE = datetime.fromisoformat("2026-01-31T10:00:00")
FEW = (
    "cloudtrail.trail_is_stopped", "ec2.snapshot_is_shared_outside", "iam.root_signs_in"
)  # fmt: skip
STOP = {"event_source": "cloudtrail.amazonaws.com", "event_name": "StopLogging"}


@dataclass
class LogWorld:
    """A home folder whose logs grow file by file."""

    home: Path
    files: list[LogFile] = field(default_factory=list)

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def ledger(self) -> LogLedger:
        ledger = LogLedger(self.logs)
        ledger.create()
        return ledger

    def add(self, *rows: dict[str, Any], table: str = "cloudtrail", name: str = "") -> LogFile:
        """Write rows of one day to a file of their own, and let it count."""
        file = self.write(rows, table, name)
        self.ledger.publish([file], [], [])
        return file

    def write(self, rows: Iterable[dict[str, Any]], table: str, name: str = "") -> LogFile:
        columns = load_logs()[table]
        filled = [
            {**row, "event_time": _utc(row["event_time"])}
            for row in fill_rows(columns, Example({table: tuple(rows)}, "hit"))
        ]
        times = [row["event_time"] for row in filled]
        place = f"{table}/day={min(times):%Y-%m-%d}/{name or f'f{len(self.files)}'}.parquet"
        path = self.logs / place
        path.parent.mkdir(parents=True, exist_ok=True)
        written = ParquetFile(columns, path)
        written.add(filled)
        written.close()
        file = LogFile(
            path=place,
            source=table,
            day=f"{min(times):%Y-%m-%d}",
            rows=len(filled),
            bytes=path.stat().st_size,
            first=_micros(min(times)),
            last=_micros(max(times)),
            low_account="",
            high_account="",
            accounts=frozenset(row["account_id"] for row in filled if row.get("account_id")),
        )
        self.files.append(file)
        return file

    def quarantine(self, reason: str) -> None:
        self.ledger.publish([], [], [Quarantined("cloudtrail", "x.gz", 0, reason)])


def _utc(at: Any) -> datetime:
    read = datetime.fromisoformat(at) if isinstance(at, str) else at
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _micros(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def make_stop(number: int, *, minutes: float = 0, at: datetime = BASE, **more: Any) -> Any:
    """Return an event that stops a trail."""
    return {
        **STOP,
        "event_id": f"stop-{number}",
        "event_time": (at + timedelta(minutes=minutes)).isoformat(),
        "principal_arn": "arn:aws:iam::111111111111:user/ann",
        "request_parameters": {"name": f"trail-{number}"},
        **more,
    }


@pytest.fixture
def few_detections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the catalog have but a few detections: all of them take seconds."""
    some = {rule.id: rule for rule in load_detections().values() if rule.id in FEW}
    monkeypatch.setattr(loader, "_own_detections", lambda: tuple(some.items()))


@pytest.fixture
def log_world(tmp_path: Path) -> LogWorld:
    return LogWorld(tmp_path / "home")
