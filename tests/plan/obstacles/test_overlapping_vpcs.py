"""Addresses that a plan gives out and somebody has already."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.obstacles.overlapping_vpcs import overlapping_vpcs, reads

DEV = ("333333333333", "us-east-1")
Plan = Callable[..., PlannedEstate]


def vpc(name: str, *blocks: str) -> Any:
    return {
        "vpc_id": name,
        "account_id": DEV[0],
        "region": DEV[1],
        "cidr_block": blocks[0],
        "cidr_blocks": list(blocks),
    }


def find(planned: PlannedEstate) -> list[tuple[str, Any, str]]:
    return [(each.kind, each.keys[2:], each.message) for each in overlapping_vpcs(planned)]


def test_a_vpc_anywhere_in_the_organization_is_in_the_way(plan: Plan) -> None:
    there = (vpc("vpc-1", "192.168.0.0/16"), vpc("vpc-2", "10.0.8.0/24"))
    assert find(plan("", {"ec2_vpc": {DEV: there}})) == [
        (
            "error",
            ("cidr",),
            (
                "prod eu-west-1: 10.0.0.0/20 overlaps with vpc-2 (10.0.8.0/24) of 333333333333 in "
                "us-east-1: the two could never be joined; give it other addresses in "
                "infrastructure.network.addresses, or another plan in cidr"
            ),
        )
    ]


def test_a_further_block_of_a_vpc_counts_and_so_does_what_joins_it(plan: Plan) -> None:
    there = vpc("vpc-1", "192.168.0.0/16", "10.0.15.0/24")
    joined = {"vpc_id": "vpc-1", "transit_gateway_id": "tgw-1"}
    rows = {
        "ec2_vpc": {DEV: (there,)},
        "ec2_transit_gateway_vpc_attachment": {DEV: (joined,)},
    }
    ((_, _, message),) = find(plan("", rows))
    assert "vpc-1 (10.0.15.0/24) of 333333333333 in us-east-1, which tgw-1 joins to oth" in message


def test_it_is_said_where_the_addresses_are_named(plan: Plan) -> None:
    more = "    addresses: [{account: prod, region: eu-west-1, cidr: 172.16.0.0/20}]\n"
    ((_, keys, _),) = find(plan(more, {"ec2_vpc": {DEV: (vpc("vpc-1", "172.16.0.0/12"),)}}))
    assert keys == ("addresses", 0, "cidr")


def test_many_are_counted(plan: Plan) -> None:
    there = tuple(vpc(f"vpc-{number}", "10.0.0.0/24") for number in range(5))
    ((_, _, message),) = find(plan("", {"ec2_vpc": {DEV: there}}))
    assert "vpc-2 (10.0.0.0/24) of 333333333333 in us-east-1 and 2 more" in message


@pytest.mark.parametrize(
    ("to", "target", "tags", "is_said"),
    [
        ("10.0.0.0/8", "pcx-1", {}, True),
        ("10.0.4.0/24", "vgw-1", None, True),
        ("10.0.0.0/8", "tgw-1", {"ringwall:blueprint": "acme/main"}, False),
        ("10.0.0.0/8", "tgw-1", {"ringwall:blueprint": "other/main"}, True),
        ("0.0.0.0/0", "tgw-1", {}, False),
        ("10.0.0.0/8", "local", {}, False),
        ("192.168.0.0/16", "pcx-1", {}, False),
        ("pl-1", "pcx-1", {}, False),
        (None, None, {}, False),
    ],
)
def test_a_route_of_others_to_the_addresses_is_a_doubt(
    plan: Plan, to: Any, target: Any, tags: Any, *, is_said: bool
) -> None:
    route = {
        "account_id": DEV[0],
        "region": DEV[1],
        "destination_cidr_block": to,
        "target": target,
        "tags": tags,
    }
    found = find(plan("", {"ec2_route": {DEV: (route,)}}))
    assert [kind for kind, _, _ in found] == ["note"] * is_said


def test_networks_are_read_for_vpcs() -> None:
    assert reads({"ec2_subnet"}) == {}
    assert "ec2_vpc" in reads({"ec2_vpc"})
