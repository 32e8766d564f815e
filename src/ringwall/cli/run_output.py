"""Plans and runs, as `fix`, `undo` and `runs` print them."""

import shlex

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.terminal import confirm
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.plan import PlannedRun
from ringwall.jobs.run_report import RunResult
from ringwall.model.change import Plan
from ringwall.model.text import count_of


def print_plan(planned: PlannedRun, form: RowFormat) -> None:
    """Print what would be changed."""
    if form == "json":
        print_json([planned.describe()])
        return
    for line in planned.lines():
        print(line)


def print_plan_before(planned: PlannedRun, form: RowFormat, *, yes: bool) -> None:
    """Print what would be changed, or is about to be: then stdout is for what was done."""
    if form == "json" and yes:
        for line in planned.lines():
            print_note(line)
    else:
        print_plan(planned, form)


def confirm_plan(plan: Plan) -> bool:
    """Ask whoever sits at the terminal whether to make the changes of a plan that was printed."""
    count = len(plan.changes)
    return confirm(f"Make {'this change' if count == 1 else f'these {count} changes'}?")


def print_run(result: RunResult, form: RowFormat, connection: AwsAccess) -> int:
    """Print how a run ended and what can be done next; return the exit code."""
    if form == "json":
        print_json([result.describe()])
    run = result.run
    for line in result.skipped:  # the others were noted as they ended
        print_note(line)
    planned = count_of(result.planned, "change")
    others = "".join(f", {count} {name}" for name, count in result.others.items())
    print_note(f"run {run.id}: {result.done} of {planned} done and verified{others}")
    if result.outcome != "clean":
        print_note(f"to continue: ringwall runs resume {run.id}{tell_role(connection)}")
    elif run.kind != "undo":
        print_note(f"to undo it: ringwall undo {run.id} --yes{tell_role(connection)}")
    return EXIT_CODES[result.outcome]


def tell_role(connection: AwsAccess) -> str:
    """Return the option of the role that was named, for the next command; '' where none was."""
    return f" --role {shlex.quote(connection.role)}" if connection.role else ""
