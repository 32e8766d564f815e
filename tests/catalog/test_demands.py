"""Reads of what plans demand, Region by Region."""

from collections.abc import Iterator
from typing import Any

import pytest

from ringwall.catalog.demands import read_by_region
from ringwall.catalog.ec2.tables.ec2_availability_zone import find_zone_demands, read_zones_of
from ringwall.catalog.ec2.tables.ec2_offered_endpoint_service import (
    find_endpoint_demands,
    read_offers,
)
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Demand, Reader, Row

ZONES = "ec2.describe_availability_zones"
OFFERS = "ec2.describe_vpc_endpoint_services"


def test_each_region_is_read_once_and_what_fails_is_said_at_the_end(canned: Any) -> None:
    def read(reader: Reader, whats: tuple[str, ...]) -> Iterator[Row]:
        if reader.region == "eu-west-1":
            raise AccessDenied("no", "AccessDenied")
        yield {"At": reader.region, "Whats": whats}

    demands = (
        Demand("eu-west-1", "a"),
        Demand("us-west-2", "b"),
        Demand("us-west-2", "c"),
        Demand("us-west-2", "b"),
        Demand("global", "d"),
    )
    found = read_by_region(canned({}), demands, read)
    assert [next(found) for _ in range(2)] == [
        {"At": "us-east-1", "Whats": ("d",)},
        {"At": "us-west-2", "Whats": ("b", "c")},
    ]
    with pytest.raises(AccessDenied, match="no"):
        next(found)


def test_zones_are_demanded_by_subnets_and_read_with_those_that_are_off(canned: Any) -> None:
    assert list(find_zone_demands("ec2_subnet", "eu-west-1", {})) == [Demand("eu-west-1")]
    assert list(find_zone_demands("ec2_vpc", "eu-west-1", {})) == []

    def answer(AllAvailabilityZones: bool) -> Any:  # noqa: N803, FBT001 - as AWS spells it
        assert AllAvailabilityZones
        return {"AvailabilityZones": [{"ZoneId": "euw1-az1"}]}

    found = read_zones_of(canned({ZONES: answer}), (Demand("eu-west-1"),))
    assert [row["ZoneId"] for row in found] == ["euw1-az1"]


def test_endpoints_are_demanded_by_their_service_and_read_by_a_filter(canned: Any) -> None:
    name = "com.amazonaws.eu-west-1.ssm"
    wanted = find_endpoint_demands("ec2_vpc_endpoint", "eu-west-1", {"service_name": name})
    assert list(wanted) == [Demand("eu-west-1", name)]
    assert list(find_endpoint_demands("ec2_vpc_endpoint", "eu-west-1", {})) == []
    assert list(find_endpoint_demands("ec2_vpc", "eu-west-1", {"service_name": name})) == []

    def answer(Filters: Any) -> Any:  # noqa: N803 - as AWS spells it
        assert Filters == [{"Name": "service-name", "Values": [name]}]
        return {"ServiceDetails": [{"ServiceName": name}]}

    found = read_offers(canned({OFFERS: answer}), (Demand("eu-west-1", name),))
    assert list(found) == [{"ServiceName": name, "Region": "eu-west-1", "IsOffered": True}]


def test_an_endpoint_that_a_region_lacks_has_a_row_that_says_so(canned: Any) -> None:
    reader = canned({OFFERS: lambda **_: {"ServiceDetails": []}})
    found = read_offers(reader, (Demand("eu-west-1", "com.amazonaws.x"),))
    assert list(found) == [
        {
            "ServiceName": "com.amazonaws.x",
            "ServiceId": "com.amazonaws.x",
            "Region": "eu-west-1",
            "IsOffered": False,
        }
    ]
