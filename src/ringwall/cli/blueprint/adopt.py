"""`ringwall blueprint adopt`: a blueprint after an organization that is there."""

import os
from pathlib import Path
from typing import Literal

from ringwall.cli.exit_codes import EXIT_CODES
from ringwall.cli.options import DEFAULT_BLUEPRINT, HomeOptions, find_home
from ringwall.cli.output import print_json, print_note
from ringwall.jobs.blueprint.adopt import AdoptedBlueprint, AdoptionRequest, adopt_organization
from ringwall.jobs.blueprint.init import schema_of
from ringwall.model.errors import BadInput
from ringwall.model.text import count_of, make_visible


def adopt(
    *,
    output: Path = DEFAULT_BLUEPRINT,
    name: str = "",
    snapshot: str = "",
    overwrite: bool = False,
    format: Literal["text", "json"] = "text",
    where: HomeOptions | None = None,
) -> int:
    """Write a blueprint after the organization of a snapshot, so that its plan is empty.

    What no setting can say is written beside the setting as a comment, and listed. Nothing is
    changed at AWS: resources that are there are recorded in the file (adopt.rows) and get no tag.
    Exit 0 where the plan is empty, 1 where it is not or something was left out, 2 where only the
    snapshot does not tell everything; 64 where a file is there already.

    Parameters
    ----------
    output
        The file to write, with its JSON Schema beside it, and documents of policies in policies/.
    name
        Name of the blueprint; by default that of the blueprint which the organization was built
        from, by its tags, else organization.
    snapshot
        Id of the snapshot, or the beginning of it; the newest if left out.
    overwrite
        Replace files that are there.
    format
        text, or json for one object: the files, and every remark with its setting, kind and text.
    """
    if not overwrite:
        _refuse_taken(output, schema_of(output))  # before the work
    adopted = adopt_organization(find_home(where), AdoptionRequest(output, name, snapshot))
    if not overwrite:
        _refuse_taken(*adopted.texts)
    adopted.write()
    if format == "json":
        print_json([adopted.describe()])
    else:
        _tell(adopted)
    return EXIT_CODES[adopted.outcome]


def _refuse_taken(*paths: Path) -> None:
    for path in paths:
        if os.path.lexists(path):
            raise BadInput(f"{path} is there already; --overwrite replaces it")


def _tell(adopted: AdoptedBlueprint) -> None:
    for path in adopted.texts:
        print_note(f"wrote {path}")
    for keys, kind, text in adopted.remarks:
        print_note(make_visible(f"{kind}  {'.'.join(keys)}  {text}"))
    print_note(
        f"{adopted.name}: {count_of(adopted.rows, 'row')} wanted, "
        f"{count_of(adopted.adopted, 'row')} taken over, "
        f"{count_of(len(adopted.remarks), 'remark')}"
    )
    print_note(f"next: ringwall plan {next(iter(adopted.texts))}")
