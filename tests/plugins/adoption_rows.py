"""An organization as rows, without a snapshot."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.model.table import Row
from ringwall.plan.organization_rows import OrganizationRows
from ringwall.plan.reconciliation.estate import EstateTable

ROOT = "r-1"


def account(id_: str, name: str, parent: str = ROOT, **more: Any) -> Row:
    """A row of organizations_account."""
    return {
        "id": id_,
        "account_name": name,
        "email": f"{id_}@acme.example",
        "state": "ACTIVE",
        "is_management": id_ == "1" * 12,
        "parent_id": parent,
        "parent_ids": [ROOT],
        "tags": "{}",
        **more,
    }


def unit(id_: str, name: str, path: str, parent: str = ROOT) -> Row:
    """A row of organizations_organizational_unit."""
    return {"id": id_, "name": name, "path": f"Root/{path}", "parent_id": parent, "tags": "{}"}


def estate_of(**tables: list[Row]) -> dict[str, EstateTable]:
    """An estate of rows by table: each names its account and Region."""
    found = {}
    for name, rows in tables.items():
        places: dict[tuple[str, str], tuple[Row, ...]] = {}
        for row in rows:
            place = (row["account_id"], row["region"])
            places[place] = (*places.get(place, ()), row)
        found[name] = EstateTable(places)
    return found


@pytest.fixture
def organization_of() -> Callable[..., OrganizationRows]:
    """Return a function that makes the rows of an organization, in two Regions."""

    def make(*accounts: Row, units: tuple[Row, ...] = ()) -> OrganizationRows:
        every = (account("1" * 12, "Payer"), *accounts)
        return OrganizationRows(
            ({"management_account_id": "1" * 12, "root_id": ROOT, "id": "o-1"},),
            every,
            units,
            tuple(
                {"account_id": row["id"], "region": region}
                for row in every
                for region in ("eu-west-1", "us-east-1")
            ),
        )

    return make
