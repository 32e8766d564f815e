from typing import Any


def test_new_vpc_has_the_groups_and_lists_of_aws(client: Any) -> None:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    own = [{"Name": "vpc-id", "Values": [vpc]}]
    (group,) = ec2.describe_security_groups(Filters=own)["SecurityGroups"]
    (ingress,) = group["IpPermissions"]
    assert ingress["IpProtocol"] == "-1"
    assert [p["GroupId"] for p in ingress["UserIdGroupPairs"]] == [group["GroupId"]]
    assert len(ec2.describe_network_acls(Filters=own)["NetworkAcls"]) == 1


def test_deleted_vpc_leaves_nothing(client: Any) -> None:
    ec2 = client("ec2")
    (vpc,) = ec2.describe_vpcs()["Vpcs"]
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    ec2.delete_vpc(VpcId=vpc["VpcId"])
    assert ec2.describe_vpcs()["Vpcs"] == []
    assert ec2.describe_network_acls()["NetworkAcls"] == []
    assert ec2.describe_security_groups()["SecurityGroups"] == []
    assert ec2.describe_route_tables()["RouteTables"] == []


def test_new_subnet_is_not_a_default_one(client: Any) -> None:
    ec2 = client("ec2")
    for subnet in ec2.describe_subnets()["Subnets"]:
        ec2.delete_subnet(SubnetId=subnet["SubnetId"])
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    made = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24", AvailabilityZone="us-east-1a")
    (found,) = ec2.describe_subnets()["Subnets"]
    for subnet in (made["Subnet"], found):
        assert (subnet["DefaultForAz"], subnet["MapPublicIpOnLaunch"]) == (False, False)
