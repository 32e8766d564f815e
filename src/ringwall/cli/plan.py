"""`ringwall plan`: what a blueprint wants otherwise than it is, line by line."""

from pathlib import Path

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import DEFAULT_BLUEPRINT, CommaList, HomeOptions, find_home, split_list
from ringwall.cli.output import RowFormat, print_json, print_note
from ringwall.cli.text import count_of
from ringwall.jobs.blueprint.plan import PlannedBlueprint, PlanRequest, plan_blueprint
from ringwall.model.layer import Layer


def plan(
    file: Path = DEFAULT_BLUEPRINT,
    /,
    *,
    layer: Layer | None = None,
    service: CommaList = (),
    account: CommaList = (),
    region: CommaList = (),
    prune: bool = False,
    format: RowFormat = "table",
    snapshot: str = "",
    where: HomeOptions | None = None,
) -> int:
    """Show what a blueprint wants otherwise than the snapshot has it. Nothing is written to AWS.

    A line is one difference: account, Region, resource, property, what it is and what it should be.
    A resource whose state is not known is not planned, nor what depends on it: the reason is shown.
    Exit 0 where nothing is to be done, 1 for differences, 2 where it could not be told.

    Parameters
    ----------
    file
        The blueprint; ringwall.yaml in the current folder if left out.
    layer
        Only this layer of defense; what it needs of others comes with it.
    service
        Only resources of these services, such as s3.
    account
        Only these accounts, by their names in the blueprint.
    region
        Only these Regions; global for what has none.
    prune
        Also erase what Ringwall made for this blueprint and it wants no more.
    format
        table, or json for one document.
    snapshot
        Id of the snapshot or the beginning of it; the newest if left out.
    """
    request = PlanRequest(
        file,
        snapshot,
        layer,
        split_list(service),
        split_list(account),
        split_list(region),
        prune=prune,
    )
    planned = plan_blueprint(find_home(where), request)
    if format == "json":
        print_json([planned.describe()])
    else:
        for line in planned.lines():
            print(line)
    print_note(_summarize(planned))
    return EXIT_CODES[planned.outcome]


def _summarize(planned: PlannedBlueprint) -> str:
    found = planned.reconciliation
    differences, changes = len(found.differences), len(found.changes)
    skipped = f"; {count_of(len(found.skipped), 'row')} not planned" if found.skipped else ""
    wanted = f"{planned.name} wants {count_of(found.rows, 'row')}"
    if not found.differences:
        return f"{wanted}; nothing is to be done{skipped}"
    return (
        f"{wanted}: {count_of(differences, 'difference')}, {count_of(changes, 'change')}{skipped}"
    )
