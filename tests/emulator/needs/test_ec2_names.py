"""Resources of EC2 that are named by something else than their id."""

from typing import Any

import pytest

OWNER = "arn:aws:ec2:us-east-1:123456789012"


@pytest.mark.parametrize(
    "operation",
    [
        "AuthorizeSecurityGroupIngress",
        "DeleteSecurityGroup",
        "RevokeSecurityGroupIngress",
        "UpdateSecurityGroupRuleDescriptionsIngress",
    ],
)
def test_a_group_is_found_by_its_name(client: Any, needs_in: Any, operation: str) -> None:
    made = client("ec2").create_security_group(GroupName="web", Description="-")["GroupId"]
    found = {need.resource for need in needs_in("ec2", operation, GroupName="web")}
    assert found == {f"{OWNER}:security-group/{made}"}
    found = {need.resource for need in needs_in("ec2", operation, GroupName="none")}
    assert found == {f"{OWNER}:security-group/*"}


def test_a_template_is_found_by_its_name(client: Any, needs_in: Any) -> None:
    ec2 = client("ec2")
    made = ec2.create_launch_template(
        LaunchTemplateName="t", LaunchTemplateData={"ImageId": "ami-0a"}
    )["LaunchTemplate"]["LaunchTemplateId"]
    (need,) = needs_in("ec2", "DeleteLaunchTemplate", LaunchTemplateName="t")
    assert need.resource == f"{OWNER}:launch-template/{made}"


@pytest.mark.parametrize("operation", ["ReleaseAddress", "DisassociateAddress"])
def test_an_address_is_found_by_its_ip(client: Any, needs_in: Any, operation: str) -> None:
    made = client("ec2").allocate_address(Domain="vpc")
    found = {need.resource for need in needs_in("ec2", operation, PublicIp=made["PublicIp"])}
    assert f"{OWNER}:elastic-ip/{made['AllocationId']}" in found


def test_spot_instances_are_asked_for(needs_in: Any) -> None:
    found = needs_in("ec2", "RequestSpotInstances", LaunchSpecification={"ImageId": "ami-0a"})
    assert "ec2:RequestSpotInstances" in {need.action for need in found}


def test_a_cache_has_the_default_parameters_of_its_engine(needs_in: Any) -> None:
    found = needs_in("elasticache", "CreateCacheCluster", CacheClusterId="c", Engine="redis")
    place = "arn:aws:elasticache:us-east-1:123456789012"
    wanted = [f"{place}:cluster:c", f"{place}:parametergroup:default.*"]
    assert [n.resource for n in found if n.action == "elasticache:CreateCacheCluster"] == wanted
