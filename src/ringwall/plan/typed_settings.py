"""The settings of a blueprint with what their declarations say of them beside the type."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from ringwall.plan.schema_flaws import Keys
from ringwall.plan.settings import find_extra


class TypedSetting(NamedTuple):
    """A value, the keys that lead to it, and what its declaration says: `extra`, and the type."""

    keys: Keys
    extra: Mapping[str, Any]
    value: Any
    type: inspect.Type


def walk_settings(settings: msgspec.Struct, above: Keys = ()) -> Iterator[TypedSetting]:
    """Yield every field of a struct, and of those in it, whatever holds them."""
    kind = inspect.type_info(type(settings))
    for field in getattr(kind, "fields", ()):
        keys = (*above, field.encode_name)
        value = getattr(settings, field.name)
        if value is msgspec.UNSET:
            continue
        yield TypedSetting(keys, find_extra(field.type), value, field.type)
        yield from _walk(value, keys)


def _walk(value: Any, keys: Keys) -> Iterator[TypedSetting]:
    if isinstance(value, msgspec.Struct):
        yield from walk_settings(value, keys)
    elif isinstance(value, Mapping):
        for key, member in value.items():
            yield from _walk(member, (*keys, key))
    elif isinstance(value, tuple | list):
        for position, item in enumerate(value):
            yield from _walk(item, (*keys, position))
