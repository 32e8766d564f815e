from typing import Any

import pytest

OFF = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}


@pytest.fixture
def hub(client: Any) -> Any:
    """Return a client, an attachment of 10.0.0.0/16, and two route tables."""
    ec2 = client("ec2")
    gateway = ec2.create_transit_gateway(Options=OFF)["TransitGateway"]["TransitGatewayId"]
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
    attached = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=gateway, VpcId=vpc, SubnetIds=[subnet]
    )["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
    tables = [
        ec2.create_transit_gateway_route_table(TransitGatewayId=gateway)[
            "TransitGatewayRouteTable"
        ]["TransitGatewayRouteTableId"]
        for _ in range(2)
    ]
    return ec2, {"TransitGatewayAttachmentId": attached}, tables


def test_attachment_looks_up_in_one_table(hub: Any, refusal: Any) -> None:
    ec2, attachment, (first, second) = hub
    ec2.associate_transit_gateway_route_table(TransitGatewayRouteTableId=first, **attachment)
    again = {"TransitGatewayRouteTableId": second} | attachment
    code, _ = refusal(ec2.associate_transit_gateway_route_table, **again)
    assert code == "Resource.AlreadyAssociated"
    (shown,) = ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
    assert shown["Association"]["TransitGatewayRouteTableId"] == first
    code, _ = refusal(ec2.disassociate_transit_gateway_route_table, **again)
    assert code == "InvalidAssociation.NotFound"
    ec2.disassociate_transit_gateway_route_table(TransitGatewayRouteTableId=first, **attachment)
    ec2.associate_transit_gateway_route_table(**again)


def test_propagated_routes_yield_to_static_ones(hub: Any, refusal: Any) -> None:
    ec2, attachment, (table, _) = hub
    name = {"TransitGatewayRouteTableId": table}

    def routes(**filters: str) -> list[tuple[str, str, str]]:
        given = [{"Name": k.replace("_", "-"), "Values": [v]} for k, v in filters.items()]
        given = given or [{"Name": "state", "Values": ["active", "blackhole"]}]
        found = ec2.search_transit_gateway_routes(Filters=given, **name)["Routes"]
        return [(r["DestinationCidrBlock"], r["Type"], r["State"]) for r in found]

    ec2.enable_transit_gateway_route_table_propagation(**name, **attachment)
    twice = name | attachment
    code, _ = refusal(ec2.enable_transit_gateway_route_table_propagation, **twice)
    assert code == "TransitGatewayRouteTablePropagation.Duplicate"
    assert routes() == [("10.0.0.0/16", "propagated", "active")]
    ec2.create_transit_gateway_route(DestinationCidrBlock="10.0.0.0/16", Blackhole=True, **name)
    assert routes() == [("10.0.0.0/16", "static", "blackhole")]
    ec2.delete_transit_gateway_route(DestinationCidrBlock="10.0.0.0/16", **name)
    ec2.disable_transit_gateway_route_table_propagation(**name, **attachment)
    assert routes() == []
    code, _ = refusal(ec2.disable_transit_gateway_route_table_propagation, **twice)
    assert code == "TransitGatewayRouteTablePropagation.NotFound"


def test_static_routes_lead_somewhere_or_nowhere(hub: Any, refusal: Any) -> None:
    ec2, attachment, (table, _) = hub
    route = {"TransitGatewayRouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"}
    assert refusal(ec2.create_transit_gateway_route, **route)[0] == "InvalidParameterCombination"
    assert refusal(ec2.replace_transit_gateway_route, **route, **attachment)[0] == (
        "InvalidRoute.NotFound"
    )
    made = ec2.create_transit_gateway_route(**route, **attachment)["Route"]
    assert made["TransitGatewayAttachments"][0]["ResourceType"] == "vpc"
    code, _ = refusal(ec2.create_transit_gateway_route, Blackhole=True, **route)
    assert code == "RouteAlreadyExists"
    ec2.replace_transit_gateway_route(Blackhole=True, **route)
    wide = [{"Name": "route-search.supernet-of-match", "Values": ["10.0.0.0/8"]}]
    (found,) = ec2.search_transit_gateway_routes(TransitGatewayRouteTableId=table, Filters=wide)[
        "Routes"
    ]
    assert found["State"] == "blackhole"
    ec2.delete_transit_gateway_route(**route)
    assert refusal(ec2.delete_transit_gateway_route, **route)[0] == "InvalidRoute.NotFound"


def test_deleted_attachment_leaves_a_blackhole(hub: Any) -> None:
    ec2, attachment, (table, _) = hub
    name = {"TransitGatewayRouteTableId": table}
    ec2.create_transit_gateway_route(DestinationCidrBlock="0.0.0.0/0", **name, **attachment)
    ec2.delete_transit_gateway_vpc_attachment(**attachment)
    every = [{"Name": "type", "Values": ["static"]}]
    (found,) = ec2.search_transit_gateway_routes(Filters=every, **name)["Routes"]
    assert found["State"] == "blackhole"
