"""A network of two zones, a firewall in it, and accounts that are older than they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from emulated_firewalls import make_group, make_policy

from ringwall.emulator.app import Emulator
from ringwall.emulator.on_moto.moto_client import moto_backend


@pytest.fixture
def network(client: Any) -> Any:
    """Return a VPC, and two subnets of it in two zones."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{i}.0/24", AvailabilityZone=zone)
        for i, zone in enumerate(("us-east-1a", "us-east-1b"))
    ]
    return vpc, [m["Subnet"]["SubnetId"] for m in made]


@pytest.fixture
def firewall(client: Any, network: Any) -> Any:
    firewalls = client("network-firewall")
    vpc, subnets = network
    policy = make_policy(firewalls, make_group(firewalls))
    firewalls.create_firewall(
        FirewallName="egress", FirewallPolicyArn=policy, VpcId=vpc, DeleteProtection=True,
        SubnetMappings=[{"SubnetId": subnets[0]}],
    )  # fmt: skip
    return firewalls


@pytest.fixture
def age(emulator: Emulator) -> Callable[[str], None]:
    """Return a function that lets an account be eight days old: then it may leave."""

    def make_older(account_id: str) -> None:
        with emulator.mounted():
            accounts = moto_backend("organizations", "123456789012").accounts
            account = next(found for found in accounts if found.id == account_id)
            account.create_time -= timedelta(days=8)

    return make_older
