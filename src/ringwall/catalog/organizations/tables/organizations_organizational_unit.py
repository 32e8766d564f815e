"""Organizational units."""

from collections.abc import Iterator

from ringwall.catalog.organizations.organization import NOT_IN_USE
from ringwall.catalog.organizations.tree import walk
from ringwall.model.table import Call, Reader, Row, Table, text


def _units(reader: Reader) -> Iterator[Row]:
    for node in walk(reader):
        if len(node.ids) > 1:
            yield {**node.unit, "ParentId": node.ids[-2], "NamePath": "/".join(node.names)}


organizational_unit = Table(
    name="organizations_organizational_unit",
    doc="An organizational unit (OU): a group of accounts that policies can be attached to.",
    cloudformation="AWS::Organizations::OrganizationalUnit",
    scope="organization",
    fetch=_units,
    absent=NOT_IN_USE,
    arn="Arn",
    tags="Tags",
    calls=(
        Call(
            "organizations.list_tags_for_resource",
            "Tags",
            {"ResourceId": "{Id}"},
            into="Tags",
        ),
    ),
    gone=("TargetNotFoundException",),
    columns=(
        text("id", "Id", "The unit's ID: ou-..."),
        text("name", "Name", "The unit's name."),
        text("parent_id", "ParentId", "The ID of its parent: an OU or the root."),
        text("path", "NamePath", "Its name and those of its parents: Root/Workloads/Prod."),
    ),
)
