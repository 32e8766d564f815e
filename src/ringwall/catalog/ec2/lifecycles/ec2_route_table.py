"""How route tables come and go; their routes and subnets are rows of their own."""

from ringwall.catalog.ec2.network_keys import IN_USE, NOT_YET
from ringwall.catalog.ec2.tagging import BY_OWNER, OWNER, tag_on_creation, tag_step
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

table = Lifecycle(
    table="ec2_route_table",
    find=Find(
        "ec2.describe_route_tables",
        BY_OWNER,
        items="RouteTables",
        match={OWNER: "{owner}"},
        known={"RouteTableId": "{found.route_table_id}"},
    ),
    ids=("arn", "route_table_id"),
    create=Step(
        "ec2.create_route_table",
        {"VpcId": "{vpc_id}", "TagSpecifications": tag_on_creation("route-table")},
        retry=NOT_YET,
        also=("ec2:CreateTags",),
    ),
    creates=("vpc_id", "tags"),
    updates=(Update(("tags",), tag_step("route_table_id")),),
    erase=Step(
        "ec2.delete_route_table",
        {"RouteTableId": "{found.route_table_id}"},
        retry=IN_USE,
        blast="availability",
    ),
    parts={"ec2_subnet_route_table_association": {"route_table_id": "route_table_id"}},
    by_hand={"vpc_id": "make another route table in the VPC"},
    by_tag_alone=True,
    owner="tag",
    retag=tag_step("route_table_id"),
)
