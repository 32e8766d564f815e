"""Settings that are one for the organization, where a unit sets them all the same."""

from collections.abc import Iterator

from msgspec import inspect

from ringwall.model.blueprint.accounts import walk_units
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.overrides import Overrides
from ringwall.plan.remark import Remark
from ringwall.plan.schema_flaws import Keys, find_node
from ringwall.plan.settings import Setting, choose_type, find_extra, from_node
from ringwall.plan.yaml_tree import YamlNode


def find_overridden_once(tree: YamlNode, blueprint: Blueprint) -> Iterator[Remark]:
    """Yield each setting of a unit that is marked as `once`."""
    for placed in walk_units(blueprint.accounts.units):
        keys: Keys = (*placed.keys, "overrides")
        node = find_node(tree, keys)
        if node:
            yield from find_once(inspect.type_info(Overrides), from_node(node), keys)


def find_once(kind: inspect.Type, setting: Setting, keys: Keys) -> Iterator[Remark]:
    """Yield each setting of a type, and in it, that no unit may set."""
    kind = choose_type(kind, setting)
    if not isinstance(kind, inspect.StructType):
        return
    for field in kind.fields:
        given = setting.members.get(field.encode_name)
        if not given:
            continue
        path = (*keys, field.encode_name)
        if find_extra(field.type).get("once"):
            said = f"{field.encode_name} is set once for the organization: no unit overrides it"
            yield Remark(path, said, is_key=True)
        else:
            yield from find_once(field.type, given, path)
