"""`ringwall undo`: take back what a fix did."""

from typing import Literal

from ringwall.apply.describe import describe_plan, tell_plan, tell_step
from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.undo import plan_undo
from ringwall.apply.undo import undo as take_back
from ringwall.cli.fix import print_run
from ringwall.cli.options import Access, Where
from ringwall.cli.records import open_journal
from ringwall.cli.say import make_console, print_json, tell_count
from ringwall.cli.wire import open_sessions


def undo(
    run: str,
    /,
    *,
    yes: bool = False,
    keep_going: bool = False,
    format: Literal["table", "json"] = "table",
    access: Access | None = None,
    where: Where | None = None,
) -> int:
    """Plan what takes a run back, last change first; --yes carries it out.

    Only what the run itself wrote is taken back, and only where AWS still shows it: what somebody
    changed since then is refused. Exit 2 where a change failed.

    Parameters
    ----------
    run
        The run's id or the beginning of it; `ringwall runs` lists them.
    yes
        Carry it out.
    keep_going
        Go on with the next change where one failed or was refused.
    format
        table, or json for one document.
    """
    home = (where or Where()).open()
    sessions = open_sessions(access or Access())
    stage = RunEnvironment(open_journal(home), AwsConnections(sessions))
    plan = plan_undo(run, stage)
    if format == "table":
        for line in tell_plan(plan):
            print(line)
    elif not yes:
        print_json([describe_plan(plan)])
    console = make_console()
    if not yes:
        told = tell_count(len(plan.changes), "change")
        console.print(f"{told} would be taken back; nothing was written: --yes carries it out")
        return 0
    with home.lock("undo"):
        report = take_back(
            run,
            stage,
            sessions.identity().arn,
            keep_going=keep_going,
            tell=lambda step: console.print(tell_step(step)),
        )
    if report is None:
        console.print("nothing to take back")
        return 0
    return print_run(report, format)
