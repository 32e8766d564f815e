"""CSV: one requirement a row, safe to open in a spreadsheet."""

import csv
from typing import TextIO

from ringwall.hub.formats.csv import defuse
from ringwall.hub.frameworks.results import FrameworkResult
from ringwall.hub.summary import Summary

COLUMNS = (
    "framework",
    "requirement",
    "title",
    "standing",
    "percent",
    "accounts",
    "accounts_met",
    "accounts_unknown",
    "passed",
    "failed",
    "unknown",
    "excepted",
    "failing_accounts",
    "rules",
    "left",
    "reason",
)


def write(result: FrameworkResult, out: TextIO, _: Summary) -> None:
    """Write a row of column names, then each requirement."""
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for each in result.requirements:
        requirement = each.requirement
        cells = (
            result.framework.title,
            requirement.id,
            requirement.title,
            each.standing,
            each.percent,
            each.accounts,
            each.accounts_met,
            each.accounts_unknown,
            each.passed,
            each.failed,
            each.unknown,
            each.excepted,
            "; ".join(each.failing),
            "; ".join(requirement.rules),
            requirement.left,
            requirement.reason,
        )
        writer.writerow(defuse(str(cell)) for cell in cells)
