"""Settings: every value of a blueprint with where it comes from, as it is in one unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from msgspec import inspect

from ringwall.model.blueprint.overrides import Overrides
from ringwall.plan.yaml_scalars import YamlScalar
from ringwall.plan.yaml_tree import FilePlace, YamlNode

SettingSource = Literal["file", "override", "level", "default"]


@dataclass(frozen=True)
class SettingOrigin:
    """Where a value comes from."""

    source: SettingSource
    place: FilePlace | None = None
    """For what a file says."""
    unit: tuple[str, ...] = ()
    """The unit whose override it is."""

    def describe(self, file: str, level: str) -> str:
        """Return the origin in words: `ringwall.yaml:3`, `default`, `level strict`."""
        if self.place is None:
            return f"level {level}" if self.source == "level" else "default"
        where = f"{file}:{self.place.line}"
        return f"{where}, override of {'/'.join(self.unit)}" if self.unit else where


@dataclass(frozen=True)
class Setting:
    """A value with its origin; in a mapping or list, each member has its own."""

    value: "YamlScalar | Mapping[str, Setting] | tuple[Setting, ...]"
    origin: SettingOrigin

    @property
    def members(self) -> "Mapping[str, Setting]":
        """The members of a mapping; none of anything else."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def items(self) -> "tuple[Setting, ...]":
        """The items of a list; none of anything else."""
        return self.value if isinstance(self.value, tuple) else ()


def from_node(node: YamlNode, unit: tuple[str, ...] = ()) -> Setting:
    """Return what a file says as settings; `unit` is the one whose override it is."""
    origin = SettingOrigin("override" if unit else "file", node.place, unit)
    if isinstance(node.value, Mapping):
        return Setting({key: from_node(each, unit) for key, each in node.value.items()}, origin)
    if isinstance(node.value, tuple):
        return Setting(tuple(from_node(each, unit) for each in node.value), origin)
    return Setting(node.value, origin)


def from_data(data: Any, origin: SettingOrigin) -> Setting:
    """Return plain values as settings of one origin."""
    if isinstance(data, Mapping):
        return Setting({str(key): from_data(each, origin) for key, each in data.items()}, origin)
    if isinstance(data, list | tuple):
        return Setting(tuple(from_data(each, origin) for each in data), origin)
    return Setting(data, origin)


def to_plain(setting: Setting) -> Any:
    """Return the values alone, as JSON has them."""
    if isinstance(setting.value, Mapping):
        return {key: to_plain(member) for key, member in setting.value.items()}
    if isinstance(setting.value, tuple):
        return [to_plain(item) for item in setting.value]
    return setting.value


def merge(below: Setting, above: Setting) -> Setting:
    """Return settings with others put over them, key by key; lists are replaced as a whole."""
    if not (isinstance(below.value, Mapping) and isinstance(above.value, Mapping)):
        return above
    members = dict(below.value)
    for key, member in above.value.items():
        members[key] = merge(members[key], member) if key in members else member
    return Setting(members, below.origin)


def complete(language: type[msgspec.Struct], setting: Setting, level: str) -> Setting:
    """Return settings with every default of the language, by the level."""
    return _complete(inspect.type_info(language), setting, level)


def _complete(kind: inspect.Type, setting: Setting, level: str) -> Setting:
    kind = choose_type(kind, setting)
    if isinstance(kind, inspect.StructType) and isinstance(setting.value, Mapping):
        if issubclass(kind.cls, Overrides):
            return setting  # what it does not say is as elsewhere
        tag = kind.tag_field or ""
        members = {tag: setting.value[tag]} if tag in setting.value else {}
        for field in kind.fields:
            given = setting.value.get(field.encode_name) or _default_of(field, level)
            if given:
                members[field.encode_name] = _complete(field.type, given, level)
        return Setting(members, setting.origin)
    if isinstance(kind, inspect.DictType) and isinstance(setting.value, Mapping):
        every = {
            key: _complete(kind.value_type, each, level) for key, each in setting.value.items()
        }
        return Setting(every, setting.origin)
    if isinstance(kind, inspect.VarTupleType | inspect.ListType) and isinstance(
        setting.value, tuple
    ):
        items = tuple(_complete(kind.item_type, each, level) for each in setting.value)
        return Setting(items, setting.origin)
    return setting


def choose_type(kind: inspect.Type, setting: Setting) -> inspect.Type:
    """Return a type without what is said about it; of several, the one that a value is of."""
    if isinstance(kind, inspect.Metadata):
        return choose_type(kind.type, setting)
    if not isinstance(kind, inspect.UnionType):
        return kind
    forms = [choose_type(each, setting) for each in kind.types]
    if isinstance(setting.value, Mapping):
        for form in forms:
            if isinstance(form, inspect.StructType) and _has_tag(form, setting.value):
                return form
    wanted: dict[type, Any] = {
        dict: inspect.DictType,
        tuple: (inspect.VarTupleType, inspect.ListType),
    }
    fit = wanted.get(type(setting.value), inspect.AnyType)
    return next((form for form in forms if isinstance(form, fit)), inspect.AnyType())


def _has_tag(form: inspect.StructType, members: Mapping[str, Setting]) -> bool:
    if form.tag_field is None:
        return True
    tag = members.get(form.tag_field)
    return tag is not None and tag.value == form.tag


def _default_of(field: inspect.Field, level: str) -> Setting | None:
    """Return what a field has where nothing is said; None where it then has nothing."""
    extra = find_extra(field.type)
    if level == "strict" and "strict" in extra:
        return from_data(_plain(extra["strict"]), SettingOrigin("level"))
    if field.default_factory is not msgspec.NODEFAULT:
        return from_data(_plain(field.default_factory()), SettingOrigin("default"))
    if field.default is not msgspec.NODEFAULT:
        return from_data(_plain(field.default), SettingOrigin("default"))
    return None


def find_extra(kind: inspect.Type) -> Mapping[str, Any]:
    """Return what `Meta(extra=...)` says of a type; {} where it says nothing."""
    return (kind.extra or {}) if isinstance(kind, inspect.Metadata) else {}


def _plain(value: Any) -> Any:
    """Return a default as plain values. Of a struct, only what differs from its own defaults.

    The rest follows by the level, as it does where a file leaves it out.
    """
    if isinstance(value, msgspec.Struct):
        fields = inspect.type_info(type(value)).fields  # type: ignore[attr-defined] # of a struct
        given = {each.encode_name: (getattr(value, each.name), each) for each in fields}
        return {
            name: _plain(own)
            for name, (own, each) in given.items()
            if own is not msgspec.UNSET and own != _own_default(each)
        }
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _own_default(field: inspect.Field) -> Any:
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return field.default
