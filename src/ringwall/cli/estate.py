"""The organization of a snapshot, read for verbs that ask who can do what."""

from pathlib import Path

from ringwall.catalog.loader import load_tables
from ringwall.cli.options import Where
from ringwall.cli.say import clean, make_console
from ringwall.model.errors import BadInput, NotCollected
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.organization.read import read_organization as read_from_engine
from ringwall.store.engine.embedded import Engine
from ringwall.store.lake.snapshot import Snapshot, attach_snapshot, open_snapshot

MAX_GAPS = 5
EXIT_FINDINGS = 1
EXIT_UNKNOWN = 2


def open_estate(where: Where | None, snapshot: str) -> Organization:
    """Return the organization of a snapshot; NotCollected where there is none."""
    return read_organization(open_snapshot((where or Where()).open().estate, snapshot))


def open_estate_if_any(where: Where | None, snapshot: str) -> Organization | None:
    """Return the organization of a snapshot, None where nothing was collected in this home."""
    try:
        return open_estate(where, snapshot)
    except NotCollected:
        return None


def read_organization(snapshot: Snapshot) -> Organization:
    """Return the organization that a snapshot holds."""
    with Engine() as engine:
        attach_snapshot(engine, snapshot, load_tables().values())
        return read_from_engine(engine, load_tables().values())


def find_one(organization: Organization, wanted: str) -> Principal:
    """Return a principal by its ARN, or by a name that only one has; BadInput otherwise.

    A name is `role/app`, `user/alice`, or either without its kind.
    """
    if wanted in organization.principals:
        return organization.principals[wanted]
    tail = wanted if "/" in wanted else f"/{wanted}"
    found = [p for p in organization.principals.values() if p.arn.endswith(tail)]
    if len(found) == 1:
        return found[0]
    if found:
        arns = ", ".join(p.arn for p in found[:10])
        raise BadInput(f"{len(found)} principals are called {wanted}: {arns}; say which by its ARN")
    raise BadInput(
        f"no user or role {wanted} in the snapshot; "
        '`ringwall query "select arn from estate.iam_role"` lists the roles'
    )


def print_gaps(organization: Organization) -> None:
    """Tell what was not collected: there may be more than what was found."""
    console = make_console()
    for gap in organization.gaps[:MAX_GAPS]:
        console.print(clean(f"not collected: {gap}"))
    if len(organization.gaps) > MAX_GAPS:
        console.print(f"... and {len(organization.gaps) - MAX_GAPS} more: `ringwall doctor`")


def check_file(path: Path) -> Path:
    """Return a file that exists; BadInput where it does not."""
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    return path
