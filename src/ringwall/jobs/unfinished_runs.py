"""Runs that did not end: who is interrupted is told which one, and how to go on with it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ringwall.jobs.events import Events
from ringwall.model.errors import BadInput, RingwallError
from ringwall.model.journal import Run, RunJournal
from ringwall.model.lease import RunLeases


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
                note_unfinished(journal, leases, events, leases.process)


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


def note_unfinished(
    journal: RunJournal, leases: RunLeases, events: Events, process: str = ""
) -> None:
    """Note each run that did not end and does not run now; leases of `process` do not count."""
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
