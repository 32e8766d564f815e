"""Values in Terraform's JSON: references are expressions in texts, documents are texts."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ringwall.catalog.resource_types import CloudFormationType, PropertyShape
from ringwall.model.blueprint.wanted import Join, Ref
from ringwall.model.table import Row
from ringwall.plan.export.naming import write_attribute, write_top_attribute
from ringwall.plan.export.values import JsonText, spell_json

Name = Callable[[Ref], str]
"""Returns the expression that a reference is."""


def write_properties(properties: Row, type_: CloudFormationType, name: Name) -> Row:
    """Return the properties of a resource as arguments of the awscc provider."""
    return {
        write_top_attribute(key, type_): write_argument(value, type_.properties[key], type_, name)
        for key, value in sorted(properties.items())
    }


def write_argument(value: Any, shape: PropertyShape, type_: CloudFormationType, name: Name) -> Any:
    """Return one value: objects have the provider's names, documents are JSON in a text."""
    shape = type_.look_up(shape)
    if shape == "json" and isinstance(value, Mapping | list):
        value = JsonText(value)
    if isinstance(value, JsonText):
        value = spell_json(value.document)
    if isinstance(value, str | Ref | Join):
        return write_text(value, name)
    if isinstance(value, list):
        return [write_argument(item, shape["list"], type_, name) for item in value]
    if isinstance(value, Mapping):
        inner = shape.get("map")  # its keys are no names of the provider
        return {
            escape(key) if inner else write_attribute(key): write_argument(
                member, inner or shape["object"][key], type_, name
            )
            for key, member in value.items()
        }
    return value


def write_text(value: str | Ref | Join, name: Name) -> str:
    """Return a text of Terraform's JSON, in which an expression stands for each reference."""
    parts = value.parts if isinstance(value, Join) else (value,)
    return "".join(f"${{{name(p)}}}" if isinstance(p, Ref) else escape(p) for p in parts)


def escape(text: str) -> str:
    """Return a text in which Terraform finds no expression."""
    return re.sub(r"([$%])\{", r"\1\1{", text)
