"""Zones that an account lacks, has not opted in to, or cannot use."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.obstacles.lacking_zones import lacking_zones, reads

HERE = ("222222222222", "eu-west-1")
ZONES = "ec2_availability_zone"
Plan = Callable[..., PlannedEstate]


def zone(zone_id: str, **columns: Any) -> Any:
    return {
        "zone_id": zone_id,
        "zone_type": "availability-zone",
        "group_name": "eu-west-1-zg-1",
        "opt_in_status": "opt-in-not-required",
        "state": "available",
        **columns,
    }


ONE, TWO = zone("euw1-az1"), zone("euw1-az2")


def test_zones_that_are_there_are_no_obstacle(plan: Plan) -> None:
    assert list(lacking_zones(plan("", {ZONES: {HERE: (ONE, TWO)}}))) == []
    assert list(lacking_zones(plan(""))) == []  # nobody knows


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (zone("euw1-az3"), "there is no zone euw1-az2 for this account; it has euw1-az1, euw1-az3"),
        (
            zone("euw1-az2", opt_in_status="not-opted-in"),
            (
                "euw1-az2 is not opted in to (aws ec2 modify-availability-zone-group "
                "--opt-in-status opted-in --group-name eu-west-1-zg-1); it has euw1-az1:"
            ),
        ),
        (zone("euw1-az2", state="impaired"), "the zone euw1-az2 is impaired"),
    ],
)
def test_a_zone_that_cannot_be_used_is_said_once(plan: Plan, second: Any, said: str) -> None:
    (found,) = lacking_zones(plan("", {ZONES: {HERE: (ONE, second)}}))
    assert found.kind == "error"
    assert said in found.message
    assert found.keys == ("infrastructure", "network", "zones")


def test_it_is_said_where_zones_are_named(plan: Plan) -> None:
    more = "    zone_ids: {eu-west-1: [euw1-az1, euw1-az9]}\n"
    (found,) = lacking_zones(plan(more, {ZONES: {HERE: (ONE, TWO)}}))
    assert "no zone euw1-az9" in found.message
    assert found.keys == ("infrastructure", "network", "zone_ids", "eu-west-1")


def test_a_state_that_is_not_known_is_no_obstacle(plan: Plan) -> None:
    unknown = zone("euw1-az2", state=None, opt_in_status=None)
    assert list(lacking_zones(plan("", {ZONES: {HERE: (ONE, unknown)}}))) == []


def test_zones_are_read_for_subnets() -> None:
    assert reads({"ec2_vpc"}) == {}
    assert reads({"ec2_subnet"}).keys() == {ZONES}
