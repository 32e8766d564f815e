"""The organization of a snapshot, opened for questions about access."""

from pathlib import Path

from ringwall.catalog.loader import load_tables
from ringwall.model.errors import BadInput, NotCollected
from ringwall.model.spelling import find_likely
from ringwall.reason.iam.organization.model import Organization, Principal
from ringwall.reason.iam.organization.read import read_organization
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot

MAX_NAMED = 10


def open_organization(home: Path, snapshot: str = "") -> Organization:
    """Return the organization of a snapshot, by id or the beginning of it; '' is the current one.

    NotCollected where there is no snapshot.
    """
    found = open_snapshot(Home(home).estate, snapshot)
    with EmbeddedEngine(found.path) as engine:
        attach_snapshot(engine, found, load_tables().values())
        return read_organization(engine, load_tables().values())


def open_organization_if_any(home: Path, snapshot: str = "") -> Organization | None:
    """Return the organization of a snapshot; None where nothing was collected in this home."""
    try:
        return open_organization(home, snapshot)
    except NotCollected:
        return None


def find_principal(organization: Organization, wanted: str) -> Principal:
    """Return a principal by its ARN, or by a name that only one has; BadInput otherwise.

    A name is `role/app`, `user/alice`, or either without its kind.
    """
    if wanted in organization.principals:
        return organization.principals[wanted]
    tail = wanted if "/" in wanted else f"/{wanted}"
    everybody = organization.principals.values()
    found = [p for p in everybody if p.arn.endswith(tail)]
    if len(found) == 1:
        return found[0]
    if found:
        arns = ", ".join(p.arn for p in found[:MAX_NAMED])
        raise BadInput(f"{len(found)} principals are named {wanted}: {arns}; name one by its ARN")
    names = (p.arn if wanted.startswith("arn:") else _name(p, wanted) for p in everybody)
    meant = find_likely(wanted, names)
    hint = f"; did you mean {meant}?" if meant else ""
    raise BadInput(
        f"no user or role {wanted} in the snapshot; "
        f'`ringwall query "select arn from estate.iam_role"` lists the roles{hint}'
    )


def _name(principal: Principal, wanted: str) -> str:
    """Return a principal's name in the form of a name that was asked for: with its kind or not."""
    kind, _, name = principal.arn.rpartition(":")[2].partition("/")
    name = name.rpartition("/")[2]
    return f"{kind}/{name}" if "/" in wanted else name
