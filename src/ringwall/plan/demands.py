"""What a plan needs to be read for a blueprint alone: quotas, zones, what a Region offers."""

from collections.abc import Iterable, Mapping

from ringwall.model.blueprint.wanted import Wanted
from ringwall.model.table import Demand, Table

Demands = Mapping[str, Mapping[str, tuple[Demand, ...]]]
"""By table and account id."""


def find_demands(
    wanted: Iterable[Wanted], ids: Mapping[str, str], tables: Iterable[Table]
) -> Demands:
    """Return what rows demand of tables that are read for plans alone.

    `ids` are the accounts' ids by their names. An account that is not there yet demands nothing.
    """
    found: dict[str, dict[str, set[Demand]]] = {}
    demanded = [(table.name, table.demanded.needs) for table in tables if table.demanded]
    for row in wanted:
        account = ids.get(row.key.account)
        for name, needs in demanded if account else ():
            for demand in needs(row.key.table, row.key.region, row.columns):
                found.setdefault(name, {}).setdefault(account or "", set()).add(demand)
    return {
        name: {account: tuple(sorted(each)) for account, each in sorted(accounts.items())}
        for name, accounts in sorted(found.items())
    }
