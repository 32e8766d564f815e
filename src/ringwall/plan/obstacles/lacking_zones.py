"""Zones that an account does not have in a Region, or cannot use as it is."""

from collections.abc import Collection, Iterator

from ringwall.model.table import Row
from ringwall.plan.obstacle import PlannedEstate, SeenColumns
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.remark import Remark

TABLE = "ec2_availability_zone"
SECTION = ("infrastructure", "network")
USABLE = ("", "opt-in-not-required", "opted-in")


def reads(tables: Collection[str]) -> SeenColumns:
    """Return what is to be known of zones where subnets are wanted."""
    columns = ("zone_id", "zone_type", "group_name", "opt_in_status", "state")
    return {TABLE: columns} if "ec2_subnet" in tables else {}


def lacking_zones(planned: PlannedEstate) -> Iterator[Remark]:
    """Yield a remark for each zone of a subnet that there is not, or that is not available."""
    table = planned.estate.get(TABLE, EstateTable())
    seen: set[tuple[str, str, str]] = set()
    for found in planned.creations_of("ec2_subnet"):
        account, region, zone = (
            found.key.account,
            found.key.region,
            found.desired.get("availability_zone_id"),
        )
        rows = table.at(planned.id_of(account), region)
        if not rows or not isinstance(zone, str) or (account, region, zone) in seen:
            continue  # which zones there are was not read
        seen.add((account, region, zone))
        row = next((row for row in rows if row["zone_id"] == zone), None)
        if problem := _find_problem(zone, row):
            has = ", ".join(sorted(each["zone_id"] for each in rows if not _find_problem("", each)))
            named = planned.landscape.settings.infrastructure.network.zone_ids
            keys = (*SECTION, "zone_ids", region) if region in named else (*SECTION, "zones")
            said = f"{account} {region}: {problem}; it has {has}: name others in zone_ids"
            yield Remark(keys, said)


def _find_problem(zone: str, row: Row | None) -> str:
    """Return why a subnet cannot be made in a zone; '' where it can, as far as that is known."""
    if row is None:
        return f"there is no zone {zone} for this account"
    if row["opt_in_status"] is not None and row["opt_in_status"] not in USABLE:
        return (
            f"the zone {row['zone_id']} is not opted in to (aws ec2 modify-availability-zone-group "
            f"--opt-in-status opted-in --group-name {row['group_name']})"
        )
    if row["state"] not in (None, "", "available"):
        return f"the zone {row['zone_id']} is {row['state']}"
    return ""
