"""`ringwall undo`: undo a run."""

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.options import HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_note
from ringwall.cli.run_output import find_run_options, print_plan_before, print_run
from ringwall.cli.terminal import Terminal, confirm
from ringwall.cli.text import count_of
from ringwall.jobs.undo import plan_undo, undo_run


def undo(
    run: str,
    /,
    *,
    yes: bool = False,
    keep_going: bool = False,
    stop_at_failure: bool = False,
    parallel: int = 0,
    format: RowFormat = "table",
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Plan how to undo a run, last change first; --yes makes the changes, a terminal is asked.

    Only what the run itself wrote is undone, and only where AWS still shows it: what somebody
    changed since then is refused. Exit 2 where a change failed.

    Parameters
    ----------
    run
        The run's id or the beginning of it; `ringwall runs` lists them.
    yes
        Make the changes without asking.
    keep_going
        Go on with what does not depend on a change that failed: so always for a blueprint.
    stop_at_failure
        Begin nothing more once a change has failed.
    parallel
        Changes that are made at a time: 1 for fixes and 8 for a blueprint, unless you say.
    format
        table, or json for one document.
    """
    home, connection = find_home(where), connect(access)
    planned = plan_undo(home, run, connection)
    options = find_run_options(
        planned, parallel=parallel, keep_going=keep_going, stop_at_failure=stop_at_failure
    )
    print_plan_before(planned, format, yes=yes)
    if not (yes or (planned.plan.changes and confirm("Undo the run?"))):
        changes = count_of(len(planned.plan.changes), "change")
        print_note(f"{changes} to undo; nothing was written: add --yes to make them")
        return 0
    result = undo_run(home, run, connection, Terminal(), options)
    if result is None:
        print_note("nothing to undo")
        return 0
    return print_run(result, format)
