"""The language of what guards edges: what AWS would refuse is refused."""

from typing import get_args

import msgspec
import pytest

from ringwall.emulator.traffic.managed_lists import MANAGED
from ringwall.model.blueprint.edge import GuardedLoadBalancer, ManagedDomainList
from ringwall.model.blueprint.infrastructure import Infrastructure

BALANCER = (
    "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/shop/0123456789abcdef"
)


def test_every_managed_list_can_be_chosen() -> None:
    assert get_args(ManagedDomainList) == MANAGED


def test_a_load_balancer_says_where_it_is() -> None:
    balancer = GuardedLoadBalancer(account="shop", arn=BALANCER)
    assert (balancer.region, balancer.name) == ("eu-west-1", "shop")


@pytest.mark.parametrize(
    "given",
    [
        {"dns_firewall": {"blocked_domains": ["*"]}},
        {"dns_firewall": {"blocked_domains": ["a.example/path"]}},
        {"dns_firewall": {"priority": 100}},
        {"dns_firewall": {"vpcs": [{"account": "a", "region": "eu-west-1", "vpc_id": "vpc-1"}]}},
        {"web_firewall": {"rate_limit": 9}},
        {"web_firewall": {"log_destination_arn": "arn:aws:s3:::logs"}},
        {"web_firewall": {"redacted_headers": ["Cookie"]}},
        {"web_firewall": {"load_balancers": [{"account": "a", "arn": BALANCER[:-17]}]}},
    ],
)
def test_what_aws_would_refuse_is_refused(given: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, Infrastructure)
