"""`ringwall fix`: findings to a plan, and the plan to AWS."""

from pathlib import Path

from ringwall.cli.aws_options import AwsOptions, connect
from ringwall.cli.options import (
    CommaList,
    HomeOptions,
    RuleOptions,
    find_home,
    find_rules,
    split_list,
)
from ringwall.cli.output import RowFormat, print_note
from ringwall.cli.run_output import confirm_plan, print_plan_before, print_run
from ringwall.cli.terminal import Terminal
from ringwall.jobs.apply import keep_plan
from ringwall.jobs.fix import FixRequest, carry_out, plan_fix
from ringwall.jobs.open_runs import note_open_runs
from ringwall.jobs.plan import PlannedRun
from ringwall.model.change import Plan
from ringwall.model.errors import BadInput
from ringwall.model.rule import Severity
from ringwall.model.run import RunOptions
from ringwall.model.text import count_of


def fix(
    *finding: str,
    rule: CommaList = (),
    severity: Severity | None = None,
    account: str = "",
    save: Path | None = None,
    yes: bool = False,
    accept_irreversible: bool = False,
    keep_going: bool = False,
    parallel: int = 1,
    format: RowFormat = "table",
    access: AwsOptions | None = None,
    folders: RuleOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Plan the changes that fix findings, from a fresh read of AWS, and print the plan.

    A finding is fixed where every choice takes it. Each change shows its call, why, the state
    before and after, what it can break, and its undo. Nothing is written without --yes; on a
    terminal you are asked instead. Each change is checked again right before it is made, and
    verified after it. `ringwall undo` undoes a run. Exit 2 where a change failed.

    Parameters
    ----------
    finding
        Findings to fix, by uid or the beginning of it; all open ones where none is named.
    rule
        Only findings of these rules, such as s3.* (may be repeated).
    severity
        Only findings of at least this severity.
    account
        Only findings of this account, by id or name.
    save
        Write the plan to this file, for `ringwall apply`; nothing is changed.
    yes
        Make the changes without asking.
    accept_irreversible
        Make changes that cannot be undone, too; without it, a plan that has one is refused.
    keep_going
        Go on with what does not depend on a change that failed or was refused.
    parallel
        Changes that are made at a time.
    format
        table, or json for one document.
    """
    if save and yes:
        raise BadInput("--save or --yes: only one of the two; `ringwall apply` makes the changes")
    home, connection = find_home(where), connect(access)
    options = RunOptions(parallel, keep_going, accept_irreversible=accept_irreversible)
    request = FixRequest(finding, split_list(rule), severity, account, find_rules(folders))
    planned = plan_fix(home, request, connection)
    note_open_runs(home, Terminal())
    if planned is None:
        return _tell("no open failure matches; `ringwall findings` lists what is open")
    print_plan_before(planned, format, yes=yes)
    if save:
        return _save(home, planned, save)
    if not (planned.plan.changes and (yes or confirm_plan(planned.plan))):
        return _tell(_advise(planned.plan))
    return print_run(carry_out(home, planned, connection, Terminal(), options), format, connection)


def _save(home: Path, planned: PlannedRun, path: Path) -> int:
    keep_plan(home, planned, path)
    return _tell(f"saved; to make the changes: ringwall apply {path} --yes")


def _tell(note: str) -> int:
    print_note(note)
    return 0


def _advise(plan: Plan) -> str:
    skipped = f"{count_of(len(plan.skipped), 'finding')} skipped"
    if not plan.changes:
        return f"nothing to change; {skipped}{' (reasons above)' * bool(plan.skipped)}"
    return (
        f"{count_of(len(plan.changes), 'change')} planned, {skipped}; "
        "nothing was written: add --yes to make the changes"
    )
