"""`ringwall report`: the latest audit as a file for people or programs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ringwall.catalog.loader import load_rules, load_tables
from ringwall.cli.audit import open_findings
from ringwall.cli.judge import choose_rules, judge, open_ledger, summarize
from ringwall.cli.options import Folders, Where
from ringwall.cli.say import make_console
from ringwall.hub.formats import Format, write_findings
from ringwall.model.errors import StorageFailed
from ringwall.store.snapshot import open_snapshot


def report(
    *,
    to: Path = Path("ringwall-report.html"),
    format: Format = "html",
    snapshot: str = "",
    folders: Folders | None = None,
    where: Where | None = None,
) -> None:
    """Write the findings of a snapshot as one file: by default a self-contained HTML page.

    Parameters
    ----------
    to
        File to write; - for stdout.
    format
        How to write it.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    home = (where or Where()).open()
    found = open_snapshot(home.estate, snapshot)
    rules = choose_rules(load_rules(*(folders or Folders()).rules), ())
    with open_ledger(home, found) as ledger:
        summary = summarize(found, judge(found, load_tables(), rules, ledger), rules)
        findings = open_findings(ledger, rules)
        if str(to) == "-":
            write_findings(format, findings, sys.stdout, summary)
            return
        with _replacing(to) as file:
            write_findings(format, findings, file, summary)
    make_console().print(f"wrote {to} ({to.stat().st_size // 1024} KiB)")


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """Open a file whose old content stays until the new one is whole."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise StorageFailed(f"{path}: cannot write: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)
