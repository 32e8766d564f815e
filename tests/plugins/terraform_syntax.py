"""Terraform's JSON as Terraform and the awscc provider read it, without either.

The form is that of https://developer.hashicorp.com/terraform/language/syntax/json; the provider's
resources are CloudFormation's types in its own spelling.
"""

import json
import re
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from typing import Any

from jsonschema import Draft202012Validator

from ringwall.catalog.resource_types import CloudFormationType, PropertyShape, load_resource_types
from ringwall.plan.export.naming import write_attribute, write_terraform_type, write_top_attribute

_NAMED = {"type": "object", "propertyNames": {"pattern": "^[a-z_][a-z0-9_-]*$"}}
_VARIABLE = {
    "type": "object",
    "properties": {"type": {"const": "string"}, "description": {"type": "string"}, "default": {}},
    "required": ["type", "description"],
    "additionalProperties": False,
}
_PROVIDERS = {"type": "object", "required": ["awscc"], "additionalProperties": {"type": "object"}}
_OUTPUT = {
    "type": "object",
    "required": ["value"],
    "additionalProperties": False,
    "properties": {"value": {"type": "string", "pattern": r"^\$\{.+\}$"}},
}
_RESOURCE = {
    "type": "object",
    "required": ["provider"],
    "properties": {
        "provider": {"type": "string", "pattern": "^awscc[.]"},
        "depends_on": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "lifecycle": {"const": {"prevent_destroy": True}},
    },
}
SYNTAX = {
    "type": "object",
    "additionalProperties": False,
    "required": ["terraform"],
    "properties": {
        "terraform": {
            "type": "object",
            "required": ["required_providers"],
            "additionalProperties": False,
            "properties": {
                "required_version": {"type": "string"},
                "required_providers": _PROVIDERS,
            },
        },
        "variable": {**_NAMED, "additionalProperties": _VARIABLE},
        "provider": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {"type": "object", "required": ["alias", "region", "assume_role"]},
            },
        },
        "module": {
            **_NAMED,
            "additionalProperties": {"type": "object", "required": ["source", "providers"]},
        },
        "resource": {
            **_NAMED,
            "additionalProperties": {**_NAMED, "additionalProperties": _RESOURCE},
        },
        "output": {**_NAMED, "additionalProperties": _OUTPUT},
    },
}
_EXPRESSION = re.compile(r"(?<![$%])\$\{([^}]*)\}")
_REFERENCE = re.compile(r"(var|module|awscc_\w+)\.([\w-]+)(?:\.([\w-]+))?")
_META = {"provider", "depends_on", "lifecycle"}


def find_flaws(files: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a configuration: a root, and modules in `accounts/`."""
    documents = {path: json.loads(text) for path, text in files.items()}
    flaws: list[str] = []
    for path, document in documents.items():
        flaws += [
            f"{path}: {e.message}" for e in Draft202012Validator(SYNTAX).iter_errors(document)
        ]
        flaws += [f"{path}: {flaw}" for flaw in _find_lost_references(document, documents)]
        for kind, named in document.get("resource", {}).items():
            for name, written in named.items():
                flaws += [f"{path}: {kind}.{name}: {flaw}" for flaw in _check(kind, written)]
    TopologicalSorter(_link(documents)).prepare()  # CycleError for resources that need each other
    return flaws


def _check(kind: str, written: dict[str, Any]) -> Iterator[str]:
    """Yield what the provider would not take of a resource."""
    types = {write_terraform_type(type_): type_ for type_ in load_resource_types().values()}
    if kind not in types:
        yield "the provider has no such resource"
        return
    type_ = types[kind]
    settable = {
        name: shape for name, shape in type_.properties.items() if name not in type_.read_only
    }
    arguments = {write_top_attribute(name, type_): name for name in settable}
    given = written.keys() - _META
    for argument in given - arguments.keys():
        yield f"no argument {argument}"
    for name in type_.required:
        if write_top_attribute(name, type_) not in given:
            yield f"{name} is required"
    for argument in given & arguments.keys():
        yield from _check_value(written[argument], settable[arguments[argument]], type_)


def _check_value(value: Any, shape: PropertyShape, type_: CloudFormationType) -> Iterator[str]:
    shape = type_.look_up(shape)
    if isinstance(value, str) and "${" in value:
        return
    if isinstance(shape, str):
        yield from _check_scalar(value, shape)
    elif "list" in shape:
        for item in value:
            yield from _check_value(item, shape["list"], type_)
    elif "object" in shape:
        yield from _check_object(value, shape, type_)


def _check_scalar(value: Any, shape: str) -> Iterator[str]:
    kinds: dict[str, Any] = {"boolean": bool, "integer": int, "number": int | float}
    if not isinstance(value, kinds.get(shape, str)):
        yield f"{value!r} is no {shape}"
    elif shape == "json":
        json.loads(value)


def _check_object(value: Any, shape: PropertyShape, type_: CloudFormationType) -> Iterator[str]:
    members = {write_attribute(name): inner for name, inner in shape["object"].items()}
    for name in value.keys() - members.keys():
        yield f"no member {name}"
    for name in map(write_attribute, shape.get("required", ())):
        if name not in value:
            yield f"{name} is required"
    for name in value.keys() & members.keys():
        yield from _check_value(value[name], members[name], type_)


def _find_lost_references(
    document: Mapping[str, Any], documents: Mapping[str, Any]
) -> Iterator[str]:
    for start, name, rest in list_references(document):
        if start == "var":
            found = name in document.get("variable", {})
        elif start == "module":
            source = document["module"][name]["source"].removeprefix("./")
            found = rest in documents[f"{source}/main.tf.json"]["output"]
        else:
            found = name in document.get("resource", {}).get(start, {})
        if not found:
            yield f"{start}.{name}.{rest} is not there"
    for call in document.get("module", {}).values():
        inner = documents[f"{call['source'].removeprefix('./')}/main.tf.json"]
        given = call.keys() - {"source", "providers"}
        if given != inner.get("variable", {}).keys():
            yield f"{call['source']}: {sorted(given ^ inner.get('variable', {}).keys())}"
        wanted = inner["terraform"]["required_providers"]["awscc"]["configuration_aliases"]
        if sorted(call["providers"]) != wanted:
            yield f"{call['source']}: providers {wanted}"


def list_references(value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield what a document refers to: its kind, its name, and what of it."""
    if isinstance(value, str):
        for expression in _EXPRESSION.findall(value):
            match = _REFERENCE.fullmatch(expression)
            yield (match[1], match[2], match[3] or "") if match else ("", expression, "")
    elif isinstance(value, list):
        for item in value:
            yield from list_references(item)
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name == "depends_on":
                yield from list_references([f"${{{item}}}" for item in member])
            else:
                yield from list_references(member)


def _link(documents: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return what everything needs: resources, variables and outputs of all modules."""
    graph: dict[str, set[str]] = {}

    def add(node: str, module: str, value: Any) -> None:
        graph[node] = {
            f"{rest and name}:output.{rest}" if start == "module" else f"{module}:{start}.{name}"
            for start, name, rest in list_references(value)
        }

    root = documents["main.tf.json"]
    for name, call in root["module"].items():
        document = documents[f"{call['source'].removeprefix('./')}/main.tf.json"]
        for variable in document.get("variable", {}):
            add(f"{name}:var.{variable}", "root", call[variable])
        for kind, named in document["resource"].items():
            for each, written in named.items():
                add(f"{name}:{kind}.{each}", name, written)
        for output, written in document.get("output", {}).items():
            add(f"{name}:output.{output}", name, written)
    return graph
