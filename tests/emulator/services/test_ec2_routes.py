from typing import Any


def test_a_route_leads_to_a_shared_gateway_once_the_vpc_is_attached(
    client: Any, member: str, refusal: Any
) -> None:
    ec2, other = client("ec2"), client("ec2", member)
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    client("ram").create_resource_share(
        name="hub", resourceArns=[gateway["TransitGatewayArn"]], principals=[member]
    )
    vpc = other.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = other.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
    table = other.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    name = {"TransitGatewayId": gateway["TransitGatewayId"]}
    route = {"RouteTableId": table, "DestinationCidrBlock": "10.0.0.0/8"}
    assert refusal(other.create_route, **route, **name)[0] == "InvalidTransitGatewayID.NotFound"
    made = other.create_transit_gateway_vpc_attachment(VpcId=vpc, SubnetIds=[subnet], **name)
    attached = made["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    assert refusal(other.create_route, **route, **name)[0] == "InvalidTransitGatewayID.NotFound"
    ec2.accept_transit_gateway_vpc_attachment(TransitGatewayAttachmentId=attached)
    other.create_route(**route, **name)

    def find_targets() -> list[Any]:
        (shown,) = other.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        return [each.get("TransitGatewayId", each.get("GatewayId")) for each in shown["Routes"]]

    assert find_targets() == ["local", gateway["TransitGatewayId"]]
    internet = other.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    other.replace_route(GatewayId=internet, **route)
    assert find_targets() == ["local", internet]
    other.replace_route(**route, **name)
    assert find_targets() == ["local", gateway["TransitGatewayId"]]
