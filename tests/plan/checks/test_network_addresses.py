"""Plans of addresses that are no good, each with the place in the file."""

from collections.abc import Callable
from typing import Any

import pytest

from ringwall.catalog.ec2.network_plan import plan_addresses, plan_hubs
from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.network_addresses import network_addresses
from ringwall.plan.landscape import make_landscape

TWO = """
    accounts: [prod], regions: [us-east-1, eu-central-1], addresses: [
      {account: prod, region: us-east-1, cidr: 10.0.0.0/20},
      {account: prod, region: eu-central-1, cidr: 10.0.8.0/21}]"""
OWN = "addresses: [{account: prod, region: us-east-1, cidr: %s}]"


@pytest.mark.parametrize(
    ("said", "keys", "message"),
    [
        ("cidr: 300.0.0.0/8", ("cidr",), "no block of addresses"),
        ("cidr: 10.0.0.1/8", ("cidr",), "no block of addresses: write 10.0.0.0/8"),
        ("cidr: 8.0.0.0/8", ("cidr",), "no private block"),
        ("cidr: 10.0.0.0/24", ("cidr",), "too small: at most /20"),
        ("cidr: 10.0.0.0/20", ("cidr",), "has no room for"),
        ("regions: [eu-west-3]", ("regions", 0), "not a Region of the blueprint"),
        (OWN % "10.0.0.0/26", ("addresses", 0, "cidr"), "too small: at most /24"),
        (OWN % "10.0.0.0/12", ("addresses", 0, "cidr"), "too large for a VPC"),
        (
            "addresses: [{account: security, region: us-east-1, cidr: 10.0.0.0/20}]",
            ("addresses", 0),
            "security gets no VPC",
        ),
        (
            TWO,
            ("addresses", 1, "cidr"),
            "10.0.8.0/21 overlaps with 10.0.0.0/20, the block of prod in us-east-1",
        ),
        ("regions: [us-west-1], zones: 3", ("zones",), "us-west-1 has 2 known zones"),
        (
            "zone_ids: {us-east-1: [use1-az1, euc1-az1]}",
            ("zone_ids", "us-east-1", 1),
            "us-east-1 has no zone euc1-az1, which is one of eu-central-1",
        ),
        (
            "zone_ids: {us-west-1: [usx9-az1]}",
            ("zone_ids", "us-west-1", 0),
            "us-west-1 has no zone usx9-az1; it has usw1-az",
        ),
        (
            "zone_ids: {us-east-1: [use1-az1, use1-az1]}",
            ("zone_ids", "us-east-1", 1),
            "the zone use1-az1 is named twice",
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    acme: str,
    read: Callable[[str], BlueprintFile],
    said: str,
    keys: tuple[Any, ...],
    message: str,
) -> None:
    text = f"{acme}infrastructure: {{network: {{enabled: true, {said}}}}}\n"
    remarks = list(network_addresses(make_landscape(read(text))))
    found = [remark.message for remark in remarks if remark.keys[2:] == keys]
    assert [message in each for each in found] == [True], remarks


def test_nothing_is_said_of_a_network_that_is_not_wanted(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    text = f"{acme}infrastructure: {{network: {{cidr: 10.0.0.0/30}}}}\n"
    assert not list(network_addresses(make_landscape(read(text))))


def test_a_plan_that_has_room_is_right(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    text = f"{acme}infrastructure: {{network: {{enabled: true}}}}\n"
    assert not list(network_addresses(make_landscape(read(text))))


def test_a_hub_takes_room_too(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    network = "network: {enabled: true, accounts: [prod], cidr: 10.0.0.0/20}"
    hub = "transit: {enabled: true, egress: single}"
    text = f"{acme}infrastructure: {{{network}, {hub}}}\n"
    found = [remark.message for remark in network_addresses(make_landscape(read(text)))]
    assert ["no room for 1 of the VPCs of /20" in each for each in found] == [True]


HUB = "{account: security, region: eu-central-1, cidr: 10.0.16.0/20%s}"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (HUB % ", hub: true", ""),
        (HUB % "", "security has the VPC of the hub alone in eu-central-1: add hub: true"),
        (
            "{account: prod, region: eu-central-1, cidr: 10.0.16.0/20, hub: true}",
            "the hub has no VPC in prod in eu-central-1: see transit and regions",
        ),
    ],
)
def test_a_hub_keeps_its_addresses_by_name(
    acme: str, read: Callable[[str], BlueprintFile], said: str, message: str
) -> None:
    network = f"network: {{enabled: true, accounts: [prod], cidr: 10.0.0.0/8, addresses: [{said}]}}"
    hub = "transit: {enabled: true, egress: single}"
    landscape = make_landscape(read(f"{acme}infrastructure: {{{network}, {hub}}}\n"))
    found = [remark.message for remark in network_addresses(landscape)]
    assert found == [message] * bool(message)
    if not message:
        assert plan_hubs(landscape.settings) == {"eu-central-1": "10.0.16.0/20"}
        assert plan_addresses(landscape.settings) == {("prod", "eu-central-1"): "10.0.0.0/20"}
