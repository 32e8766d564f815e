"""The hub that a blueprint wants: which way traffic takes, by the routes of the wanted rows."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from blueprint_world import columns_of, want

from ringwall.model.blueprint.wanted import Ref

TEXT = """
blueprint: firm
home_region: eu-west-1
accounts:
  email: "aws+{account}@example.com"
  units:
    Security: {accounts: [security, log-archive]}
    Infrastructure: {accounts: [network]}
    Workloads:
      units: {Prod: {accounts: [shop, pay]}, Test: {accounts: [dev, qa]}}
infrastructure:
  network: {enabled: true, accounts: [shop, pay, dev, qa]}
  transit: {enabled: true, egress: %s}
  network_firewall: {enabled: %s}
"""
PRODUCTION, TEST = ("shop", "pay"), ("dev", "qa")
HUBS = {
    "alone": ("none", "false"),
    "egress": ("single", "false"),
    "firewall": ("none", "true"),
    "both": ("single", "true"),
}


@dataclass(frozen=True)
class Ways:
    """Follows packets between VPCs by the rows that a blueprint wants."""

    rows: list[Any]

    def columns(self, table: str) -> dict[str, Any]:
        return columns_of(self.rows, table)

    def block(self, account: str, name: str = "main") -> str:
        return str(self.columns("ec2_vpc")[f"{account} eu-west-1 {name}"]["cidr_block"])

    def leave(self, account: str, to: str) -> str:
        """Return where the transit gateway sends a packet of a VPC: an account, the hub, or ''."""
        places = self.columns("ec2_transit_gateway_route_table_association")
        (place,) = [row for name, row in places.items() if name.endswith(f" {account}")]
        return self._look_up(place["transit_gateway_route_table_id"], to)

    def return_from_hub(self, to: str) -> str:
        places = self.columns("ec2_transit_gateway_route_table_association")
        return self._look_up(places["network eu-west-1 hub"]["transit_gateway_route_table_id"], to)

    def _look_up(self, table: Ref, to: str) -> str:
        found = [
            (ip_network(row["destination_cidr_block"]), 1, row["transit_gateway_attachment_id"])
            for row in self.columns("ec2_transit_gateway_route").values()
            if row["transit_gateway_route_table_id"] == table
        ]
        for row in self.columns("ec2_transit_gateway_route_table_propagation").values():
            if row["transit_gateway_route_table_id"] == table:
                attachment = row["transit_gateway_attachment_id"]
                found.append((ip_network(self.block(attachment.key.account)), 0, attachment))
        fitting = [each for each in found if ip_address(to) in each[0]]
        if not fitting:
            return ""
        _, _, target = max(fitting, key=lambda each: (each[0].prefixlen, each[1]))
        return str(target.key.account) if target else ""

    def routes_of(self, tier: str) -> dict[str, str]:
        """Return where subnets of the hub send what goes somewhere: the row of the target."""
        return {
            name.removeprefix("network eu-west-1 hub "): row["target"].key.name
            for name, row in self.columns("ec2_route").items()
            if name.startswith(f"network eu-west-1 hub {tier}-")
        }


@pytest.fixture(params=HUBS)
def hub(request: pytest.FixtureRequest) -> tuple[Ways, str]:
    return Ways(want(TEXT % HUBS[request.param], "infrastructure.")), request.param


def first_address(block: str) -> str:
    return str(ip_network(block)[10])


def test_production_and_the_rest_never_reach_each_other(hub: tuple[Ways, str]) -> None:
    ways, _ = hub
    for here, there in [*zip(PRODUCTION, TEST, strict=True), *zip(TEST, PRODUCTION, strict=True)]:
        assert ways.leave(here, first_address(ways.block(there))) == ""


def test_vpcs_of_one_kind_reach_each_other_past_the_firewall_if_there_is_one(
    hub: tuple[Ways, str],
) -> None:
    ways, kind = hub
    for here, there in (PRODUCTION, TEST):
        address = first_address(ways.block(there))
        if kind in {"firewall", "both"}:
            assert ways.leave(here, address) == "network"
            assert ways.return_from_hub(address) == there
        else:
            assert ways.leave(here, address) == there


def test_the_internet_is_reached_by_the_hub_alone(hub: tuple[Ways, str]) -> None:
    ways, kind = hub
    assert ways.leave("shop", "192.0.2.1") == ("" if kind == "alone" else "network")
    leaves = "shop eu-west-1 private 0.0.0.0/0" in ways.columns("ec2_route")
    assert leaves is (kind in {"egress", "both"})


def test_both_directions_pass_the_firewall_of_their_zone() -> None:
    ways = Ways(want(TEXT % HUBS["both"], "infrastructure."))
    assert ways.routes_of("transit") == {
        "transit-1 0.0.0.0/0": "firewall-1",
        "transit-2 0.0.0.0/0": "firewall-2",
    }
    assert ways.routes_of("firewall") == {
        "firewall-1 0.0.0.0/0": "hub nat-1",
        "firewall-1 10.0.0.0/8": "hub",
        "firewall-2 0.0.0.0/0": "hub nat-2",
        "firewall-2 10.0.0.0/8": "hub",
    }
    assert ways.routes_of("public") == {
        "public-1 0.0.0.0/0": "hub",
        "public-1 10.0.0.0/8": "firewall-1",
        "public-2 0.0.0.0/0": "hub",
        "public-2 10.0.0.0/8": "firewall-2",
    }
    attached = ways.columns("ec2_transit_gateway_vpc_attachment")
    modes = {name.split()[0]: row["appliance_mode_support"] for name, row in attached.items()}
    assert modes == {"network": "enable", **dict.fromkeys((*PRODUCTION, *TEST), "disable")}


def test_the_hub_has_the_last_block_of_the_plan() -> None:
    ways = Ways(want(TEXT % HUBS["both"], "infrastructure."))
    assert ways.block("network", "hub") == "10.255.240.0/20"
    assert ways.block("shop") == "10.0.0.0/20"


@pytest.mark.parametrize("mode", ["off", "block-ingress", "block-bidirectional"])
def test_a_hub_is_excluded_from_what_its_account_blocks(mode: str) -> None:
    own = f"accounts: [shop], block_public_access: '{mode}'"
    text = TEXT.replace("accounts: [shop, pay, dev, qa]", own) % HUBS["egress"]
    wanted = columns_of(
        want(text, "infrastructure.transit"), "ec2_vpc_block_public_access_exclusion"
    )
    is_excluded = mode == "block-bidirectional"
    assert [(name, row["internet_gateway_exclusion_mode"]) for name, row in wanted.items()] == (
        [("network eu-west-1 hub", "allow-egress")] if is_excluded else []
    )


def test_every_account_is_blocked_whether_it_has_a_vpc_or_not() -> None:
    own = "accounts: [shop], block_public_access: block-ingress"
    rows = want(TEXT.replace("accounts: [shop, pay, dev, qa]", own) % HUBS["egress"], "infra")
    blocked = columns_of(rows, "ec2_vpc_block_public_access_options")
    assert {name.split()[0] for name in blocked} == {
        *("management", "security", "log-archive", "network"),
        *PRODUCTION,
        *TEST,
    }
    excluded = columns_of(rows, "ec2_vpc_block_public_access_exclusion")
    assert [name.split()[0] for name in excluded] == ["shop"]


def test_the_hub_has_a_flow_log_as_all_vpcs_have() -> None:
    logs = columns_of(want(TEXT % HUBS["both"], "detection.flow_logs"), "ec2_flow_log")
    assert {name.split()[0] for name in logs} == {"network", *PRODUCTION, *TEST}


def test_nothing_is_wanted_where_all_is_off() -> None:
    text = TEXT.replace("transit: {enabled: true", "transit: {enabled: false")
    rows = want(text % ("zonal", "false"), "infrastructure.transit", "infrastructure.network_f")
    assert rows == []
