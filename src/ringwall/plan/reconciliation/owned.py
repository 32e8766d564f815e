"""The rows that were made for a blueprint: by the owner's tag, whether it wants them or not."""

from collections.abc import Iterator, Mapping

from ringwall.model.blueprint.wanted import OWNER_TAG, RowKey
from ringwall.model.table import Row
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.estate import Estate, EstateTable
from ringwall.plan.reconciliation.matching import is_ending


def list_owned(
    blueprint: str, accounts: Mapping[str, str], estate: Estate, catalog: Catalog
) -> Iterator[tuple[RowKey, Row]]:
    """Yield the rows with the tag of a blueprint that can be erased, with what they are called.

    `accounts` has the names of its accounts by id: rows of others are left out, and so is what
    AWS is about to delete.
    """
    prefix = f"{blueprint}/"
    for name, lifecycle in sorted(catalog.lifecycles.items(), reverse=True):
        if not lifecycle.is_pruned:
            continue
        for (account_id, region), rows in sorted(estate.get(name, EstateTable()).rows.items()):
            for row in rows:
                tag = (row["tags"] or {}).get(OWNER_TAG, "")
                is_ours = tag.startswith(prefix) and account_id in accounts
                if is_ours and not is_ending(row, lifecycle.ending):
                    yield RowKey(accounts[account_id], region, name, tag[len(prefix) :]), row
