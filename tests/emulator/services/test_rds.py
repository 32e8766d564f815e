from typing import Any

import pytest


@pytest.fixture
def empty(client: Any) -> Any:
    """Return a client of EC2 in an account without a default VPC."""
    ec2 = client("ec2")
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    ec2.delete_vpc(VpcId=vpc["VpcId"])
    return ec2


def make(rds: Any, **more: Any) -> Any:
    return rds.create_db_instance(
        DBInstanceIdentifier="db",
        DBInstanceClass="db.t3.micro",
        Engine="postgres",
        MasterUsername="owner",
        MasterUserPassword="not-a-secret",
        AllocatedStorage=20,
        **more,
    )["DBInstance"]


@pytest.mark.usefixtures("empty")
def test_without_a_default_vpc_an_instance_needs_subnets(client: Any, refusal: Any) -> None:
    assert refusal(make, rds=client("rds"))[0] == "InvalidSubnet"
    asked = {"GroupName": "g", "Description": "d"}
    assert refusal(client("ec2").create_security_group, **asked)[0] == "VPCIdNotSpecified"


def test_an_instance_has_the_default_group_of_its_own_vpc(client: Any, empty: Any) -> None:
    vpc = empty.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = empty.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    (default,) = empty.describe_security_groups()["SecurityGroups"]
    rds = client("rds")
    rds.create_db_subnet_group(
        DBSubnetGroupName="Own", DBSubnetGroupDescription="d", SubnetIds=[subnet]
    )
    (group,) = make(rds, DBSubnetGroupName="Own")["VpcSecurityGroups"]
    assert group["VpcSecurityGroupId"] == default["GroupId"]
