"""A run undone: its changes reversed, last first, as a run of its own."""

from pathlib import Path

from ringwall.apply.run import read_report
from ringwall.apply.undo import plan_undo as plan_reversal
from ringwall.apply.undo import undo
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.events import Events
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.run_report import RunResult, check_entry, telling
from ringwall.jobs.runs import open_environment
from ringwall.jobs.unfinished_runs import naming_run
from ringwall.model.run import ONE_BY_ONE, RunOptions
from ringwall.store.home import Home


def plan_undo(home: Path, run: str, connection: AwsAccess) -> PlannedRun:
    """Return what would undo a run; nothing is written.

    `run` is its id or the beginning of it.
    """
    return PlannedRun(plan_reversal(run, open_environment(Home(home), connection)))


def undo_run(
    home: Path,
    run: str,
    connection: AwsAccess,
    events: Events,
    options: RunOptions = ONE_BY_ONE,
) -> RunResult | None:
    """Undo a run; None where there is nothing to undo. Each step is noted as it ends.

    Only what the run itself wrote is undone, and only where AWS still shows it. Locked where the
    run still runs, or where another one is changing what is to be undone.
    """
    environment = open_environment(Home(home), connection)
    steps = read_report(environment.journal, environment.journal.run(run).id).steps
    check_entry(connection, [step.change for step in steps])
    journal, leases = environment.journal, environment.leases
    with naming_run(journal, leases, events), telling(events, len(steps)) as tell:
        report = undo(
            run, environment, connection.sessions.identity().arn, options=options, tell=tell
        )
    return None if report is None else RunResult(report)
