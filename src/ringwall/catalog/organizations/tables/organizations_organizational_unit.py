"""Organizational units."""

from collections.abc import Iterator

from ringwall.catalog.organizations.tree import (
    walk,
)
from ringwall.model.table import (
    Reader,
    Row,
    Table,
    text,
)


def _units(reader: Reader) -> Iterator[Row]:
    for place in walk(reader):
        if len(place.ids) > 1:
            yield {**place.unit, "ParentId": place.ids[-2], "NamePath": "/".join(place.names)}


organizational_unit = Table(
    name="organizations_organizational_unit",
    doc="An organizational unit (OU): a group of accounts that policies can be attached to.",
    cloudformation="AWS::Organizations::OrganizationalUnit",
    scope="organization",
    fetch=_units,
    arn="Arn",
    columns=(
        text("id", "Id", "The unit's ID: ou-..."),
        text("name", "Name", "The unit's name."),
        text("parent_id", "ParentId", "The ID of its parent: an OU or the root."),
        text("path", "NamePath", "Its name and those of its parents: Root/Workloads/Prod."),
    ),
)
