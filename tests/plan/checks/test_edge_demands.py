"""What guards edges and lacks a cost that is accepted, or a Region."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.edge_demands import edge_demands
from ringwall.plan.landscape import make_landscape


@pytest.mark.parametrize(
    ("settings", "keys"),
    [
        ("{shield: {enabled: true}}", ["shield"]),
        ("{shield: {enabled: true, accept_cost: true}}", []),
        ("{shield: {accounts: [prod]}}", []),
        ("{web_firewall: {enabled: true, cloudfront: [prod]}}", []),
    ],
)
def test_a_cost_has_to_be_accepted(
    acme: str, read: Callable[[str], BlueprintFile], settings: str, keys: list[str]
) -> None:
    landscape = make_landscape(read(f"{acme}infrastructure: {settings}\n"))
    assert [remark.keys[1] for remark in edge_demands(landscape)] == keys


def test_cloudfront_needs_its_region(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    text = acme.replace("us-east-1", "eu-west-3")
    wanted = "infrastructure: {web_firewall: {enabled: true, cloudfront: [prod]}}\n"
    (remark,) = edge_demands(make_landscape(read(text + wanted)))
    assert remark.message == "web ACLs of CloudFront are in us-east-1: add it to regions"
