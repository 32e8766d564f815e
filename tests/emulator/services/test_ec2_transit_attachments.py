from typing import Any

import pytest

OFF = {"DefaultRouteTableAssociation": "disable", "DefaultRouteTablePropagation": "disable"}


def make_network(ec2: Any, cidr: str) -> dict[str, Any]:
    vpc = ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr)["Subnet"]["SubnetId"]
    return {"VpcId": vpc, "SubnetIds": [subnet]}


@pytest.mark.parametrize("options", [{}, OFF])
def test_default_table_is_used_where_it_is_on(client: Any, options: Any) -> None:
    ec2 = client("ec2")
    made = ec2.create_transit_gateway(Options=options)["TransitGateway"]
    assert ("AssociationDefaultRouteTableId" in made["Options"]) is not bool(options)
    tables = ec2.describe_transit_gateway_route_tables()["TransitGatewayRouteTables"]
    assert len(tables) == (0 if options else 1)
    network = make_network(ec2, "10.0.0.0/16")
    attached = ec2.create_transit_gateway_vpc_attachment(
        TransitGatewayId=made["TransitGatewayId"],
        Options={"ApplianceModeSupport": "enable"}, **network,
    )["TransitGatewayVpcAttachment"]  # fmt: skip
    assert (attached["State"], attached["Options"]["ApplianceModeSupport"]) == (
        "available",
        "enable",
    )
    (shown,) = ec2.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
    assert ("Association" in shown) is not bool(options)
    for table in tables:
        name = {"TransitGatewayRouteTableId": table["TransitGatewayRouteTableId"]}
        found = ec2.search_transit_gateway_routes(
            Filters=[{"Name": "type", "Values": ["propagated"]}], **name
        )["Routes"]
        assert [r["DestinationCidrBlock"] for r in found] == ["10.0.0.0/16"]


def test_attachment_of_another_account_waits_for_the_owner(
    client: Any, member: str, refusal: Any
) -> None:
    ec2, other = client("ec2"), client("ec2", member)
    gateway = ec2.create_transit_gateway()["TransitGateway"]
    given = {"TransitGatewayId": gateway["TransitGatewayId"]} | make_network(other, "10.1.0.0/16")
    create = other.create_transit_gateway_vpc_attachment
    assert refusal(create, **given)[0] == "InvalidTransitGatewayID.NotFound"
    client("ram").create_resource_share(
        name="hub", resourceArns=[gateway["TransitGatewayArn"]], principals=[member]
    )
    made = create(**given)["TransitGatewayVpcAttachment"]
    assert (made["State"], made["VpcOwnerId"]) == ("pendingAcceptance", member)
    for one in (ec2, other):
        (shown,) = one.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
        assert shown["TransitGatewayOwnerId"] == gateway["OwnerId"]
        assert shown["ResourceOwnerId"] == member
    assert refusal(create, **given)[0] == "DuplicateTransitGatewayAttachment"
    name = {"TransitGatewayAttachmentId": made["TransitGatewayAttachmentId"]}
    assert refusal(other.accept_transit_gateway_vpc_attachment, **name)[0] == "IncorrectState"
    ec2.accept_transit_gateway_vpc_attachment(**name)
    assert refusal(ec2.reject_transit_gateway_vpc_attachment, **name)[0] == "IncorrectState"
    for side in (ec2, other):
        (shown,) = side.describe_transit_gateway_vpc_attachments()["TransitGatewayVpcAttachments"]
        assert shown["State"] == "available"
        (listed,) = side.describe_transit_gateway_attachments()["TransitGatewayAttachments"]
        assert listed["ResourceOwnerId"] == member
        assert listed["TransitGatewayOwnerId"] == gateway["OwnerId"] != member
        (seen,) = side.describe_transit_gateways()["TransitGateways"]
        assert (seen["TransitGatewayId"], seen["OwnerId"]) == (
            gateway["TransitGatewayId"],
            gateway["OwnerId"],
        )
    table = gateway["Options"]["AssociationDefaultRouteTableId"]
    associated = ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=table)
    assert [a["ResourceId"] for a in associated["Associations"]] == [given["VpcId"]]
    other.delete_transit_gateway_vpc_attachment(**name)
    for side in (ec2, other):
        assert side.describe_transit_gateway_attachments()["TransitGatewayAttachments"] == []
    associated = ec2.get_transit_gateway_route_table_associations(TransitGatewayRouteTableId=table)
    assert associated["Associations"] == []


def test_attachment_needs_subnets_of_its_vpc(client: Any, refusal: Any) -> None:
    ec2 = client("ec2")
    gateway = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    first, second = (make_network(ec2, f"10.{i}.0.0/16") for i in range(2))
    given = {"TransitGatewayId": gateway} | first | {"SubnetIds": second["SubnetIds"]}
    code, _ = refusal(ec2.create_transit_gateway_vpc_attachment, **given)
    assert code == "InvalidSubnetID.NotFound"
