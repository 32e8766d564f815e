"""`ringwall blueprint permissions`: the roles that a blueprint is planned and applied with."""

import json
from pathlib import Path
from typing import Literal

from ringwall.cli.options import DEFAULT_BLUEPRINT
from ringwall.cli.output import print_note
from ringwall.jobs.blueprint.permissions import KINDS, RoleKind, find_needed_roles


def permissions(
    file: Path = DEFAULT_BLUEPRINT,
    /,
    *,
    role: RoleKind | None = None,
    account: str = "",
    format: Literal["iam", "cloudformation"] = "iam",
) -> None:
    """Print the roles that a blueprint is planned and applied with, of least privilege, as JSON.

    The role plan has the reads of collect. The role apply has the calls that find, make, change,
    verify and take back what the blueprint wants, account by account; of resources that the
    blueprint names, it can reach no others.

    Parameters
    ----------
    file
        The blueprint; ringwall.yaml in the current folder if left out.
    role
        plan or apply; both if left out.
    account
        The roles in one account, by its name in the blueprint.
    format
        iam for the policies of each account. cloudformation for a template: of one account, or,
        without --account, of what the member accounts need together, for a StackSet.
    """
    found = find_needed_roles(file, (role,) if role else KINDS, account)
    document = found.template if format == "cloudformation" else found.describe()
    print(json.dumps(document, indent=2))
    for note in found.notes:
        print_note(f"note: {note}")
