"""Route 53 Resolver: settings of VPCs, of which AWS lists those alone that somebody set."""

from collections.abc import Callable
from typing import Any

import pytest

ACCOUNT = "111111111111"
VPCS = [
    {"VpcId": "vpc-1", "OwnerId": ACCOUNT},
    {"VpcId": "vpc-2", "OwnerId": ACCOUNT},
]
SET = {"Id": "1", "OwnerId": ACCOUNT, "ResourceId": "vpc-1"}
TABLES = {
    "route53resolver_firewall_config": (
        "route53resolver.list_firewall_configs",
        "FirewallConfigs",
        "FirewallFailOpen",
        "firewall_fail_open",
    ),
    "route53resolver_resolver_dnssec_config": (
        "route53resolver.list_resolver_dnssec_configs",
        "ResolverDnssecConfigs",
        "ValidationStatus",
        "validation_status",
    ),
}


@pytest.mark.parametrize("table", TABLES)
def test_a_vpc_that_nobody_set_is_as_aws_makes_it(
    collect: Callable[..., Any], canned: type[Any], table: str
) -> None:
    operation, items, member, column = TABLES[table]
    answers = {
        operation: {items: [{**SET, member: "ENABLED"}]},
        "ec2.describe_vpcs": {"Vpcs": VPCS},
    }
    rows, gaps = collect(canned(answers), table)
    found = {row["vpc_id"]: row[column] for row in rows[table]}
    assert (found, gaps) == ({"vpc-1": "ENABLED", "vpc-2": "DISABLED"}, [])


@pytest.mark.parametrize("item", [{}, {"ResourceId": "vpc-1"}], ids=str)
@pytest.mark.parametrize("table", TABLES)
def test_a_garbled_setting_is_not_the_usual_one(
    collect: Callable[..., Any], canned: type[Any], table: str, item: dict[str, str]
) -> None:
    operation, items, _, column = TABLES[table]
    answers = {operation: {items: [item]}, "ec2.describe_vpcs": {"Vpcs": VPCS[:1]}}
    rows, gaps = collect(canned(answers), table)
    assert {row[column] for row in rows.get(table, ())} <= {None}
    assert gaps
