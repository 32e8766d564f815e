"""The plan of a blueprint, as `plan` and `apply` print it."""

from datetime import UTC, datetime

from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.jobs.blueprint.plan import PlannedBlueprint
from ringwall.model.text import count_of


def print_blueprint_plan(
    planned: PlannedBlueprint, form: RowFormat, *, verbose: bool = False, yes: bool = False
) -> None:
    """Print a plan, and a note where it was made from what is old.

    Where it is about to be carried out, JSON is for what was done: the plan goes to the notes.
    """
    if form == "json" and not yes:
        print_json([planned.describe()])
    else:
        tell = print_note if form == "json" else print
        for line in planned.lines(verbose=verbose):
            tell(line)
    if old := planned.tell_age(datetime.now(UTC)):
        print_note(f"note: {old}")


def summarize(planned: PlannedBlueprint) -> str:
    """Return in a line how much a blueprint wants, and how much of it is to be done."""
    found = planned.reconciliation
    skipped = f"; {count_of(len(found.skipped), 'row')} not planned" if found.skipped else ""
    wanted = f"{planned.name} wants {count_of(found.rows, 'row')}"
    if not found.changes:
        rest = "nothing else is to be done" if skipped else "nothing is to be done"
        return f"{wanted}{skipped}; {rest}"
    differences, changes = len(found.differences), len(found.changes)
    return (
        f"{wanted}: {count_of(differences, 'difference')}, {count_of(changes, 'change')}{skipped}"
    )
