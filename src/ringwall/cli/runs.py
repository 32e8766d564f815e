"""`ringwall runs`: what changed AWS, and going on where a run was interrupted."""

import cyclopts

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.options import PLAIN, HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_grid, print_json, print_note
from ringwall.cli.pace_options import PaceOptions, find_run_options
from ringwall.cli.run_output import confirm_plan, print_plan, print_run
from ringwall.cli.terminal import Terminal
from ringwall.cli.text import format_time
from ringwall.jobs.runs import list_runs, plan_resume, resume_run, show_run, verify_journal
from ringwall.model.text import count_of

runs = cyclopts.App(
    name="runs",
    help="List the runs that changed AWS; resume or verify them.",
    default_parameter=PLAIN,
)


@runs.default
@runs.command(name="list")
def list_all(*, format: RowFormat = "table", where: HomeOptions | None = None) -> None:
    """List the runs, oldest first.

    Parameters
    ----------
    format
        table, or json for one object a line.
    """
    found = list_runs(find_home(where), Terminal())
    if not found:
        print_note("nothing was changed from here yet")
    if format == "json":
        print_json(vars(run) for run in found)
        return
    print_grid(
        ("run", "kind", "status", "created", "actor", "undoes"),
        [
            (run.id, run.kind, run.status, format_time(run.created_at), run.actor, run.undo_of)
            for run in found
        ],
    )


@runs.command
def show(run: str, /, *, format: RowFormat = "table", where: HomeOptions | None = None) -> None:
    """Show what a run planned and how each step went.

    Parameters
    ----------
    run
        Its id or the beginning of it.
    format
        table, or json for one document.
    """
    result = show_run(find_home(where), run, Terminal())
    if format == "json":
        print_json([result.describe()])
        return
    for line in result.lines():
        print(line)


@runs.command
def resume(
    run: str,
    /,
    *,
    yes: bool = False,
    pace: PaceOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Plan how to continue a run that was killed or stopped; --yes makes the changes.

    On a terminal you are asked instead. What is done stays done, and what AWS is still at work on
    is asked after, not begun again. Exit 2 where a change failed, or where AWS is still at work.

    Parameters
    ----------
    run
        Its id or the beginning of it.
    yes
        Make the changes without asking.
    """
    home, connection = find_home(where), connect(access)
    planned = plan_resume(home, run)
    options = find_run_options(planned, pace)
    print_plan(planned, "table")
    if planned.plan.changes and not (yes or confirm_plan(planned.plan)):
        changes = count_of(len(planned.plan.changes), "change")
        print_note(f"{changes} left to make; nothing was written: add --yes to make them")
        return 0
    result = resume_run(home, run, connection, Terminal(), options)
    return print_run(result, "table", connection)


@runs.command
def verify(*, head: str = "", where: HomeOptions | None = None) -> None:
    """Check the seals of journal and cases; exit 64 where an entry was changed, added or removed.

    The seals are made with a key that lies outside of the home folder. The head is printed: it
    stands for all that was written up to now. Keep it elsewhere, and hand it in the next time.

    Parameters
    ----------
    head
        A head that was printed before: exit 64 where the database was put back to before it.
    """
    found = verify_journal(find_home(where), head)
    print(found)
    print_note("the journal and all cases are as they were written; this is their head")
