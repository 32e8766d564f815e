"""How a subnet changes its network ACL. It always has one; AWS knows no subnet without."""

from ringwall.catalog.ec2.network_keys import NOT_YET
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

association = Lifecycle(
    table="ec2_subnet_network_acl_association",
    find=Find(
        "ec2.describe_network_acls",
        {"Filters": [{"Name": "association.subnet-id", "Values": ["{subnet_id}"]}]},
        items="NetworkAcls[].Associations[]",
        match={"SubnetId": "{subnet_id}"},
    ),
    identity=("subnet_id",),
    ids=("association_id",),
    ids_change=True,
    updates=(
        Update(
            ("network_acl_id",),
            Step(
                "ec2.replace_network_acl_association",
                {
                    "AssociationId": "{found.association_id}",
                    "NetworkAclId": "{network_acl_id}",
                },
                retry=NOT_YET,
                blast="availability",
            ),
        ),
    ),
)
