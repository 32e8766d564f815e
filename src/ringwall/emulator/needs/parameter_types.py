"""Whether parameters have the types that their service's model gives them."""

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

_PLAIN: Mapping[str, type | tuple[type, ...]] = {
    "string": str,
    "character": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
}
"""Blobs and times are read in several ways, and name nothing; so do documents of any JSON."""


def are_well_typed(value: Any, shape: Shape | None) -> bool:
    """Whether a value and all in it fit a shape; a member without a value counts as absent."""
    if isinstance(shape, StructureShape):
        if shape.is_document_type:
            return True
        members = value.items() if isinstance(value, Mapping) else None
        return members is not None and all(
            inner is None or are_well_typed(inner, shape.members.get(name))
            for name, inner in members
        )
    if isinstance(shape, ListShape):
        member = shape.member
        is_list = isinstance(value, list | tuple)
        return is_list and all(are_well_typed(inner, member) for inner in value)
    if isinstance(shape, MapShape):
        inner_shape = shape.value
        is_map = isinstance(value, Mapping) and all(isinstance(name, str) for name in value)
        return is_map and all(are_well_typed(inner, inner_shape) for inner in value.values())
    expected = _PLAIN.get(shape.type_name) if shape is not None else None
    return expected is None or isinstance(value, expected)
