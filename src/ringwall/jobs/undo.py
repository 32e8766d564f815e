"""A run undone: its changes reversed, last first, as a run of its own."""

from pathlib import Path

from ringwall.apply.describe import tell_step
from ringwall.apply.undo import plan_undo as plan_reversal
from ringwall.apply.undo import undo
from ringwall.jobs.connection import Connection
from ringwall.jobs.events import Events
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.runs import RunResult, open_stage
from ringwall.store.home import Home


def plan_undo(home: Path, run: str, connection: Connection) -> PlannedRun:
    """Return what would undo a run; nothing is written.

    `run` is its id or the beginning of it.
    """
    return PlannedRun(plan_reversal(run, open_stage(Home(home), connection)))


def undo_run(
    home: Path, run: str, connection: Connection, events: Events, *, keep_going: bool = False
) -> RunResult | None:
    """Undo a run; None where there is nothing to undo. Each step is noted as it ends.

    Only what the run itself wrote is undone, and only where AWS still shows it.
    """
    folder = Home(home)
    stage = open_stage(folder, connection)
    with folder.lock("undo"):
        report = undo(
            run,
            stage,
            connection.sessions.identity().arn,
            keep_going=keep_going,
            tell=lambda step: events.note(tell_step(step)),
        )
    return None if report is None else RunResult(report)
