"""Endpoints that a Region does not have, or not in a zone."""

from collections.abc import Callable
from typing import Any

from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.obstacles.lacking_endpoints import lacking_endpoints, reads

PROD, HERE = "222222222222", ("222222222222", "eu-west-1")
OFFERS, ZONES = "ec2_offered_endpoint_service", "ec2_availability_zone"
SSM = "    gateway_endpoints: [s3]\n    interface_endpoints: [logs, ssm]\n"
Plan = Callable[..., PlannedEstate]


def offer(name: str, kind: str, zone_ids: Any = None, zone_names: Any = ()) -> Any:
    return {
        "service_name": f"com.amazonaws.eu-west-1.{name}",
        "is_offered": bool(kind),
        "service_types": [kind] if kind else [],
        "zone_ids": zone_ids,
        "zone_names": zone_names,
    }


BOTH = ["euw1-az1", "euw1-az2"]
ALL = (offer("s3", "Gateway"), offer("s3", "Interface"), offer("logs", "Interface", BOTH))


def find(planned: PlannedEstate) -> list[tuple[Any, str]]:
    found = list(lacking_endpoints(planned))
    return [(each.keys[2:], each.message) for each in found]


def test_what_a_region_offers_is_no_obstacle(plan: Plan) -> None:
    there = (*ALL, offer("ssm", "Interface", BOTH))
    assert find(plan(SSM, {OFFERS: {HERE: there}})) == []


def test_an_endpoint_that_a_region_lacks_is_said_where_it_is_named(plan: Plan) -> None:
    found = list(lacking_endpoints(plan(SSM, {OFFERS: {HERE: (*ALL, offer("ssm", ""))}})))
    assert [(each.kind, each.keys[2:], each.message) for each in found] == [
        (
            "error",
            ("interface_endpoints", 1),
            "eu-west-1 has no endpoint of com.amazonaws.eu-west-1.ssm: leave it out there",
        )
    ]


def test_what_nobody_read_is_not_lacking(plan: Plan) -> None:
    assert find(plan(SSM, ec2_offered_endpoint_service="denied")) == []
    assert find(plan(SSM, {OFFERS: {(PROD, "us-east-1"): ALL}})) == []


def test_a_service_that_was_not_asked_for_at_collection_is_not_lacking(plan: Plan) -> None:
    (found,) = lacking_endpoints(plan(SSM, {OFFERS: {HERE: ALL}}))
    assert (found.kind, found.keys[2:]) == ("note", ("interface_endpoints", 1))
    assert found.message == (
        "not known: whether eu-west-1 has an endpoint of com.amazonaws.eu-west-1.ssm; it is "
        "assumed (`ringwall collect --blueprint FILE` reads it)"
    )


def test_an_endpoint_of_another_type_is_said(plan: Plan) -> None:
    there = (*ALL[1:], offer("ssm", "Interface", BOTH))
    assert find(plan(SSM, {OFFERS: {HERE: there}})) == [
        (
            ("gateway_endpoints", 0),
            "eu-west-1 has no Gateway endpoint of com.amazonaws.eu-west-1.s3, but Interface",
        )
    ]


def test_a_zone_without_the_endpoint_is_said(plan: Plan) -> None:
    there = (*ALL, offer("ssm", "Interface", ["euw1-az1"]))
    ((keys, message),) = find(plan(SSM, {OFFERS: {HERE: there}}))
    assert keys == ("interface_endpoints", 1)
    assert "com.amazonaws.eu-west-1.ssm is in euw1-az1, not in euw1-az2:" in message


def test_zones_are_told_by_their_names_where_all_are_known(plan: Plan) -> None:
    there = (*ALL, offer("ssm", "Interface", [], ["eu-west-1b"]))
    zones = ({"zone_name": "eu-west-1b", "zone_id": "euw1-az1"},)
    ((_, message),) = find(plan(SSM, {OFFERS: {HERE: there}, ZONES: {HERE: zones}}))
    assert "not in euw1-az2" in message
    assert find(plan(SSM, {OFFERS: {HERE: there}})) == []


def test_offers_are_read_for_endpoints() -> None:
    assert reads({"ec2_vpc"}) == {}
    assert reads({"ec2_vpc_endpoint"}).keys() == {OFFERS, ZONES}
