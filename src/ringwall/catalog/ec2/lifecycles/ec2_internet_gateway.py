"""How internet gateways come and go; how they are attached is a row of its own."""

from ringwall.catalog.ec2.network_keys import IN_USE
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

gateway = Lifecycle(
    table="ec2_internet_gateway",
    find=Find(
        "ec2.describe_internet_gateways",
        BY_OWNER,
        items="InternetGateways",
        match={OWNER: "{owner}"},
        known={"InternetGatewayId": "{found.internet_gateway_id}"},
    ),
    ids=("arn", "internet_gateway_id"),
    create=Step(
        "ec2.create_internet_gateway",
        {"TagSpecifications": tag_on_creation("internet-gateway")},
        also=("ec2:CreateTags",),
    ),
    creates=("tags",),
    updates=(Update(("tags",), tag_step("internet_gateway_id")),),
    erase=Step(
        "ec2.delete_internet_gateway",
        {"InternetGatewayId": "{found.internet_gateway_id}"},
        retry=IN_USE,
        blast="availability",
    ),
    parts={
        "ec2_vpc_gateway_attachment": {"internet_gateway_id": "internet_gateway_id"},
    },
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("internet_gateway_id"),
)
