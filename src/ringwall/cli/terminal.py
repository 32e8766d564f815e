"""What jobs report, on the terminal: notes as lines, progress as a bar with an estimate."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from ringwall.cli.output import make_console, print_note
from ringwall.model.text import make_visible


class Terminal:
    """The events of jobs on stderr; progress only where it is a terminal, no file and no pipe."""

    def note(self, text: str) -> None:
        """Print a line."""
        print_note(text)

    @contextmanager
    def progress(self, part: str, total: int | None = None) -> Iterator["Bar"]:
        """Show a progress bar while a part of a job runs."""
        console = make_console()
        columns = (
            SpinnerColumn(),
            TextColumn(part, markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        with Progress(
            *columns, console=console, transient=True, disable=not console.is_terminal
        ) as shown:
            yield Bar(shown, shown.add_task("", total=total))


def confirm(question: str) -> bool:
    """Ask whoever sits at the terminal, and return whether the answer is yes.

    Nobody is asked, and the answer is no, where input or talk is no terminal.
    """
    if not can_ask():
        return False
    sys.stdout.flush()  # what the question is about must be seen before it
    make_console().print(make_visible(f"{question} [y/N] "), end="")
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def can_ask() -> bool:
    """Whether somebody sits at the terminal who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str = "") -> str:
    """Ask whoever sits at the terminal, and return the answer, or the default for none.

    EOFError where the input has ended.
    """
    sys.stdout.flush()
    hint = f" [{default}]" if default else ""
    make_console().print(make_visible(f"{question}{hint}: "), end="")
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip() or default


@dataclass(frozen=True)
class Bar:
    """One progress bar."""

    shown: Progress
    task: TaskID

    def expect(self, total: int) -> None:
        """Set how many steps there are in all."""
        self.shown.update(self.task, total=total)

    def advance(self, description: str = "") -> None:
        """Go one step on; `description` names it."""
        self.shown.update(self.task, advance=1, description=make_visible(description))
