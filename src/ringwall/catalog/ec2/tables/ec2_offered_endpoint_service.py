"""Services that a Region has VPC endpoints of, with the zones in which."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.catalog.demands import read_by_region
from ringwall.model.table import Demand, Demanded, Reader, Row, Table, boolean, text, texts


def find_endpoint_demands(table: str, region: str, columns: Mapping[str, Any]) -> Iterator[Demand]:
    """Yield the service of a wanted endpoint."""
    if table == "ec2_vpc_endpoint" and isinstance(columns.get("service_name"), str):
        yield Demand(region, columns["service_name"])


def read_offers(reader: Reader, demands: tuple[Demand, ...]) -> Iterable[Row]:
    """Return what Regions offer of the services that are demanded, and which they do not."""
    return read_by_region(reader, demands, _read_services)


def _read_services(reader: Reader, names: tuple[str, ...]) -> Iterator[Row]:
    # By a filter, AWS answers what there is; by ServiceNames it refuses all where one is missing.
    found = reader.items(
        "ec2.describe_vpc_endpoint_services",
        "ServiceDetails",
        Filters=[{"Name": "service-name", "Values": list(names)}],
    )
    lacking = dict.fromkeys(names)
    for row in found:
        lacking.pop(row["ServiceName"], None)
        yield {**row, "Region": reader.region, "IsOffered": True}
    for name in lacking:
        yield {"ServiceName": name, "ServiceId": name, "Region": reader.region, "IsOffered": False}


offered_endpoint_service = Table(
    name="ec2_offered_endpoint_service",
    doc=(
        "A service that VPC endpoints can reach in a Region; S3 is one for gateways, and another "
        "for interfaces. Read only where a blueprint is named "
        "at collection, of the services and Regions that it wants endpoints of; a service "
        "that the Region lacks has a row, too."
    ),
    scope="account",
    demanded=Demanded(
        find_endpoint_demands,
        read_offers,
        "which endpoints its Regions offer; all are assumed",
    ),
    arn="arn:{partition}:ec2:{Region}:{account_id}:vpc-endpoint-service/{ServiceId}",
    region="Region",
    columns=(
        text("service_id", "ServiceId", "Its id: vpce-svc-...; its name where it is not offered."),
        boolean("is_offered", "IsOffered", "Whether the Region has endpoints of it."),
        text("service_name", "ServiceName", "Its name: com.amazonaws.eu-west-1.ssm."),
        texts("service_types", "ServiceType[].ServiceType", "Interface, Gateway, ..."),
        texts("zone_ids", "AvailabilityZoneIds", "The ids of its zones; [] where AWS names them."),
        texts("zone_names", "AvailabilityZones", "The names of its zones in this account."),
        boolean(
            "is_policy_supported",
            "VpcEndpointPolicySupported",
            "Its endpoints heed a policy of their own.",
        ),
    ),
)
