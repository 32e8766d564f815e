"""`ringwall runs`: what changed AWS, and going on where a run was interrupted."""

from datetime import UTC, datetime
from typing import Literal

import cyclopts

from ringwall.apply.describe import describe_run, tell_change, tell_step
from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.run import read_report
from ringwall.apply.run import resume as go_on
from ringwall.cli.fix import print_run
from ringwall.cli.options import Access, Where
from ringwall.cli.records import open_journal
from ringwall.cli.say import make_console, print_grid, print_json
from ringwall.cli.wire import open_sessions
from ringwall.model.errors import BadInput
from ringwall.store.database.journal import Journal

runs = cyclopts.App(name="runs", help="List the runs that changed AWS; resume or verify them.")
Format = Literal["table", "json"]


@runs.default
@runs.command(name="list")
def list_all(*, format: Format = "table", where: Where | None = None) -> None:
    """List the runs, oldest first.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = _open(where).runs()
    if not found:
        make_console().print("nothing was changed from here yet")
    if format == "json":
        print_json(vars(run) for run in found)
        return
    print_grid(
        ("run", "kind", "status", "created", "actor", "takes back"),
        [
            (run.id, run.kind, run.status, _time(run.created_at), run.actor, run.undo_of)
            for run in found
        ],
    )


@runs.command
def show(run: str, /, *, format: Format = "table", where: Where | None = None) -> None:
    """Show what a run planned and how each step went.

    Parameters
    ----------
    run
        Its id or the beginning of it.
    format
        table, or json for one document.
    """
    journal = _open(where)
    report = read_report(journal, journal.run(run).id)
    if format == "json":
        print_json([describe_run(report)])
        return
    for step in report.steps:
        for line in tell_change(step.position + 1, step.change):
            print(line)
        print(f"   ended  {tell_step(step)}")


@runs.command
def resume(
    run: str,
    /,
    *,
    keep_going: bool = False,
    access: Access | None = None,
    where: Where | None = None,
) -> int:
    """Go on with a run that was killed or stopped; what is done stays done.

    Parameters
    ----------
    run
        Its id or the beginning of it.
    keep_going
        Go on with the next change where one failed or was refused.
    """
    home = (where or Where()).open()
    sessions = open_sessions(access or Access())
    stage = RunEnvironment(_open(where), AwsConnections(sessions))
    with home.lock("runs resume"):
        report = go_on(
            run,
            stage,
            sessions.identity().arn,
            keep_going=keep_going,
            tell=lambda step: make_console().print(tell_step(step)),
        )
    return print_run(report, "table")


@runs.command
def verify(*, where: Where | None = None) -> None:
    """Check the hash chain of the journal; exit 64 where an entry was changed or removed."""
    if broken := _open(where).verify_chain():
        raise BadInput(f"the journal was tampered with: {'; '.join(broken[:3])}")
    make_console().print("the journal is as it was written")


def _open(where: Where | None) -> Journal:
    return open_journal((where or Where()).open())


def _time(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
