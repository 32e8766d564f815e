"""`ringwall blueprint export`: a blueprint for CloudFormation, or for Terraform."""

import os
from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from ringwall.cli.options import (
    DEFAULT_BLUEPRINT,
    CommaList,
    HomeOptions,
    find_home,
    split_list,
)
from ringwall.cli.output import print_note
from ringwall.jobs.blueprint.export import ExportFormat, ExportRequest, export_blueprint
from ringwall.model.errors import BadInput
from ringwall.model.layer import Layer
from ringwall.model.text import count_of, make_visible


@Parameter(name="*")
@dataclass(frozen=True)
class ExportOptions:
    """Which part of a blueprint is exported; all of it without options."""

    layer: Layer | None = None
    """Only this layer of defense."""
    service: CommaList = ()
    """Only resources of these services, such as s3."""
    account: CommaList = ()
    """Only these accounts, by their names in the blueprint or their ids."""
    regions: CommaList = ()
    """Only these Regions; global for what has none."""
    snapshot: str = ""
    """Id of a snapshot or the beginning of it, or newest: the ids of accounts and of the
    organization come from it. Without it, those that the blueprint does not say are parameters."""


def export(
    file: Path = DEFAULT_BLUEPRINT,
    /,
    *,
    format: ExportFormat,
    output: Path,
    overwrite: bool = False,
    choice: ExportOptions | None = None,
    where: HomeOptions | None = None,
) -> None:
    """Write what a blueprint wants as CloudFormation templates, or as Terraform's JSON.

    For teams that must deploy that way. What neither can make is listed in NOT_EXPORTED.md. What
    is chosen refers to the rest by parameters. Exit 64 where a file is there already.

    Parameters
    ----------
    file
        The blueprint; ringwall.yaml in the current folder if left out.
    format
        cloudformation for templates and deployment.json, which says in which order and where they
        are deployed, as stacks and StackSets. terraform for a module an account.
    output
        The folder to write to.
    overwrite
        Replace files that are there.
    """
    found = export_blueprint(find_home(where), _make_request(file, format, choice))
    taken = [output / name for name in found.files if os.path.lexists(output / name)]
    if taken and not overwrite:
        raise BadInput(f"{taken[0]} is there already; --overwrite replaces it")
    for path in found.write(output):
        print_note(f"wrote {path}")
    for stray in found.find_strays(output):
        print_note(f"note: {stray} is of an earlier export, and not of this one")
    for remark in found.remarks:
        print_note(make_visible(f"note: {remark}"))
    print_note(
        f"{found.name}: {count_of(found.resources, 'resource')} exported; "
        f"{count_of(found.lost_rows, 'row')} not, or not in whole: see NOT_EXPORTED.md"
    )


def _make_request(file: Path, format: ExportFormat, choice: ExportOptions | None) -> ExportRequest:
    options = choice or ExportOptions()
    return ExportRequest(
        file,
        format,
        options.snapshot,
        options.layer,
        split_list(options.service),
        split_list(options.account),
        split_list(options.regions),
    )
