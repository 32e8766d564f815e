"""Names in a blueprint of what the blueprint itself does not have: units, accounts, sets."""

from collections.abc import Collection, Iterable, Iterator

from ringwall.model.blueprint.accounts import place_accounts, walk_units
from ringwall.model.blueprint.identity import ROOT
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.spelling import name_likely
from ringwall.plan.remark import Remark
from ringwall.plan.schema_flaws import Keys


def find_unknown_names(blueprint: Blueprint) -> Iterator[Remark]:
    """Yield each name of a unit, an account or a permission set that there is not."""
    units = {"/".join(placed.path) for placed in walk_units(blueprint.accounts.units)}
    accounts = place_accounts(blueprint.accounts).keys()
    yield from _find_in_assignments(blueprint, units, accounts)
    delegation = blueprint.accounts.delegation_policy
    if delegation.account:
        place = ("accounts", "delegation_policy", "account")
        yield from _check([delegation.account], accounts, "account", place)
    if blueprint.data.backup.account:
        place = ("data", "backup", "account")
        yield from _check([blueprint.data.backup.account], accounts, "account", place)
    tower = blueprint.accounts.control_tower
    keys = ("accounts", "control_tower")
    yield from _check(tower.registered_units, units, "unit", (*keys, "registered_units"))
    for unit in tower.controls:
        yield from _check([unit], units, "unit", (*keys, "controls", unit))


def _find_in_assignments(
    blueprint: Blueprint, units: Collection[str], accounts: Collection[str]
) -> Iterator[Remark]:
    center = blueprint.identity.identity_center
    for position, wanted in enumerate(center.assignments):
        keys: Keys = ("identity", "identity_center", "assignments", position)
        sets = center.permission_sets
        yield from _check([wanted.permission_set], sets, "permission set", keys)
        yield from _check(wanted.units, {ROOT, *units}, "unit", (*keys, "units"))
        yield from _check(wanted.accounts, accounts, "account", (*keys, "accounts"))


def _check(names: Iterable[str], known: Collection[str], what: str, keys: Keys) -> Iterator[Remark]:
    for name in names:
        if name not in known:
            yield Remark(keys, f"the blueprint has no {what} {name}{name_likely(name, known)}")
