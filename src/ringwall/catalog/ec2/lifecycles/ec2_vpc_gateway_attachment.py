"""How an internet gateway is attached to a VPC, and detached."""

from ringwall.catalog.ec2.network_keys import IN_USE, NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step

_BOTH = {"InternetGatewayId": "{internet_gateway_id}", "VpcId": "{vpc_id}"}

attachment = Lifecycle(
    table="ec2_vpc_gateway_attachment",
    find=Find(
        "ec2.describe_internet_gateways",
        {"InternetGatewayIds": ["{internet_gateway_id}"]},
        items="InternetGateways[].Attachments[]",
        match={"VpcId": "{vpc_id}"},
        absent=("InvalidInternetGatewayID.NotFound",),
    ),
    identity=("internet_gateway_id", "vpc_id"),
    ids=(),
    create=Step("ec2.attach_internet_gateway", _BOTH, retry=NOT_YET, blast="availability"),
    creates=("internet_gateway_id", "vpc_id"),
    erase=Step("ec2.detach_internet_gateway", _BOTH, retry=IN_USE, blast="availability"),
)
