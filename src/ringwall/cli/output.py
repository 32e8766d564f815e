"""What goes to the terminal: results to stdout, everything else to stderr."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from rich.console import Console

from ringwall.model.text import find_inner, make_visible

RowFormat = Literal["table", "json"]
"""How rows are printed: a line each, or one JSON object a line."""
WIDEST = 60
"""Letters that a column is padded to at most: a longer cell pushes the rest of its line."""
PLAIN_TEXT: Mapping[str, Any] = {
    "markup": False,
    "emoji": False,  # an ARN may have :secret: or :key: in it
    "highlight": False,
    "soft_wrap": True,
}
"""How what AWS or files say is printed: as it stands."""
NARROWEST = 24
"""Letters that must be left for the last column, or it is not folded."""


def make_console() -> Console:
    """Return the console for all but results: stderr, no markup in what AWS or files say."""
    return Console(file=find_inner(sys.stderr), stderr=True, **PLAIN_TEXT)


def print_note(text: str) -> None:
    """Print a line to stderr; control characters in it are made visible."""
    make_console().print(make_visible(text))


def print_grid(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows to stdout: aligned on a terminal, tab-separated in a pipe.

    Nothing is cut off and no cell but the last is folded: ids and ARNs can be copied as they stand.
    """
    lines = ([make_visible(str(cell)) for cell in row] for row in (columns, *rows))
    if not sys.stdout.isatty():
        for line in lines:
            print("\t".join(line))
        return
    header, *body = _align(list(lines))
    console = Console(file=find_inner(sys.stdout), **PLAIN_TEXT)
    console.print(header, style="bold")
    for text in body:
        console.print(text)


def _align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield each row as a line; the last cell is folded under its column where it fits."""
    widths = [min(WIDEST, max(map(len, cells))) for cells in zip(*rows, strict=True)][:-1]
    left = shutil.get_terminal_size().columns - sum(widths) - 2 * len(widths)
    indent = "\n" + " " * (sum(widths) + 2 * len(widths))
    for row in rows:
        start = "".join(f"{cell:{width}}  " for cell, width in zip(row, widths, strict=False))
        parts = textwrap.wrap(row[-1], left) if left >= NARROWEST and " " in row[-1] else row[-1:]
        yield (start + indent.join(parts)).rstrip()


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line. All but ASCII is escaped: no terminal acts on it."""
    for row in rows:
        print(json.dumps(row, default=str).replace("\x7f", "\\u007f"))


def print_rows(form: RowFormat, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as `--format` says."""
    if form == "json":
        print_json(dict(zip(columns, row, strict=True)) for row in rows)
    else:
        print_grid(columns, rows)
