"""A run undone: its changes reversed, last first, as a run of its own."""

from pathlib import Path

from ringwall.apply.describe import tell_step
from ringwall.apply.undo import plan_undo as plan_reversal
from ringwall.apply.undo import undo
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.open_runs import naming_run
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.runs import RunResult, open_environment
from ringwall.store.home import Home


def plan_undo(home: Path, run: str, connection: AwsAccess) -> PlannedRun:
    """Return what would undo a run; nothing is written.

    `run` is its id or the beginning of it.
    """
    return PlannedRun(plan_reversal(run, open_environment(Home(home), connection)))


def undo_run(
    home: Path, run: str, connection: AwsAccess, events: Events, *, keep_going: bool = False
) -> RunResult | None:
    """Undo a run; None where there is nothing to undo. Each step is noted as it ends.

    Only what the run itself wrote is undone, and only where AWS still shows it.
    """
    folder = Home(home)
    environment = open_environment(folder, connection)
    with folder.lock("undo"), naming_run(environment.journal, events):
        report = undo(
            run,
            environment,
            connection.sessions.identity().arn,
            keep_going=keep_going,
            tell=lambda step: events.note(tell_step(step)),
        )
    return None if report is None else RunResult(report)
