"""`ringwall report`: the latest audit as a file for people or programs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

from cyclopts import Parameter

from ringwall.catalog.loader import load_rules
from ringwall.cli.audit import open_findings
from ringwall.cli.judge import choose_rules, judge, open_ledger, summarize
from ringwall.cli.options import Folders, Where
from ringwall.cli.say import make_console
from ringwall.hub.formats import FORMATS, Format, write_findings
from ringwall.model.errors import BadInput, StorageFailed
from ringwall.store.lake.snapshot import open_snapshot

SUFFIXES: dict[str, Format] = {
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
STDOUT = Path("-")


def report(
    *,
    to: Annotated[Path | None, Parameter(allow_leading_hyphen=True)] = None,
    format: Format | None = None,
    snapshot: str = "",
    folders: Folders | None = None,
    where: Where | None = None,
) -> None:
    """Write the findings of a snapshot as one file: by default a self-contained HTML page.

    Parameters
    ----------
    to
        File to write, - for stdout; ringwall-report and the format's suffix if left out.
    format
        How to write it; what the suffix of --to says if left out, or html.
    snapshot
        Id of the snapshot or the beginning of it; the current one where it is left out.
    """
    chosen = format or _guess_format(to)
    path = to or Path(f"ringwall-report{_suffix(chosen)}")
    home = (where or Where()).open()
    found = open_snapshot(home.estate, snapshot)
    rules = choose_rules(load_rules(*(folders or Folders()).rules), ())
    with open_ledger(home, found) as ledger:
        summary = summarize(found, judge(home, found, rules, ledger), rules)
        findings = open_findings(ledger, rules)
        if path == STDOUT:
            write_findings(chosen, findings, sys.stdout, summary)
            return
        with _replacing(path) as file:
            write_findings(chosen, findings, file, summary)
    make_console().print(f"wrote {path} ({path.stat().st_size // 1024} KiB)")


def _guess_format(to: Path | None) -> Format:
    if to in {None, STDOUT} or not to.suffix:
        return "html"
    if form := SUFFIXES.get(to.suffix.lower()):
        return form
    raise BadInput(f"{to}: its name does not tell the format; say --format {'|'.join(FORMATS)}")


def _suffix(form: Format) -> str:
    """Return the suffix of a file in this format: .csv, or .ocsf.json for a dialect of JSON."""
    plain = next((suffix for suffix, name in SUFFIXES.items() if name == form), "")
    return plain or f".{form}.json"


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
