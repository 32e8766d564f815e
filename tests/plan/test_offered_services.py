"""Services that Regions of a blueprint lack."""

from ringwall.model.blueprint.language import Blueprint
from ringwall.plan.offered_services import find_lacking


def test_a_partition_lacks_services() -> None:
    lacking = find_lacking(Blueprint(blueprint="a", home_region="cn-north-1"))
    assert {("detective", "cn-north-1"), ("securitylake", "cn-north-1")} <= lacking
    assert ("guardduty", "cn-north-1") not in lacking


def test_a_region_lacks_services() -> None:
    regions = ("ap-southeast-6",)
    found = find_lacking(Blueprint(blueprint="a", home_region="us-east-1", regions=regions))
    assert ("inspector2", "ap-southeast-6") in found
    assert not [region for _, region in found if region == "us-east-1"]
