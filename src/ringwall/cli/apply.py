"""`ringwall apply`: carry out a plan that was saved."""

from dataclasses import replace
from pathlib import Path

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.options import HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_note
from ringwall.cli.run_output import confirm_plan, print_plan_before, print_run
from ringwall.cli.terminal import Terminal
from ringwall.cli.text import count_of
from ringwall.jobs.apply import apply_plan, choose_options, read_plan
from ringwall.jobs.open_runs import note_open_runs
from ringwall.model.errors import BadInput


def apply(
    plan: Path,
    /,
    *,
    yes: bool = False,
    parallel: int = 0,
    keep_going: bool = False,
    stop_at_failure: bool = False,
    accept_irreversible: bool = False,
    format: RowFormat = "table",
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show a plan that `ringwall fix --save` has written; --yes makes its changes.

    On a terminal you are asked instead. A plan that was edited, or made for another home folder,
    is refused. Each change is checked right before it is made, and verified after it; `ringwall
    undo` undoes the run. Exit 2 where a change failed, or where AWS is still at work on one.

    Parameters
    ----------
    plan
        The file.
    yes
        Make the changes without asking.
    parallel
        Changes that are made at a time: 1 for fixes and 8 for a blueprint, unless you say.
    keep_going
        Go on with what does not depend on a change that failed: so always for a blueprint.
    stop_at_failure
        Begin nothing more once a change has failed.
    accept_irreversible
        Make changes that cannot be undone, too.
    format
        table, or json for one document.
    """
    if keep_going and stop_at_failure:
        raise BadInput("--keep-going or --stop-at-failure: only one of the two")
    home, connection = find_home(where), connect(access)
    planned = read_plan(home, plan)
    usual = choose_options(planned)
    options = replace(
        usual,
        parallel=parallel or usual.parallel,
        keep_going=(usual.keep_going or keep_going) and not stop_at_failure,
        accept_irreversible=accept_irreversible,
    )
    note_open_runs(home, Terminal())
    print_plan_before(planned, format, yes=yes)
    if not (planned.plan.changes and (yes or confirm_plan(planned.plan))):
        changes = count_of(len(planned.plan.changes), "change")
        print_note(f"{changes} planned; nothing was written: add --yes to make the changes")
        return 0
    return print_run(apply_plan(home, planned, connection, Terminal(), options), format)
