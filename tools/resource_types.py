"""Works out what CloudFormation says of the types that Ringwall exports.

`make docs` writes `catalog/resource_types.json` by it, from the resource schemas that cfn-lint
ships (licence MIT-0), so that the program itself needs neither.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from ringwall.catalog.exported_types import list_exported_types

_REGION = "us-east-1"
_SCALARS = {"string", "integer", "number", "boolean"}


def write_resource_types() -> str:
    """Return the text of the file: one type a line."""
    lines = []
    for name in list_exported_types():
        said = json.dumps(_describe(name), sort_keys=True, separators=(",", ":"))
        lines.append(f"{json.dumps(name)}: {said}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _describe(name: str) -> dict[str, Any]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema(_REGION, name).schema
    definitions: dict[str, Any] = {}
    shapes = _Shapes(schema, definitions)
    properties = {key: shapes.of(value) for key, value in sorted(schema["properties"].items())}
    tagging = schema.get("tagging") or {}
    tags = str(tagging.get("tagProperty", "/properties/Tags")).removeprefix("/properties/")
    return {
        "properties": properties,
        "definitions": dict(sorted(definitions.items())),
        "required": sorted(schema.get("required") or ()),
        "identifier": [_name(path) for path in schema.get("primaryIdentifier") or ()],
        "read_only": sorted(map(_name, schema.get("readOnlyProperties") or ())),
        "cloud_control": {"create", "read", "delete"} <= (schema.get("handlers") or {}).keys(),
        "tags": tags if tagging.get("taggable", True) and tags in properties else "",
    }


def _name(path: str) -> str:
    return path.removeprefix("/properties/").replace("/", ".")


class _Shapes:
    """The shapes of a schema's properties: see `catalog.resource_types.PropertyShape`."""

    def __init__(self, schema: Mapping[str, Any], definitions: dict[str, Any]) -> None:
        self._schema = schema
        self._definitions = definitions

    def of(self, node: Mapping[str, Any]) -> Any:
        if reference := node.get("$ref"):
            return self._of_reference(str(reference))
        kinds = _kinds_of(node)
        if "array" in kinds:
            return {"list": self.of(node["items"]) if node.get("items") else "json"}
        if members := self._members_of(node):
            return {"object": members, "required": sorted(node.get("required") or ())}
        if patterns := node.get("patternProperties"):
            return {"map": self.of(next(iter(patterns.values())))}
        if (values := node.get("enum")) and kinds == ["string"]:
            return {"one_of": values}
        return _find_scalar(kinds)

    def _of_reference(self, reference: str) -> Any:
        target: Any = self._schema
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        name = reference.rsplit("/", 1)[-1]
        if not _find_members(target):
            return self.of(target)
        if name not in self._definitions:
            self._definitions[name] = None  # a statement may hold statements
            self._definitions[name] = self.of(target)
        return {"ref": name}

    def _members_of(self, node: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.of(value) for key, value in sorted(_find_members(node).items())}


def _find_members(node: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of an object, those of all its alternatives together."""
    found = dict(node.get("properties") or {})
    for way in ("oneOf", "anyOf", "allOf"):
        for choice in node.get(way) or ():
            for key, value in (choice.get("properties") or {}).items():
                if isinstance(value, dict) and ("type" in value or "$ref" in value):
                    found.setdefault(key, value)
    return found


def _find_scalar(kinds: list[str]) -> str:
    if "object" in kinds or not kinds:
        return "json"
    scalars = [kind for kind in kinds if kind in _SCALARS]
    return scalars[0] if len(scalars) == 1 else "string"


def _kinds_of(node: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(_walk_kinds(node)))


def _walk_kinds(node: Mapping[str, Any]) -> Iterator[str]:
    kind = node.get("type")
    yield from [kind] if isinstance(kind, str) else kind or ()
    for way in ("oneOf", "anyOf", "allOf"):
        for choice in node.get(way) or ():
            yield from _walk_kinds(choice)
