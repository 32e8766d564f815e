"""`ringwall apply`: make a blueprint so, or carry out a plan that was saved."""

from pathlib import Path

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.blueprint_output import print_blueprint_plan, summarize
from ringwall.cli.choice_options import ChoiceOptions, make_request
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import DEFAULT_BLUEPRINT, HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_note
from ringwall.cli.pace_options import PaceOptions, find_run_options
from ringwall.cli.run_output import confirm_plan, print_plan_before, print_run, tell_role
from ringwall.cli.terminal import Terminal
from ringwall.jobs.apply import apply_plan, note_newer_snapshot, read_plan
from ringwall.jobs.blueprint.plan import PlannedBlueprint, plan_blueprint
from ringwall.jobs.connection import AwsAccess
from ringwall.jobs.open_runs import note_open_runs
from ringwall.jobs.plan import PlannedRun
from ringwall.model.errors import BadInput
from ringwall.model.run import RunOptions
from ringwall.model.text import count_of


def apply(
    plan: Path | None = None,
    /,
    *,
    blueprint: Path | None = None,
    yes: bool = False,
    accept_irreversible: bool = False,
    format: RowFormat = "table",
    choice: ChoiceOptions | None = None,
    pace: PaceOptions | None = None,
    access: AwsOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show what a blueprint wants otherwise than it is; --yes makes it so.

    On a terminal you are asked instead. Planned is from the newest snapshot: see `ringwall plan`.
    With a file that `ringwall plan --save` or `ringwall fix --save` has written, that plan is
    carried out; one that was edited, or made for another home folder, is refused. Each change is
    checked right before it is made, and verified after it; `ringwall undo` undoes the run. Exit 2
    where a change failed, where AWS is still at work on one, or where something could not be told.

    Parameters
    ----------
    plan
        A plan in a file; the blueprint is planned if left out.
    blueprint
        The blueprint; ringwall.yaml in the current folder if left out.
    yes
        Make the changes without asking.
    accept_irreversible
        Make changes that cannot be undone, too.
    format
        table, or json for one document.
    """
    home, connection = find_home(where), connect(access)
    planned: PlannedBlueprint | None = None
    if plan:
        _check_alone(plan, blueprint, choice)
        ready = read_plan(home, plan)
        note_newer_snapshot(home, ready, Terminal())
    else:
        planned = plan_blueprint(home, make_request(blueprint or DEFAULT_BLUEPRINT, choice))
        ready = planned.run
    options = find_run_options(ready, pace, accept_irreversible=accept_irreversible)
    note_open_runs(home, Terminal())
    if not planned:
        print_plan_before(ready, format, yes=yes)
        return _decide(home, ready, connection, options, format, yes=yes)
    print_blueprint_plan(planned, format, yes=yes)
    print_note(summarize(planned))
    code = 0
    if ready.plan.changes:
        code = _decide(home, ready, connection, options, format, yes=yes)
    return code or EXIT_CODES["unknown" if planned.is_unknown else "clean"]


def _check_alone(plan: Path, blueprint: Path | None, choice: ChoiceOptions | None) -> None:
    """Raise BadInput where a saved plan and what would be planned are both named."""
    if blueprint:
        raise BadInput(f"{plan} or --blueprint {blueprint}: only one of the two")
    if choice and choice != ChoiceOptions():
        raise BadInput(f"{plan} is carried out as it is: choose a part when you plan")


def _decide(
    home: Path,
    planned: PlannedRun,
    connection: AwsAccess,
    options: RunOptions,
    form: RowFormat,
    *,
    yes: bool,
) -> int:
    """Carry a plan that was printed out, where that is wanted; return the exit code."""
    if not (planned.plan.changes and (yes or confirm_plan(planned.plan))):
        changes = count_of(len(planned.plan.changes), "change")
        print_note(f"{changes} planned; nothing was written: add --yes to make the changes")
        return 0
    code = print_run(apply_plan(home, planned, connection, Terminal(), options), form, connection)
    if planned.blueprint:
        with_role = tell_role(connection)
        print_note(f"to see what is left: ringwall collect{with_role}, then ringwall plan")
    return code
