"""Resources that are certainly not there: who can do what to them says nothing."""

from collections.abc import Iterator
from pathlib import Path

from ringwall.catalog.loader import load_tables
from ringwall.jobs.access.resource_types import find_type
from ringwall.jobs.access.spelling import find_similar
from ringwall.model.coverage import COVERAGE
from ringwall.model.errors import BadInput
from ringwall.model.table import Table
from ringwall.reason.iam.evaluation.request import find_account
from ringwall.reason.iam.organization.model import Organization
from ringwall.store.engine.embedded import EmbeddedEngine
from ringwall.store.home import Home
from ringwall.store.lake.snapshot import attach_snapshot, open_snapshot

_SERVICE, _REGION, _LAST = 2, 3, 5
"""Fields of an ARN."""


def refuse_absent(home: Path, snapshot: str, organization: Organization, arn: str) -> None:
    """Raise BadInput for a resource that is certainly not there.

    Its table was listed where it would be: in its account, or, for a bucket, whose ARN names none,
    in every account of the organization.
    """
    if not arn.startswith("arn:") or set(arn) & {"*", "?"}:
        return
    if arn in organization.principals or organization.find_resource(arn) is not None:
        return
    table = _find_table(arn)
    if table is None:
        return
    owners = _find_owners(organization, arn, table)
    if not owners or any((table.name, owner) in organization.unlisted for owner in owners):
        return
    region = arn.split(":", _LAST)[_REGION] or "global"
    if owners <= _find_listed(home, snapshot, table, region):
        whose = f"account {min(owners)}" if len(owners) == 1 else "all accounts"
        meant = find_similar(organization, arn)
        hint = f"; did you mean {meant}?" if meant else ""
        raise BadInput(f"no resource {arn}: {table.full_name} of {whose} was listed whole{hint}")


def _find_table(arn: str) -> Table | None:
    """Return the table of a resource, or of the one that it lies in; None where there is none.

    Only tables of which the organization has each row.
    """
    known = {
        (table.service, _letters(table.name.removeprefix(f"{table.service}_"))): table
        for table in load_tables().values()
        if table.is_guarded or table.name == "iam_user"
    }
    service = arn.split(":", _LAST)[_SERVICE] if arn.count(":") >= _LAST else ""
    found = (known.get((service, _letters(find_type(part)))) for part in _cut(arn))
    return next(filter(None, found), None)


def _cut(arn: str) -> Iterator[str]:
    """Yield an ARN and those of what the resource may lie in."""
    while arn.count(":") >= _LAST:
        yield arn
        arn = arn[: max(arn.rfind("/"), arn.rfind(":"))]


def _letters(name: str) -> str:
    return "".join(filter(str.isalpha, name)).lower()


def _find_owners(organization: Organization, arn: str, table: Table) -> frozenset[str]:
    """Return the accounts of which one would own a resource; none where that cannot be said."""
    if owner := find_account(arn, ""):
        return frozenset({owner})
    if table.scope == "region":  # images and snapshots of others are used every day
        return frozenset()
    return organization.members or frozenset(organization.accounts if organization.id == "" else ())


def _find_listed(home: Path, snapshot: str, table: Table, region: str) -> frozenset[str]:
    """Return the accounts in which a table was listed in a region."""
    found = open_snapshot(Home(home).estate, snapshot)
    with EmbeddedEngine(found.path) as engine:
        attach_snapshot(engine, found, ())
        rows = engine.rows(
            f"""
            select distinct account_id
            from estate.{COVERAGE.name}
            where table_name = $1
              and aspect = 'list'
              and status = 'ok'
              and region in ($2, 'global')
            """,
            [table.name, region],
        )
    return frozenset(row["account_id"] for row in rows)
