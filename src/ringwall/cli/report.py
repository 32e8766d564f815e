"""`ringwall report`: the current snapshot's audit as a file for people or programs."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ringwall.cli.options import (
    ExceptionOptions,
    HomeOptions,
    RuleOptions,
    find_exceptions,
    find_home,
    find_rules,
)
from ringwall.cli.output import print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.audit import AuditRequest, FindingFormat
from ringwall.jobs.report import open_report, write_report

STDOUT = Path("-")


def report(
    *,
    to: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None,
    format: FindingFormat | None = None,
    framework: str = "",
    snapshot: str = "",
    accepted: ExceptionOptions | None = None,
    folders: RuleOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Judge a snapshot and write its findings as one file: by default a self-contained HTML page.

    Nothing is recorded: `ringwall audit` does. So a report waits for no other process. Where
    nothing was collected, it tells what `ringwall detect` has found in logs.

    Parameters
    ----------
    to
        File to write, - for stdout; ringwall-report and the format's suffix if left out.
    format
        How to write it; if left out, what the suffix of --to says, or html.
    framework
        Write how each requirement of this framework stands, such as cis_7_0, instead of findings.
    snapshot
        Id of the snapshot or the beginning of it; the current one if left out.
    """
    request = AuditRequest(
        snapshot=snapshot,
        framework=framework,
        exceptions=find_exceptions(accepted),
        folders=find_rules(folders),
    )
    home = find_home(where)
    if to == STDOUT:
        with open_report(home, request, Terminal()) as result:
            result.write(format or "html", sys.stdout)
        return
    written = write_report(home, request, Terminal(), to=to, form=format)
    size = f" ({written.bytes // 1024} KiB)" if written.bytes else ""
    print_note(f"wrote {written.path}{size}")
