"""The values of exported properties: references, texts that hold them, and the forms of a type."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.resource_types import CloudFormationType, PropertyShape
from ringwall.model.blueprint.wanted import Join, Ref, RowKey, find_refs
from ringwall.model.reference import JSON, READ, TEXT, write_json

_SEPARATOR = "\t"


@dataclass(frozen=True)
class JsonText:
    """A document that a property has as text."""

    document: Any


def hide_references(value: Any) -> Any:
    """Return a value as templates are filled with it: references as documents."""
    if isinstance(value, Ref):
        return {READ: _SEPARATOR.join((*value.key, value.column))}
    if isinstance(value, Join):
        return {TEXT: [hide_references(part) for part in value.parts]}
    return map_value(value, hide_references)


def show_references(value: Any) -> Any:
    """Return what a template was filled with: references as such again."""
    if isinstance(value, Mapping) and len(value) == 1:
        ((kind, inner),) = value.items()
        if kind == READ:
            *key, column = inner.split(_SEPARATOR)
            return Ref(RowKey(*key), column)
        if kind == TEXT:
            return join_parts(show_references(part) for part in inner)
        if kind == JSON:
            return JsonText(show_references(inner))
    return map_value(value, show_references)


def join_parts(parts: Iterable[Any]) -> Any:
    """Return a text of parts: a text where all are known, else a `Join`, without one in another."""
    flat: list[str | Ref] = []
    for part in parts:
        for one in part.parts if isinstance(part, Join) else (part,):
            if isinstance(one, Ref):
                flat.append(one)
            elif flat and isinstance(flat[-1], str):
                flat[-1] += str(one)
            elif one != "":
                flat.append(str(one))
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 else Join(tuple(flat))


def map_value(value: Any, change: Callable[[Any], Any]) -> Any:
    """Return a value with its members changed; one without members as it is."""
    if isinstance(value, JsonText):
        return JsonText(change(value.document))
    if isinstance(value, Mapping):
        return {name: change(member) for name, member in value.items()}
    if isinstance(value, list | tuple) and not isinstance(value, RowKey):
        return [change(item) for item in value]
    return value


def list_refs(value: Any) -> Iterator[Ref]:
    """Yield every reference in a value, in those of JSON texts too."""
    if isinstance(value, JsonText):
        yield from list_refs(value.document)
    elif isinstance(value, Ref | Join):
        yield from find_refs(value)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from list_refs(member)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from list_refs(item)


def spell_json(document: Any) -> Any:
    """Return a document as the text of JSON, with references in it."""
    refs = list(dict.fromkeys(list_refs(document)))
    pieces = re.split(r"\\u0000(\d+)\\u0000", write_json(_mark(document, refs)))
    return join_parts(
        refs[int(piece)] if number % 2 else piece for number, piece in enumerate(pieces)
    )


def _mark(value: Any, refs: list[Ref]) -> Any:
    """Return a value with the number of each reference, between letters that no value has."""
    if isinstance(value, Ref):
        return f"\0{refs.index(value)}\0"
    if isinstance(value, Join):
        return "".join(part if isinstance(part, str) else _mark(part, refs) for part in value.parts)
    return map_value(value, lambda member: _mark(member, refs))


def is_nothing(value: Any) -> bool:
    """Whether a value says that there is none: CloudFormation leaves the property out."""
    return value is None or value in ("", [], {})


def shape_value(value: Any, shape: PropertyShape, type_: CloudFormationType) -> Any:
    """Return a value in the form that a type has it in; ValueError where it cannot be."""
    shape = type_.look_up(shape)
    if isinstance(value, Ref | Join | JsonText) or value is None:
        return value
    if isinstance(shape, str):
        return _shape_scalar(value, shape)
    if "one_of" in shape:
        if value not in shape["one_of"]:
            raise ValueError(f"CloudFormation does not take {value}")
        return value
    if "list" in shape:
        items = value if isinstance(value, list | tuple) else [value]
        return [shape_value(item, shape["list"], type_) for item in items]
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no object")
    if "map" in shape:
        return {name: shape_value(member, shape["map"], type_) for name, member in value.items()}
    members = shape["object"]
    if strange := value.keys() - members.keys():
        raise ValueError(f"{type_.name} has no {', '.join(sorted(strange))} there")
    return {name: shape_value(member, members[name], type_) for name, member in value.items()}


def _shape_scalar(value: Any, shape: str) -> Any:
    if shape == "string":
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, Mapping | list | tuple):
            return JsonText(value) if any(list_refs(value)) else write_json(value)
        return str(value)
    if shape in ("integer", "number") and isinstance(value, float | int | str):
        number = float(value)
        return int(number) if number.is_integer() else number
    return value
