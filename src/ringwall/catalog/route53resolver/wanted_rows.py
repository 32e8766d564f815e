"""Rows of DNS Firewall that several sections want: a rule group, and the VPCs that have it."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.ec2.network_plan import find_all_vpcs
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.wanted import Existing, Ref, RowKey, Wanted

SECTION = "infrastructure.dns_firewall"
SHARED: dict[str, Any] = {"section": SECTION, "layer": "infrastructure"}
ASSOCIATION = "route53resolver_firewall_rule_group_association"


def group_key(account: str, region: str) -> RowKey:
    """Return the key of the rule group of an account and Region."""
    return RowKey(account, region, "route53resolver_firewall_rule_group", "dns-firewall")


def list_places(landscape: Landscape) -> tuple[tuple[str, str], ...]:
    """Return the accounts and Regions that have a rule group, in the order of the blueprint."""
    wanted = landscape.settings.infrastructure.dns_firewall
    named = {(vpc.account, vpc.region) for vpc in wanted.vpcs}
    named |= {(vpc.account, vpc.region) for _, vpc in find_all_vpcs(landscape)}
    return tuple(
        (account.name, region)
        for account in (landscape.accounts if wanted.enabled else ())
        for region in landscape.regions_of("route53resolver", account)
        if account.name in wanted.accounts or (account.name, region) in named
    )


def associate(landscape: Landscape, vpc_key: RowKey) -> Iterator[Wanted]:
    """Yield what lets the queries of a VPC that the blueprint makes pass the firewall.

    There is nothing to yield where its account and Region have no rule group.
    """
    if (vpc_key.account, vpc_key.region) in list_places(landscape):
        yield from _associate(landscape, vpc_key, Ref(vpc_key, "vpc_id"), ())


def associate_existing(
    landscape: Landscape, account: str, region: str, vpc_id: str
) -> Iterator[Wanted]:
    """Yield the same of a VPC that is there."""
    place = RowKey(account, region, "ec2_vpc", vpc_id)
    yield from _associate(landscape, place, vpc_id, (Existing("ec2_vpc", "vpc_id", vpc_id),))


def _associate(
    landscape: Landscape, vpc: RowKey, vpc_id: str | Ref, expects: tuple[Existing, ...]
) -> Iterator[Wanted]:
    wanted = landscape.settings.infrastructure.dns_firewall
    group = group_key(vpc.account, vpc.region)
    yield Wanted(
        key=vpc._replace(table="route53resolver_firewall_config"),
        columns={
            "vpc_id": vpc_id,
            "firewall_fail_open": "ENABLED" if wanted.fail_open else "DISABLED",
        },
        why="it is decided beforehand whether DNS works while the firewall does not",
        expects=expects,
        **SHARED,
    )
    yield Wanted(
        key=vpc._replace(table=ASSOCIATION),
        columns={
            "firewall_rule_group_id": Ref(group, "id"),
            "vpc_id": vpc_id,
            "name": f"{landscape.name}-dns-firewall",
            "priority": wanted.priority,
        },
        why="security groups do not filter DNS: data leaves in queries to AWS's own resolver",
        expects=expects,
        **SHARED,
    )
