from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Network:
    """A VPC with a subnet and a group."""

    ec2: Any
    vpc: str
    subnet: str
    group: str


@pytest.fixture
def network(client: Any) -> Network:
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    return Network(ec2, vpc, subnet, group)


def make_interface(at: Network) -> str:
    made = at.ec2.create_network_interface(SubnetId=at.subnet, Groups=[at.group])
    interface: str = made["NetworkInterface"]["NetworkInterfaceId"]
    return interface


def test_a_group_of_an_interface_stays_until_that_is_gone(network: Network, code: Any) -> None:
    ec2, interface = network.ec2, make_interface(network)
    assert code(ec2.delete_security_group, GroupId=network.group) == "DependencyViolation"
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    ec2.delete_security_group(GroupId=network.group)


@pytest.mark.parametrize("direction", ["ingress", "egress"])
def test_a_group_that_another_names_stays(network: Network, code: Any, direction: str) -> None:
    ec2 = network.ec2
    made = ec2.create_security_group(GroupName="o", Description="d", VpcId=network.vpc)
    rule = {
        "GroupId": made["GroupId"],
        "IpPermissions": [{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": network.group}]}],
    }
    getattr(ec2, f"authorize_security_group_{direction}")(**rule)
    assert code(ec2.delete_security_group, GroupId=network.group) == "DependencyViolation"
    getattr(ec2, f"revoke_security_group_{direction}")(**rule)
    ec2.delete_security_group(GroupId=network.group)


def test_a_group_that_names_itself_can_go(network: Network) -> None:
    network.ec2.authorize_security_group_ingress(
        GroupId=network.group,
        IpPermissions=[{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": network.group}]}],
    )
    network.ec2.delete_security_group(GroupId=network.group)


def test_a_default_group_stays(network: Network, code: Any) -> None:
    named = [
        {"Name": "vpc-id", "Values": [network.vpc]},
        {"Name": "group-name", "Values": ["default"]},
    ]
    (found,) = network.ec2.describe_security_groups(Filters=named)["SecurityGroups"]
    assert code(network.ec2.delete_security_group, GroupId=found["GroupId"]) == "CannotDelete"


def test_a_network_is_taken_down_from_the_inside(network: Network, code: Any) -> None:
    ec2, interface = network.ec2, make_interface(network)
    assert code(ec2.delete_subnet, SubnetId=network.subnet) == "DependencyViolation"
    ec2.delete_network_interface(NetworkInterfaceId=interface)
    ec2.delete_subnet(SubnetId=network.subnet)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=network.vpc)
    assert code(ec2.delete_vpc, VpcId=network.vpc) == "DependencyViolation"
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=network.vpc)
    assert code(ec2.delete_vpc, VpcId=network.vpc) == "DependencyViolation"
    ec2.delete_security_group(GroupId=network.group)
    ec2.delete_vpc(VpcId=network.vpc)


def test_a_vpc_has_one_internet_gateway(network: Network, code: Any) -> None:
    ec2 = network.ec2
    first, second = (
        ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"] for _ in range(2)
    )
    ec2.attach_internet_gateway(InternetGatewayId=first, VpcId=network.vpc)
    found = code(ec2.attach_internet_gateway, InternetGatewayId=second, VpcId=network.vpc)
    assert found == "InvalidParameterValue"


def test_a_gateway_stays_while_addresses_are_mapped(network: Network, code: Any) -> None:
    ec2, interface = network.ec2, make_interface(network)
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    asked = {"InternetGatewayId": gateway, "VpcId": network.vpc}
    ec2.attach_internet_gateway(**asked)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    association = ec2.associate_address(AllocationId=address, NetworkInterfaceId=interface)
    assert code(ec2.detach_internet_gateway, **asked) == "DependencyViolation"
    assert code(ec2.release_address, AllocationId=address) == "InvalidIPAddress.InUse"
    ec2.disassociate_address(AssociationId=association["AssociationId"])
    ec2.detach_internet_gateway(**asked)
    ec2.release_address(AllocationId=address)


def test_what_a_nat_gateway_holds_is_free_when_it_is_gone(network: Network, code: Any) -> None:
    ec2 = network.ec2
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    made = ec2.create_nat_gateway(SubnetId=network.subnet, AllocationId=address)["NatGateway"]
    (held,) = ec2.describe_network_interfaces()["NetworkInterfaces"]
    found = code(ec2.delete_network_interface, NetworkInterfaceId=held["NetworkInterfaceId"])
    assert found == "InvalidNetworkInterface.InUse"
    assert code(ec2.release_address, AllocationId=address) == "InvalidIPAddress.InUse"
    assert code(ec2.delete_subnet, SubnetId=network.subnet) == "DependencyViolation"
    ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
    ec2.release_address(AllocationId=address)
    ec2.delete_subnet(SubnetId=network.subnet)


def test_the_interface_of_an_instance_stays(network: Network, code: Any) -> None:
    ec2 = network.ec2
    (made,) = ec2.run_instances(ImageId="ami-1", MinCount=1, MaxCount=1, SubnetId=network.subnet)[
        "Instances"
    ]
    interface = made["NetworkInterfaces"][0]["NetworkInterfaceId"]
    found = code(ec2.delete_network_interface, NetworkInterfaceId=interface)
    assert found == "InvalidNetworkInterface.InUse"


def test_a_main_route_table_stays(network: Network, code: Any) -> None:
    main = [
        {"Name": "association.main", "Values": ["true"]},
        {"Name": "vpc-id", "Values": [network.vpc]},
    ]
    (table,) = network.ec2.describe_route_tables(Filters=main)["RouteTables"]
    found = code(network.ec2.delete_route_table, RouteTableId=table["RouteTableId"])
    assert found == "DependencyViolation"


def test_quotas_hold_until_they_are_raised(client: Any, code: Any) -> None:
    ec2 = client("ec2", "", "eu-west-1")
    for _ in range(4):  # the default VPC is the first
        ec2.create_vpc(CidrBlock="10.0.0.0/16")
    assert code(ec2.create_vpc, CidrBlock="10.0.0.0/16") == "VpcLimitExceeded"
    client("service-quotas", "", "eu-west-1").request_service_quota_increase(
        ServiceCode="vpc", QuotaCode="L-F678F1CE", DesiredValue=6
    )
    ec2.create_vpc(CidrBlock="10.0.0.0/16")
    assert code(ec2.create_vpc, CidrBlock="10.0.0.0/16") == "VpcLimitExceeded"


def test_addresses_gateways_and_rules_are_limited(network: Network, code: Any) -> None:
    ec2 = network.ec2
    for _ in range(5):
        ec2.allocate_address(Domain="vpc")
        ec2.create_internet_gateway()
    assert code(ec2.allocate_address, Domain="vpc") == "AddressLimitExceeded"
    assert code(ec2.create_internet_gateway) == "InternetGatewayLimitExceeded"
    acl = ec2.create_network_acl(VpcId=network.vpc)["NetworkAcl"]["NetworkAclId"]
    rule = {
        "NetworkAclId": acl, "Protocol": "-1", "RuleAction": "deny", "CidrBlock": "0.0.0.0/0"
    }  # fmt: skip
    for number in range(1, 21):
        ec2.create_network_acl_entry(RuleNumber=number, Egress=False, **rule)
    found = code(ec2.create_network_acl_entry, RuleNumber=21, Egress=False, **rule)
    assert found == "NetworkAclEntryLimitExceeded"
    ec2.create_network_acl_entry(RuleNumber=21, Egress=True, **rule)


def test_nat_gateways_of_a_zone_are_limited(network: Network, code: Any) -> None:
    asked = {"SubnetId": network.subnet, "ConnectivityType": "private"}
    made = [network.ec2.create_nat_gateway(**asked)["NatGateway"] for _ in range(5)]
    assert code(network.ec2.create_nat_gateway, **asked) == "NatGatewayLimitExceeded"
    network.ec2.delete_nat_gateway(NatGatewayId=made[0]["NatGatewayId"])
    network.ec2.create_nat_gateway(**asked)
