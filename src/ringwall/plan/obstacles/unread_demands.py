"""What nobody read for a plan: whether it stands in the way is not known then."""

from collections.abc import Collection, Iterator, Mapping

from ringwall.catalog.loader import load_tables
from ringwall.model.blueprint.wanted import GLOBAL
from ringwall.model.table import Demand, Demanded
from ringwall.plan.demands import find_demands
from ringwall.plan.obstacle import HINT, PlannedEstate, SeenColumns
from ringwall.plan.reconciliation.estate import UNCOLLECTED, EstateTable
from ringwall.plan.remark import Remark


def reads(tables: Collection[str]) -> SeenColumns:
    """Return nothing of its own to read, but that it is asked: others name the columns."""
    return {"account_region": ("name",)} if tables else {}


def unread_demands(planned: PlannedEstate) -> Iterator[Remark]:
    """Yield a note for each kind of knowledge that the rows to be made demand, and nobody read."""
    made = [planned.wanted[found.key] for found in planned.creations]
    names = {planned.id_of(each.name): each.name for each in planned.landscape.accounts}
    ids = {name: account_id for account_id, name in names.items() if account_id}
    tables = load_tables()
    for table, accounts in find_demands(made, ids, tables.values()).items():
        demanded, read = tables[table].demanded, planned.estate.get(table, EstateTable())
        gaps = {names[each]: gap for each in accounts if (gap := read.gap(each, GLOBAL))}
        if demanded:
            yield from _tell_unread_regions(demanded, read, accounts, names)
        if demanded and gaps:
            account, reason = next(iter(gaps.items()))
            others = f" and {len(gaps) - 1} more" if len(gaps) > 1 else ""
            why = HINT if reason == UNCOLLECTED else reason
            said = f"not known of {account}{others}: {demanded.otherwise} ({why})"
            yield Remark((), said, "note")


def _tell_unread_regions(
    demanded: Demanded,
    read: EstateTable,
    accounts: Mapping[str, tuple[Demand, ...]],
    names: Mapping[str, str],
) -> Iterator[Remark]:
    """Yield a note for Regions of which there is nothing: the blueprint had them not at collection.

    Of a Region that was read there is a row of whatever is demanded.
    """
    found: dict[str, dict[str, None]] = {}
    for account, demands in accounts.items():
        regions = {each.region for each in demands} - {GLOBAL}
        for region in () if read.gap(account, GLOBAL) else regions:
            if not read.at(account, region):
                found.setdefault(region, {})[names[account]] = None
    for region, unread in sorted(found.items()):
        first, *others = unread
        more = f" and {len(others)} more" if others else ""
        said = f"not known of {first}{more} in {region}: {demanded.otherwise} ({HINT})"
        yield Remark((), said, "note")
