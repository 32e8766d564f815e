"""Check a blueprint without AWS: all that can be known of it beforehand."""

from dataclasses import dataclass
from pathlib import Path

from ringwall.jobs.blueprint.lockout import find_lockouts
from ringwall.jobs.blueprint.plan import want_all
from ringwall.plan.blueprint_file import is_error, read_blueprint
from ringwall.plan.check import check_landscape
from ringwall.plan.landscape import make_landscape


@dataclass(frozen=True)
class CheckedBlueprint:
    """A blueprint that can be used."""

    name: str
    accounts: int
    units: int
    regions: int
    notes: tuple[str, ...]
    """What is to be known of it, a line each: `file:line:column: message`."""


def check_blueprint(path: Path) -> CheckedBlueprint:
    """Check a file; BadBlueprint names everything that is wrong with it."""
    file = read_blueprint(path)
    landscape = make_landscape(file)
    remarks = check_landscape(landscape)
    if not any(map(is_error, remarks)):  # else rows cannot be made of it
        found = find_lockouts(landscape, want_all(landscape))
        remarks = (*remarks, *(lockout.remark() for lockout in found))
    file.check(remarks)
    return CheckedBlueprint(
        name=landscape.name,
        accounts=len(landscape.accounts),
        units=len(landscape.units),
        regions=len(landscape.regions),
        notes=tuple(file.describe(remark) for remark in remarks),
    )
