"""CSV: one finding a row, safe to open in a spreadsheet.

A cell that starts with `=`, `+`, `-`, `@`, a tab, a line break or `'` gets a `'` in front, so that
no spreadsheet takes it for a formula; whoever reads it back removes one leading `'`. Times are
ISO 8601 in UTC, empty for never. Lists are joined by `; `.
"""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from ringwall.hub.formats.context import ReportContext
from ringwall.model.finding import Finding, tell_suppression

COLUMNS = (
    "uid",
    "status",
    "answer",
    "severity",
    "layer",
    "rule",
    "title",
    "account_id",
    "region",
    "resource",
    "reason",
    "first_seen",
    "last_seen",
    "resolved_at",
    "count",
    "reopened",
    "why",
    "fix",
    "url",
    "playbook",
    "compliance",
    "owner",
    "due",
    "ticket",
    "suppression",
)
TIMES = ("first_seen", "last_seen", "resolved_at", "due")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""What a spreadsheet may take for the start of a formula, and the mark that prevents it."""


def write(findings: Iterable[Finding], out: TextIO, _: ReportContext) -> None:
    """Write a row of column names, then each finding as it comes."""
    # All cells are quoted: csv would leave a carriage return bare, and readers split there.
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for finding in findings:
        writer.writerow(defuse(cell) for cell in _cells(finding))


def _cells(finding: Finding) -> Iterable[str]:
    remediation = finding.remediation
    special = {
        "fix": remediation.text,
        "url": remediation.url,
        "playbook": remediation.playbook,
        "compliance": "; ".join(finding.compliance),
        "suppression": tell_suppression(finding),
    }
    for name in COLUMNS:
        if name in special:
            yield special[name]
        else:
            value = getattr(finding, name)
            yield format_moment(value) if name in TIMES else str(value)


def format_moment(milliseconds: int) -> str:
    """Return a time as ISO 8601 in UTC, '' for never."""
    if not milliseconds:
        return ""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def defuse(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
