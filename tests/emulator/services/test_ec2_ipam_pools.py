from typing import Any

import pytest


@pytest.fixture
def pools(client: Any) -> Any:
    """Return a client, a pool of 10.0.0.0/8, and one of the Region in it."""
    ec2 = client("ec2")
    scope = ec2.create_ipam()["Ipam"]["PrivateDefaultScopeId"]
    given = {"IpamScopeId": scope, "AddressFamily": "ipv4"}
    top = ec2.create_ipam_pool(**given)["IpamPool"]["IpamPoolId"]
    ec2.provision_ipam_pool_cidr(IpamPoolId=top, Cidr="10.0.0.0/8")
    inner = ec2.create_ipam_pool(
        SourceIpamPoolId=top, Locale="us-east-1", AllocationMinNetmaskLength=16,
        AllocationMaxNetmaskLength=24, AllocationDefaultNetmaskLength=20, **given,
    )["IpamPool"]  # fmt: skip
    assert inner["PoolDepth"] == 2
    ec2.provision_ipam_pool_cidr(IpamPoolId=inner["IpamPoolId"], NetmaskLength=16)
    return ec2, top, inner["IpamPoolId"]


def cidrs_of(ec2: Any, pool: str) -> list[str]:
    held = ec2.get_ipam_pool_allocations(IpamPoolId=pool)["IpamPoolAllocations"]
    return [item["Cidr"] for item in held]


def test_pool_gets_its_addresses_from_the_one_it_is_in(pools: Any, refusal: Any) -> None:
    ec2, top, inner = pools
    assert cidrs_of(ec2, top) == ["10.0.0.0/16"]
    shown = ec2.get_ipam_pool_cidrs(IpamPoolId=inner)["IpamPoolCidrs"]
    assert [(c["Cidr"], c["State"]) for c in shown] == [("10.0.0.0/16", "provisioned")]
    outside = {"IpamPoolId": inner, "Cidr": "192.168.0.0/16"}
    assert refusal(ec2.provision_ipam_pool_cidr, **outside)[0] == "InvalidParameterValue"
    twice = {"IpamPoolId": top, "Cidr": "10.1.0.0/16"}
    assert refusal(ec2.provision_ipam_pool_cidr, **twice)[0] == "InvalidParameterValue"


def test_vpcs_get_addresses_that_do_not_overlap(pools: Any, refusal: Any) -> None:
    ec2, _, inner = pools
    made = [
        ec2.create_vpc(Ipv4IpamPoolId=inner, Ipv4NetmaskLength=length)["Vpc"]
        for length in (20, 20, 24)
    ]
    assert [v["CidrBlock"] for v in made] == ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/24"]
    held = ec2.get_ipam_pool_allocations(IpamPoolId=inner)["IpamPoolAllocations"]
    assert [h["ResourceId"] for h in held] == [v["VpcId"] for v in made]
    by_hand = {"IpamPoolId": inner} | {k: held[0][k] for k in ("Cidr", "IpamPoolAllocationId")}
    assert refusal(ec2.release_ipam_pool_allocation, **by_hand)[0] == "InvalidParameterValue"
    ec2.delete_vpc(VpcId=made[0]["VpcId"])
    assert cidrs_of(ec2, inner) == ["10.0.16.0/20", "10.0.32.0/24"]
    assert ec2.create_vpc(Ipv4IpamPoolId=inner)["Vpc"]["CidrBlock"] == "10.0.0.0/20"


def test_allocations_keep_the_rules_of_their_pool(pools: Any, refusal: Any) -> None:
    ec2, _, inner = pools
    name = {"IpamPoolId": inner}
    for wrong in ({"NetmaskLength": 28}, {"Cidr": "10.1.0.0/20"}, {"Cidr": "10.0.0.1/20"}):
        code, _ = refusal(ec2.allocate_ipam_pool_cidr, **name, **wrong)
        assert code == "InvalidParameterValue"
    made = ec2.allocate_ipam_pool_cidr(Cidr="10.0.0.0/16", **name)["IpamPoolAllocation"]
    assert refusal(ec2.create_vpc, Ipv4IpamPoolId=inner)[0] == "InsufficientCidrBlocks"
    gone = {"Cidr": "10.0.0.0/16"} | name
    assert refusal(ec2.deprovision_ipam_pool_cidr, **gone)[0] == "DependencyViolation"
    ec2.release_ipam_pool_allocation(IpamPoolAllocationId=made["IpamPoolAllocationId"], **gone)
    ec2.deprovision_ipam_pool_cidr(**gone)
    ec2.modify_ipam_pool(Description="empty", **name)
    assert ec2.describe_ipam_pools(IpamPoolIds=[inner])["IpamPools"][0]["Description"] == "empty"
    ec2.delete_ipam_pool(**name)
    assert refusal(ec2.get_ipam_pool_cidrs, **name)[0] == "InvalidIpamPoolId.NotFound"
