"""The audit of a snapshot as a file, for people or programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ringwall.hub.formats import FORMATS
from ringwall.jobs.audit import AuditRequest, AuditResult, FindingFormat, run_audit
from ringwall.jobs.events import Events
from ringwall.jobs.findings import FindingsRequest, FindingsResult, find_findings
from ringwall.model.errors import BadInput, DamagedSnapshot, NotCollected
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import open_snapshot
from ringwall.store.private_file import replacing

SUFFIXES: dict[str, FindingFormat] = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".csv": "csv",
    ".sarif": "sarif",
    ".txt": "table",
}
"""The format that a file's name asks for."""


@dataclass(frozen=True)
class WrittenReport:
    """The file that was written."""

    path: Path
    bytes: int
    """Its size; 0 for a pipe or a terminal."""


def write_report(
    home: Path,
    request: AuditRequest,
    events: Events,
    *,
    to: Path | None = None,
    form: FindingFormat | None = None,
) -> WrittenReport:
    """Judge a snapshot and write its findings to a file; the history of findings stays as it is.

    Where nothing was collected, it tells what is recorded of logs.

    Without a format, the file's name decides: HTML if there is none. Without a file it is
    ringwall-report with the format's suffix. An old file stays until the new one is complete;
    what is no file is written to as `replacing` says.
    """
    chosen = form or guess_format(to)
    path = to or Path(f"ringwall-report{_suffix(chosen)}")
    with open_report(home, request, events) as result, replacing(path) as file:
        result.write(chosen, file)
    return WrittenReport(path, path.stat().st_size)


@contextmanager
def open_report(
    home: Path, request: AuditRequest, events: Events
) -> Iterator[AuditResult | FindingsResult]:
    """Judge a snapshot to read what was found: no writer is waited for, and nothing recorded.

    Where nothing was collected, what is recorded of logs is read.
    """
    found = None if request.snapshot or _has_snapshot(home) else _find_recorded(home)
    if found:
        events.note(f"{home}: no estate was collected, so this tells what was seen in logs")
        yield found
        return
    with run_audit(home, replace(request, keeps=False), events) as result:
        yield result


def _has_snapshot(home: Path) -> bool:
    try:
        open_snapshot(Home(home).estate)
    except NotCollected:
        return False
    except DamagedSnapshot:
        return True  # the audit says what is wrong with it
    return True


def _find_recorded(home: Path) -> FindingsResult | None:
    try:
        return find_findings(home, FindingsRequest())
    except NotCollected:
        return None


def guess_format(path: Path | None) -> FindingFormat:
    """Return the format that a file's name asks for; BadInput where it does not say."""
    if path is None or not path.suffix:
        return "html"
    if found := SUFFIXES.get(path.suffix.lower()):
        return found
    raise BadInput(f"{path}: its name does not say the format; add --format {'|'.join(FORMATS)}")


def _suffix(form: FindingFormat) -> str:
    """Return the suffix of a file in this format: .csv, or .ocsf.json for a dialect of JSON."""
    plain = next((suffix for suffix, name in SUFFIXES.items() if name == form), "")
    return plain or f".{form}.json"
