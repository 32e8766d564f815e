"""The JSON Schema of the blueprint's language: for editors, and for the check of a file."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from ringwall.model.blueprint.language import Blueprint

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def make_schema(language: type[msgspec.Struct] = Blueprint) -> dict[str, Any]:
    """Return the JSON Schema of a language; a description has the first sentence of docstrings."""
    schema: dict[str, Any] = msgspec.json.schema(language)
    for definition in schema["$defs"].values():
        definition["description"] = definition.get("description", "").partition("\n\n")[0]
    about = "A file ringwall.yaml: see docs/blueprint.md."
    return {"$schema": DIALECT, "title": "Ringwall blueprint", "description": about, **schema}


def make_validator(schema: Mapping[str, Any]) -> Any:
    """Return the validator of a schema."""
    kind: Any = extend(  # type: ignore[no-untyped-call] # jsonschema has no type for it
        Draft202012Validator, {"pattern": _match_pattern}
    )
    return kind(schema)


def _match_pattern(_: Any, pattern: str, instance: object, __: object) -> Iterator[ValidationError]:
    """Match as JSON Schema does: there, $ is the very end, and not before a last line's end."""
    if isinstance(instance, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")
