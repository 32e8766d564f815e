"""Endpoints of services that a Region lacks, or that it lacks in the zone of a subnet."""

from collections.abc import Collection, Iterator
from typing import Any

from ringwall.model.blueprint.wanted import GLOBAL, Ref
from ringwall.model.table import Row
from ringwall.plan.obstacle import HINT, PlannedEstate, SeenColumns
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.estate import EstateTable
from ringwall.plan.remark import Remark

TABLE = "ec2_offered_endpoint_service"
ZONES = "ec2_availability_zone"
SECTION = ("infrastructure", "network")
KINDS = {"Interface": "interface_endpoints", "Gateway": "gateway_endpoints"}
"""The settings that name endpoints, by their type."""


def reads(tables: Collection[str]) -> SeenColumns:
    """Return what is to be known of services where endpoints are wanted."""
    if "ec2_vpc_endpoint" not in tables:
        return {}
    return {
        TABLE: ("service_name", "is_offered", "service_types", "zone_ids", "zone_names"),
        ZONES: ("zone_id", "zone_name"),
    }


def lacking_endpoints(planned: PlannedEstate) -> Iterator[Remark]:
    """Yield a remark for each endpoint that a Region has not, and for each zone that lacks it."""
    for found in planned.creations_of("ec2_vpc_endpoint"):
        yield from _check_service(planned, found)
    for found in planned.creations_of("ec2_vpc_endpoint_subnet"):
        yield from _check_zone(planned, found)


def _check_service(planned: PlannedEstate, found: Difference) -> Iterator[Remark]:
    table = planned.estate.get(TABLE, EstateTable())
    account_id, region = planned.id_of(found.key.account), found.key.region
    name, kind = found.desired["service_name"], found.desired["vpc_endpoint_type"]
    rows = _find_rows(planned, account_id, region, name)
    if not account_id or table.gap(account_id, GLOBAL) or not table.at(account_id, region):
        return  # nobody read it, which `unread_demands` says
    if not rows:
        said = f"not known: whether {region} has an endpoint of {name}; it is assumed ({HINT})"
        yield Remark(_keys_of(planned, found), said, "note")
    elif not any(row["is_offered"] for row in rows):
        said = f"{region} has no endpoint of {name}: leave it out there"
        yield Remark(_keys_of(planned, found), said)
    elif all(row["service_types"] and kind not in row["service_types"] for row in rows):
        types = " and ".join(sorted({each for row in rows for each in row["service_types"]}))
        said = f"{region} has no {kind} endpoint of {name}, but {types}"
        yield Remark(_keys_of(planned, found), said)


def _check_zone(planned: PlannedEstate, found: Difference) -> Iterator[Remark]:
    columns = planned.wanted[found.key].columns
    endpoint = _follow(planned, columns.get("vpc_endpoint_id"))
    zone = _follow(planned, columns.get("subnet_id")).get("availability_zone_id")
    account_id, region = planned.id_of(found.key.account), found.key.region
    name = endpoint.get("service_name")
    zones = {
        each
        for row in _find_rows(planned, account_id, region, name)
        if endpoint["vpc_endpoint_type"] in (row["service_types"] or ())
        for each in row["zone_ids"]
        or _name_zones(planned, account_id, region, row["zone_names"] or ())
    }
    if zones and zone and zone not in zones:
        said = (
            f"{found.key.account} {region}: the endpoint of {name} is in "
            f"{', '.join(sorted(zones))}, not in {zone}: name zones that have it in zone_ids, or "
            "leave the endpoint out"
        )
        yield Remark(_keys_of(planned, found), said)


def _find_rows(planned: PlannedEstate, account_id: str, region: str, name: Any) -> list[Row]:
    rows = planned.estate.get(TABLE, EstateTable()).at(account_id, region)
    return [row for row in rows if row["service_name"] == name]


def _follow(planned: PlannedEstate, value: Any) -> dict[str, Any]:
    """Return the columns of the wanted row that a value refers to."""
    row = planned.wanted.get(value.key) if isinstance(value, Ref) else None
    return dict(row.columns) if row else {}


def _name_zones(
    planned: PlannedEstate, account_id: str, region: str, names: Collection[str]
) -> list[str]:
    """Return the ids of zones; none where one of them is not known by its name."""
    known = {
        row["zone_name"]: row["zone_id"]
        for row in planned.estate.get(ZONES, EstateTable()).at(account_id, region)
    }
    ids = [known.get(name) for name in names]
    return [each for each in ids if each] if all(ids) else []


def _keys_of(planned: PlannedEstate, found: Difference) -> tuple[str | int, ...]:
    """Return where the blueprint names the endpoint of a row."""
    service = found.key.name.split()[0]
    settings = planned.landscape.settings.infrastructure.network
    for setting in KINDS.values():
        names = getattr(settings, setting)
        if service in names:
            return (*SECTION, setting, names.index(service))
    return SECTION
