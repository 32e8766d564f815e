"""Talk: what goes to stderr while results go to stdout."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ringwall.model.text import make_visible

WIDEST = 60
"""Letters that a column is padded to at most: a longer cell pushes the rest of its line."""
NARROWEST = 24
"""Letters that must be left for the last column, or it is not folded."""


def make_console() -> Console:
    """Return the console for talk: stderr, no markup in what AWS or files say."""
    return Console(stderr=True, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def show_progress(title: str) -> Iterator[Progress]:
    """Show a progress bar on a terminal; nothing where stderr is a file or a pipe."""
    console = make_console()
    progress = Progress(
        SpinnerColumn(),
        TextColumn(title, markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    with progress:
        yield progress


def print_grid(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows to stdout: aligned on a terminal, tab-separated in a pipe.

    Nothing is cut off and no cell but the last is folded: ids and ARNs can be copied as they stand.
    """
    lines = ([clean(str(cell)) for cell in row] for row in (columns, *rows))
    if not sys.stdout.isatty():
        for line in lines:
            print("\t".join(line))
        return
    header, *body = _align(list(lines))
    console = Console(markup=False, highlight=False, soft_wrap=True)
    console.print(header, style="bold")
    for text in body:
        console.print(text)


def _align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield each row as a line; the last cell is folded under its column where there is room."""
    widths = [min(WIDEST, max(map(len, cells))) for cells in zip(*rows, strict=True)][:-1]
    room = shutil.get_terminal_size().columns - sum(widths) - 2 * len(widths)
    indent = "\n" + " " * (sum(widths) + 2 * len(widths))
    for row in rows:
        start = "".join(f"{cell:{width}}  " for cell, width in zip(row, widths, strict=False))
        parts = textwrap.wrap(row[-1], room) if room >= NARROWEST and " " in row[-1] else row[-1:]
        yield (start + indent.join(parts)).rstrip()


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line. All but ASCII is escaped: no terminal is spoken to."""
    for row in rows:
        print(json.dumps(row, default=str).replace("\x7f", "\\u007f"))


def print_rows(form: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as `--format` says: table or json."""
    if form == "json":
        print_json(dict(zip(columns, row, strict=True)) for row in rows)
    else:
        print_grid(columns, rows)


def tell_count(number: int, noun: str) -> str:
    """Return a number with its noun: 1 change, 2 changes."""
    return f"{number} {noun}{'s' * (number != 1)}"


def clean(text: str) -> str:
    """Return text with control characters made visible: names from AWS are not trusted."""
    return make_visible(text)
