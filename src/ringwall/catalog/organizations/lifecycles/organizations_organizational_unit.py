"""How organizational units come, change and go."""

from ringwall.catalog.organizations.organization import BUSY, TAG
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

organizational_unit = Lifecycle(
    table="organizations_organizational_unit",
    find=Find(
        "organizations.list_organizational_units_for_parent",
        {"ParentId": "{parent_id}"},
        items="OrganizationalUnits",
        match={"Name": "{name}"},
        known={"Id": "{found.id}"},
        absent=("ParentNotFoundException",),
    ),
    identity=("parent_id", "name"),
    ids=("id", "arn"),
    create=Step(
        "organizations.create_organizational_unit",
        {"ParentId": "{parent_id}", "Name": "{name}", "Tags": "{tags|pairs}"},
        retry=BUSY,
    ),
    creates=("parent_id", "name", "tags"),
    updates=(
        Update(
            ("name",),
            Step(
                "organizations.update_organizational_unit",
                {"OrganizationalUnitId": "{found.id}", "Name": "{name}"},
                retry=BUSY,
                blast="none",
            ),
        ),
        Update(("tags",), TAG),
    ),
    erase=Step(
        "organizations.delete_organizational_unit",
        {"OrganizationalUnitId": "{found.id}"},
        retry=BUSY,
    ),
    owner="tag",
    retag=Step("organizations.tag_resource", {"ResourceId": "{found.id}", "Tags": "{tags|pairs}"}),
    serial="organizations",
)
