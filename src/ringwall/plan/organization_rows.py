"""The organization as a snapshot has it: rows of its tables, which may be absent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.model.errors import NotCollected
from ringwall.store.engine.protocol import Engine

OrganizationRow = Mapping[str, Any]
_IS_READ = "table_name = 'organizations_organization' and status = 'ok'"


@dataclass(frozen=True)
class OrganizationRows:
    """Rows of a snapshot, by their tables. All are empty where nothing was collected yet."""

    organizations: tuple[OrganizationRow, ...] = ()
    """Of organizations_organization: one, or none where there is no organization."""
    accounts: tuple[OrganizationRow, ...] = ()
    """Of organizations_account."""
    units: tuple[OrganizationRow, ...] = ()
    """Of organizations_organizational_unit."""
    regions: tuple[OrganizationRow, ...] = ()
    """Of account_region: what was collected, account by account."""
    is_read: bool = True
    """Whether it is known if there is an organization."""

    @property
    def organization(self) -> OrganizationRow | None:
        """The organization, if there is one."""
        return next(iter(self.organizations), None)

    @property
    def management_id(self) -> str:
        """The id of the management account, or of the only account; '' where it is not known."""
        if self.organization:
            return str(self.organization["management_account_id"])
        alone = {str(row["account_id"]) for row in self.regions}
        return alone.pop() if len(alone) == 1 else ""

    def regions_of(self, account_id: str) -> frozenset[str]:
        """Return the Regions of an account that were collected."""
        return frozenset(
            str(row["region"]) for row in self.regions if row["account_id"] == account_id
        )

    def find_unit(self, path: tuple[str, ...]) -> OrganizationRow | None:
        """Return the unit at a path below the root."""
        return next((row for row in self.units if path_of(row) == path), None)


def read_organization_rows(engine: Engine) -> OrganizationRows:
    """Return the rows of the snapshot that the engine shows."""
    regions = engine.rows("select account_id, region from estate.account_region order by all")
    return OrganizationRows(
        tuple(engine.rows("select * exclude (raw) from estate.organizations_organization")),
        tuple(engine.rows("select * exclude (raw) from estate.organizations_account")),
        tuple(engine.rows("select * exclude (raw) from estate.organizations_organizational_unit")),
        tuple(regions),
        is_read=bool(engine.rows(f"select 1 from estate.coverage where {_IS_READ} limit 1")),
    )


def check_read(rows: OrganizationRows) -> None:
    """Raise NotCollected where nobody knows whether there is an organization."""
    if not rows.organization and not rows.is_read:
        raise NotCollected(
            "the snapshot does not say whether there is an organization: run `ringwall collect` "
            "for all services, with a role that may call organizations:DescribeOrganization"
        )


def check_whole(rows: OrganizationRows) -> None:
    """Raise NotCollected where what was not read would seem to be missing."""
    if rows.organization and all(row["id"] != rows.management_id for row in rows.accounts):
        raise NotCollected(
            "the accounts of the organization were not collected; run `ringwall collect` with a "
            "role that may list them (organizations:ListAccounts)"
        )
    if not rows.units and any(len(row["parent_ids"]) > 1 for row in rows.accounts):
        raise NotCollected(
            "the units of the organization were not collected; run `ringwall collect` with a role "
            "that may list them (organizations:ListOrganizationalUnitsForParent)"
        )


def path_of(unit: OrganizationRow) -> tuple[str, ...]:
    """Return the path of a unit's row, from below the root down."""
    return tuple(str(unit["path"]).split("/"))[1:]


def name_account(row: OrganizationRow) -> str:
    """Return an account as messages name it: its name and its id."""
    return f"{row['account_name']} ({row['id']})"


def find_in_use(rows: Iterable[OrganizationRow]) -> Iterator[OrganizationRow]:
    """Yield the accounts that can be entered."""
    return (row for row in rows if row["state"] == "ACTIVE")
