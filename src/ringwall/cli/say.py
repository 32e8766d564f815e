"""Talk: what goes to stderr while results go to stdout."""

import json
import sys
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
from rich.table import Table as Grid
from rich.text import Text


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
    """Print rows to stdout: aligned on a terminal, tab-separated in a pipe."""
    if not sys.stdout.isatty():
        print("\t".join(columns))
        for row in rows:
            print("\t".join(clean(str(cell)) for cell in row))
        return
    grid = Grid(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        grid.add_row(*(Text(clean(str(cell))) for cell in row))
    Console().print(grid)


def print_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON object a line."""
    for row in rows:
        print(json.dumps(row, default=str, ensure_ascii=False))


def clean(text: str) -> str:
    """Return text with control characters made visible: names from AWS are not trusted."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
