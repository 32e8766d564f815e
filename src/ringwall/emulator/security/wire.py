"""Values as JSON writes them and as a service model names them: `accountId` and `AccountId`."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape


def read_members(shape: Shape, value: Any) -> Any:
    """Return a JSON value by the names of a model's members; unknown members are left out."""
    if isinstance(shape, StructureShape) and isinstance(value, Mapping):
        named = {
            name: (member, member.serialization.get("name", name))
            for name, member in shape.members.items()
        }
        return {
            name: read_members(member, value[wire])
            for name, (member, wire) in named.items()
            if value.get(wire) is not None
        }
    if isinstance(shape, ListShape) and isinstance(value, list | tuple):
        return [read_members(shape.member, item) for item in value]
    if isinstance(shape, MapShape) and isinstance(value, Mapping):
        return {key: read_members(shape.value, item) for key, item in value.items()}
    if shape.type_name == "timestamp" and isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def write_moment(moment: datetime) -> str:
    """Return a time as AWS's findings write it: `2026-01-01T00:00:00.000Z`."""
    at = moment.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
