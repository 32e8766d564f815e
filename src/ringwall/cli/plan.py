"""`ringwall plan`: what a blueprint wants otherwise than it is, line by line."""

from pathlib import Path

from ringwall.cli.blueprint_output import print_blueprint_plan, summarize
from ringwall.cli.choice_options import ChoiceOptions, make_request
from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import DEFAULT_BLUEPRINT, HomeOptions, find_home
from ringwall.cli.output import RowFormat, print_note
from ringwall.cli.terminal import Terminal
from ringwall.jobs.apply import keep_plan
from ringwall.jobs.blueprint.drift import record_drift
from ringwall.jobs.blueprint.plan import plan_blueprint
from ringwall.jobs.open_runs import note_newer_runs


def plan(
    file: Path = DEFAULT_BLUEPRINT,
    /,
    *,
    save: Path | None = None,
    verbose: bool = False,
    format: RowFormat = "table",
    choice: ChoiceOptions | None = None,
    where: HomeOptions | None = None,
) -> int:
    """Show what a blueprint wants otherwise than the snapshot has it. Nothing is written to AWS.

    A line is one difference: account, Region, resource, property, what it is and what it should be.
    A resource whose state is not known is not planned, nor what depends on it: the reason is shown.
    Each line is kept as a finding of blueprint.drift until it is gone: `ringwall findings`.
    `ringwall apply` makes the changes. Exit 0 where nothing is to be done, 1 for differences, 2
    where it could not be told.

    Parameters
    ----------
    file
        The blueprint; ringwall.yaml in the current folder if left out.
    save
        Write the plan to this file, for `ringwall apply`.
    verbose
        Show with each resource why, what AWS bills for it, each call, its risk and its undo.
    format
        table, or json for one document, with all that --verbose shows.
    """
    home = find_home(where)
    planned = plan_blueprint(home, make_request(file, choice))
    print_blueprint_plan(planned, format, verbose=verbose)
    print_note(summarize(planned))
    note_newer_runs(home, planned.collected_at, Terminal())
    if save:
        keep_plan(home, planned.run, save)
        print_note(f"saved; to make the changes: ringwall apply {save} --yes")
    record_drift(home, planned, Terminal())
    return EXIT_CODES[planned.outcome]
