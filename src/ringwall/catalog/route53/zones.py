"""The hosted zones of an account and the records in them, read for several tables."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row

_PREFIX = "/hostedzone/"


def read_zones(reader: Reader) -> Iterator[Row]:
    """Yield the hosted zones, each with its id alone as `ZoneId`."""
    for zone in reader.items("route53.list_hosted_zones", "HostedZones"):
        yield {**zone, "ZoneId": zone["Id"].removeprefix(_PREFIX)}


def read_record_sets(reader: Reader) -> Iterator[Row]:
    """Yield the record sets of each zone, with the zone's id."""
    for zone in read_zones(reader):
        asked = {"HostedZoneId": zone["ZoneId"]}
        with unless_gone("NoSuchHostedZone"):
            found = reader.items("route53.list_resource_record_sets", "ResourceRecordSets", **asked)
            for each in found:
                # Several sets of one name and type have an identifier each.
                mark = f"/{each['SetIdentifier']}" if "SetIdentifier" in each else ""
                place = f"{zone['ZoneId']}/{each['Type']}/{each['Name']}{mark}"
                yield {**each, **asked, "Place": place}
