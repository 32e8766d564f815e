"""What CloudFormation says of its resource types: properties, what is required, attributes.

`resource_types.json` is written by `make docs` from the resource schemas that cfn-lint ships.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("resource_types.json")

PropertyShape = Any
"""Of a property: string, integer, number or boolean; json for a document of any form;
{"one_of": [...]} for some texts alone; {"list": shape}; {"map": shape};
{"object": {name: shape}, "required": [...]}; or {"ref": name} for a definition."""


@dataclass(frozen=True)
class CloudFormationType:
    """One type."""

    name: str
    properties: Mapping[str, PropertyShape]
    definitions: Mapping[str, PropertyShape]
    required: tuple[str, ...]
    identifier: tuple[str, ...]
    """The properties that identify a resource."""
    read_only: frozenset[str]
    """What others may refer to, and no template may set; members of objects as a path in dots."""
    tags: str
    """The property of tags; '' where there are none."""
    in_cloud_control: bool = True
    """Whether Cloud Control has it: the awscc provider of Terraform is made of its types."""

    def shape_of(self, path: str) -> PropertyShape | None:
        """Return the shape at a path such as `A.B[0].C`; None where there is no such property."""
        shape: PropertyShape = {"object": self.properties}
        for part in path.split("."):
            name, _, index = part.partition("[")
            shape = self.look_up(shape)
            members = shape.get("object", {}) if isinstance(shape, Mapping) else {}
            if name not in members:
                return None
            shape = self.look_up(members[name])
            if index:
                shape = shape.get("list") if isinstance(shape, Mapping) else None
        return self.look_up(shape)

    def can_set(self, path: str) -> bool:
        """Whether a template can set what is at a path."""
        is_read_only = path in self.read_only or path.partition(".")[0] in self.read_only
        return bool(path) and not is_read_only and self.shape_of(path) is not None

    def is_list(self, path: str) -> bool:
        """Whether the property at a path is a list."""
        shape = self.shape_of(path)
        return isinstance(shape, Mapping) and "list" in shape

    def look_up(self, shape: PropertyShape) -> PropertyShape:
        """Return the shape that a reference stands for, or the shape itself."""
        while isinstance(shape, Mapping) and "ref" in shape:
            shape = self.definitions[shape["ref"]]
        return shape


def load_resource_types() -> dict[str, CloudFormationType]:
    """Return every type by name."""
    return dict(_load())


@cache
def _load() -> tuple[tuple[str, CloudFormationType], ...]:
    said = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(
        (
            name,
            CloudFormationType(
                name,
                one["properties"],
                one["definitions"],
                tuple(one["required"]),
                tuple(one["identifier"]),
                frozenset(one["read_only"]),
                one["tags"],
                one["cloud_control"],
            ),
        )
        for name, one in said.items()
    )
