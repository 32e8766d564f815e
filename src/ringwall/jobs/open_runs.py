"""Runs that did not end: an interrupt names its run, and the next fix mentions it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ringwall.jobs.events import Events
from ringwall.jobs.history import open_journal
from ringwall.model.errors import Locked, RingwallError
from ringwall.store.database.journal import Journal, Run
from ringwall.store.home import Home


def note_open_runs(home: Path, events: Events) -> None:
    """Note each run that did not end, and how to go on with it or undo it.

    Nothing is said while another process holds the home folder: it may be what runs.
    """
    folder = Home(home)
    journal = open_journal(folder)
    if not _find_open(journal):
        return
    try:
        with folder.lock("fix"):
            _note(journal, events)
    except Locked:
        return


@contextmanager
def naming_run(journal: Journal, events: Events) -> Iterator[None]:
    """Note which run is left open where the block ends with an error or an interrupt."""
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            with suppress(RingwallError):  # what ended the block is what matters
                _note(journal, events)


def _find_open(journal: Journal) -> list[Run]:
    return [run for run in journal.runs() if run.status == "open"]


def _note(journal: Journal, events: Events) -> None:
    for run in _find_open(journal):
        undo = f", `ringwall undo {run.id}` undoes what it did" if run.kind == "fix" else ""
        events.note(
            f"run {run.id} ({run.kind}) did not end: `ringwall runs resume {run.id}` goes on with "
            f"it{undo}"
        )
