"""`ringwall blueprint check`: whether a blueprint can be used."""

from pathlib import Path

from ringwall.cli.options import DEFAULT_BLUEPRINT
from ringwall.cli.output import print_note
from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.model.text import count_of


def check(file: Path = DEFAULT_BLUEPRINT, /) -> None:
    """Check a blueprint without AWS. Exit 64 where it cannot be used, with a line for each error.

    Policies that would lock out the role that Ringwall applies with are errors, too. What is no
    error but to be known, such as a service that a Region does not have, is a note.

    Parameters
    ----------
    file
        The blueprint; ringwall.yaml in the current folder if left out.
    """
    found = check_blueprint(file)
    for note in found.notes:
        print_note(f"note: {note}")
    print_note(
        f"{found.name}: {count_of(found.accounts, 'account')}, {count_of(found.units, 'unit')}, "
        f"{count_of(found.regions, 'Region')}; nothing is wrong"
    )
