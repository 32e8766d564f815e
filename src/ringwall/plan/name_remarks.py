"""Names in a blueprint of what the blueprint itself does not have: units, accounts, sets."""

from collections.abc import Collection, Iterable, Iterator

from msgspec import inspect

from ringwall.model.blueprint.accounts import place_accounts, walk_units
from ringwall.model.blueprint.identity import ROOT
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.names import AccountName
from ringwall.model.spelling import name_likely
from ringwall.plan.remark import Remark
from ringwall.plan.schema_flaws import Keys
from ringwall.plan.typed_settings import walk_settings

DEFINING = {
    ("accounts", name)
    for name in ("accounts", "units", "root", "management", "security", "log_archive")
}
"""The settings that say which accounts there are."""


def find_unknown_names(blueprint: Blueprint) -> Iterator[Remark]:
    """Yield each name of a unit, an account or a permission set that there is not."""
    units = {"/".join(placed.path) for placed in walk_units(blueprint.accounts.units)}
    accounts = place_accounts(blueprint.accounts).keys()
    for keys, name in _list_accounts(blueprint):
        yield from _check([name], accounts, "account", keys)
    yield from _find_in_assignments(blueprint, units)
    tower = blueprint.accounts.control_tower
    keys = ("accounts", "control_tower")
    yield from _check(tower.registered_units, units, "unit", (*keys, "registered_units"))
    for unit in tower.controls:
        yield from _check([unit], units, "unit", (*keys, "controls", unit))


def _list_accounts(blueprint: Blueprint) -> Iterator[tuple[Keys, str]]:
    """Yield the names of accounts that settings have, but for those which say what there is."""
    for setting in walk_settings(blueprint):
        if setting.keys[:2] in DEFINING:
            continue
        if _is_account(setting.type) and setting.value:
            yield setting.keys, setting.value
        kind = _bare(setting.type)
        if isinstance(kind, inspect.VarTupleType) and _is_account(kind.item_type):
            yield from (((*setting.keys, at), name) for at, name in enumerate(setting.value))


def _is_account(kind: inspect.Type) -> bool:
    """Whether values of a type are names of accounts, or None."""
    bare = _bare(kind)
    kinds = bare.types if isinstance(bare, inspect.UnionType) else (bare,)
    return ACCOUNT in map(_bare, kinds)


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without what is said beside it."""
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


ACCOUNT = _bare(inspect.type_info(AccountName))


def _find_in_assignments(blueprint: Blueprint, units: Collection[str]) -> Iterator[Remark]:
    center = blueprint.identity.identity_center
    for position, wanted in enumerate(center.assignments):
        keys: Keys = ("identity", "identity_center", "assignments", position)
        sets = center.permission_sets
        yield from _check([wanted.permission_set], sets, "permission set", keys)
        yield from _check(wanted.units, {ROOT, *units}, "unit", (*keys, "units"))


def _check(names: Iterable[str], known: Collection[str], what: str, keys: Keys) -> Iterator[Remark]:
    for name in names:
        if name not in known:
            yield Remark(keys, f"the blueprint has no {what} {name}{name_likely(name, known)}")
