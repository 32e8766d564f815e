"""What jobs report, on the terminal: notes as lines, progress as a bar with an estimate."""

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
