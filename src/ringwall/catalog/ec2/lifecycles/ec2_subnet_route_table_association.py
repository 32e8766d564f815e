"""How a subnet gets a route table in place of the main one."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

association = Lifecycle(
    table="ec2_subnet_route_table_association",
    find=Find(
        "ec2.describe_route_tables",
        {"Filters": [{"Name": "association.subnet-id", "Values": ["{subnet_id}"]}]},
        items="RouteTables[].Associations[]",
        match={"SubnetId": "{subnet_id}"},
    ),
    identity=("subnet_id",),
    ids=("association_id",),
    ids_change=True,
    create=Step(
        "ec2.associate_route_table",
        {"RouteTableId": "{route_table_id}", "SubnetId": "{subnet_id}"},
        retry=NOT_YET,
        blast="availability",
    ),
    creates=("route_table_id", "subnet_id"),
    updates=(
        Update(
            ("route_table_id",),
            Step(
                "ec2.replace_route_table_association",
                {
                    "AssociationId": "{found.association_id}",
                    "RouteTableId": "{route_table_id}",
                },
                retry=NOT_YET,
                blast="availability",
            ),
        ),
    ),
    erase=Step(
        "ec2.disassociate_route_table",
        {"AssociationId": "{found.association_id}"},
        blast="availability",
    ),
)
