"""Runs that did not end: an interrupt names its run, and the next fix mentions it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ringwall.jobs.events import Events
from ringwall.jobs.history import open_journal
from ringwall.model.errors import BadInput, NotCollected, RingwallError
from ringwall.model.journal import Run, RunJournal
from ringwall.model.lease import RunLeases
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home


def note_open_runs(home: Path, events: Events) -> None:
    """Note each run that did not end, and how to go on with it or undo it.

    Nothing is said of those that run now.
    """
    with suppress(NotCollected):  # nothing ran here yet
        journal = open_journal(Home(home))
        _note(journal, Leases(journal.engine), events)


def note_newer_runs(home: Path, collected_at: datetime, events: Events) -> None:
    """Note the newest run that ended after a snapshot was made: the snapshot does not show it."""
    with suppress(NotCollected):  # nothing ran here yet
        ends = {run.ended_at: run for run in open_journal(Home(home)).runs()}
        newest = max(ends, default=0)
        if newest > collected_at.timestamp() * 1000:
            events.note(
                f"run {ends[newest].id} ended after the snapshot, which does not show what it did: "
                "run `ringwall collect` again, then plan"
            )


@contextmanager
def naming_run(journal: RunJournal, leases: RunLeases, events: Events) -> Iterator[None]:
    """Note which run is left open where the block ends with an error or an interrupt.

    Also where its leases could not be given back: nobody holds them any more.
    """
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if not is_done:
            with suppress(RingwallError):  # what ended the block is what matters
                _note(journal, leases, events, leases.process)


def _find_open(journal: RunJournal, leases: RunLeases, process: str) -> list[Run]:
    """Return the runs that did not end and do not run now."""
    open_ = [run for run in journal.runs() if run.status == "open"]
    running = leases.find_running(process) if open_ else set()
    return [run for run in open_ if run.id not in running]


def find_doubts(journal: RunJournal) -> list[str]:
    """Return what speaks against the runs that the database shows; nothing, if all is well.

    Runs of an older Ringwall, from before there was a key, are in doubt as well.
    """
    try:
        return journal.verify_chain()
    except BadInput as error:
        return [str(error)]


def note_doubts(journal: RunJournal, events: Events) -> None:
    """Note where a run may be somebody else's: who can write to the database can write a run."""
    if doubts := find_doubts(journal):
        events.note(
            f"do not trust what is said of runs, the journal does not hold: {doubts[0]}; "
            "`ringwall runs verify` says more"
        )


def _note(journal: RunJournal, leases: RunLeases, events: Events, process: str = "") -> None:
    for run in _find_open(journal, leases, process):
        # INVARIANT: no command is suggested of a run that nobody with the key wrote.
        if journal.doubt_run(run.id):
            note_doubts(journal, events)
            return
        undo = f", `ringwall undo {run.id}` undoes what it did" if run.kind != "undo" else ""
        events.note(
            f"run {run.id} ({run.kind}) did not end: `ringwall runs resume {run.id}` goes on with "
            f"it{undo}"
        )
