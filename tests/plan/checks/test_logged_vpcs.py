"""VPCs that are to be logged, and are not of the blueprint."""

from collections.abc import Callable

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.logged_vpcs import logged_vpcs
from ringwall.plan.landscape import make_landscape

VPC = "{account: %s, region: %s, vpc_id: vpc-01234567}"


def test_a_vpc_is_of_a_region_that_is_governed(
    acme: str, read: Callable[[str], BlueprintFile]
) -> None:
    places = (("prod", "us-east-1"), ("prod", "eu-west-2"))
    vpcs = ", ".join(VPC % place for place in places)
    landscape = make_landscape(read(f"{acme}detection: {{flow_logs: {{vpcs: [{vpcs}]}}}}\n"))
    assert [(remark.keys[2:], remark.message) for remark in logged_vpcs(landscape)] == [
        (("vpcs", 1, "region"), "vpc-01234567: eu-west-2 is not governed in the account prod"),
    ]
