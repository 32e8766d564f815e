"""`ringwall undo`: undo a run."""

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.options import HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_note
from ringwall.cli.pace_options import PaceOptions, find_run_options
from ringwall.cli.run_output import print_plan_before, print_run
from ringwall.cli.terminal import Terminal, confirm
from ringwall.jobs.undo import plan_undo, undo_run
from ringwall.model.text import count_of


def undo(
    run: str,
    /,
    *,
    yes: bool = False,
    format: RowFormat = "table",
    pace: PaceOptions | None = None,
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
    format
        table, or json for one document.
    """
    home, connection = find_home(where), connect(access)
    planned = plan_undo(home, run, connection)
    options = find_run_options(planned, pace)
    print_plan_before(planned, format, yes=yes)
    if not (yes or (planned.plan.changes and confirm("Undo the run?"))):
        changes = count_of(len(planned.plan.changes), "change")
        print_note(f"{changes} to undo; nothing was written: add --yes to make them")
        return 0
    result = undo_run(home, run, connection, Terminal(), options)
    if result is None:
        print_note("nothing to undo")
        return 0
    return print_run(result, format, connection)
