"""Availability Zones, as an account sees them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.catalog.demands import read_by_region
from ringwall.model.table import Demand, Demanded, Reader, Row, Table, text


def find_zone_demands(table: str, region: str, _: Mapping[str, Any]) -> Iterator[Demand]:
    """Yield the Region of a wanted subnet."""
    if table == "ec2_subnet":
        yield Demand(region)


def read_zones_of(reader: Reader, demands: tuple[Demand, ...]) -> Iterable[Row]:
    """Return the zones of Regions, with those that the account has not opted in to."""
    return read_by_region(reader, demands, _read_zones)


def _read_zones(reader: Reader, _: tuple[str, ...]) -> Iterable[Row]:
    operation = "ec2.describe_availability_zones"
    return reader.items(operation, "AvailabilityZones", AllAvailabilityZones=True)


availability_zone = Table(
    name="ec2_availability_zone",
    doc=(
        "A zone of a Region: an Availability Zone, a Local Zone or a Wavelength Zone. Read only "
        "where a blueprint is named at collection, of the Regions in which it makes subnets."
    ),
    scope="account",
    demanded=Demanded(
        find_zone_demands,
        read_zones_of,
        "which zones the account has; those that most have are assumed",
    ),
    arn="arn:{partition}:ec2:{RegionName}:{account_id}:availability-zone/{ZoneId}",
    region="RegionName",
    columns=(
        text("zone_id", "ZoneId", "Its id, the same in all accounts: euw1-az1.", required=True),
        text("zone_name", "ZoneName", "Its name in this account: eu-west-1a."),
        text("zone_type", "ZoneType", "availability-zone, local-zone or wavelength-zone."),
        text("group_name", "GroupName", "What is opted in to as a whole: eu-west-1-zg-1."),
        text("opt_in_status", "OptInStatus", "opt-in-not-required, opted-in or not-opted-in."),
        text("state", "State", "available, or why it cannot be used."),
    ),
)
