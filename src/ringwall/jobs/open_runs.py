"""Runs of a home folder that did not end, or ended after a snapshot: the next fix mentions them."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ringwall.jobs.events import Events
from ringwall.jobs.history import open_journal
from ringwall.jobs.unfinished_runs import note_unfinished
from ringwall.model.errors import NotCollected
from ringwall.store.database.leases import Leases
from ringwall.store.home import Home


def note_open_runs(home: Path, events: Events) -> None:
    """Note each run that did not end, and how to go on with it or undo it.

    Nothing is said of those that run now.
    """
    with suppress(NotCollected):  # nothing ran here yet
        journal = open_journal(Home(home))
        note_unfinished(journal, Leases(journal.engine), events)


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
