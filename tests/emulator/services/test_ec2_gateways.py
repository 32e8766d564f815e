from typing import Any

from log_targets import make_log_bucket


def test_regional_gateway_has_no_subnet(client: Any, network: Any, refusal: Any) -> None:
    ec2, (vpc, subnets) = client("ec2"), network
    assert ec2.describe_nat_gateways()["NatGateways"] == []
    made = ec2.create_nat_gateway(VpcId=vpc, AvailabilityMode="regional")["NatGateway"]
    assert "SubnetId" not in made
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=address)
    shown = {g["AvailabilityMode"]: g for g in ec2.describe_nat_gateways()["NatGateways"]}
    assert shown["regional"]["VpcId"] == shown["zonal"]["VpcId"] == vpc
    assert shown["zonal"]["SubnetId"] == subnets[0]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(
        RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=made["NatGatewayId"]
    )
    assert refusal(ec2.create_nat_gateway, SubnetId=subnets[0])[0] == "MissingParameter"
    both = {"VpcId": vpc, "SubnetId": subnets[0], "AvailabilityMode": "regional"}
    assert refusal(ec2.create_nat_gateway, **both)[0] == "InvalidParameterCombination"
    private = ec2.create_nat_gateway(SubnetId=subnets[0], ConnectivityType="private")
    assert private["NatGateway"]["ConnectivityType"] == "private"


def test_logs_go_to_a_bucket_of_another_account(
    client: Any, member: str, network: Any, refusal: Any
) -> None:
    ec2, (vpc, _) = client("ec2"), network
    given = {"ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "ALL"}
    given |= {"LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::archive/flow"}
    assert ec2.create_flow_logs(**given)["Unsuccessful"] != []
    make_log_bucket(client("s3", member), "archive", "delivery.logs")
    given["LogDestination"] = "arn:aws:s3:::archive"
    assert ec2.create_flow_logs(**given)["Unsuccessful"] == []
    assert refusal(ec2.create_flow_logs, **given)[0] == "FlowLogAlreadyExists"
    assert client("s3").list_buckets()["Buckets"] == []
