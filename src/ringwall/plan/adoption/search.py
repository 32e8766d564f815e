"""The settings under which most of what is there is wanted, and least that is not.

Each setting is tried with other values, one after the other, until none makes it better. What a
value may be follows from its type, from what is there (`inversion.py`), and from what the service
folders know (`@adopts`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from msgspec import inspect

from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.section import AdoptionPart
from ringwall.plan.adoption.inversion import find_values
from ringwall.plan.adoption.pairing import pair_rows, part_misnamed
from ringwall.plan.adoption.remarks import SettingKeys
from ringwall.plan.adoption.skeleton import rows_of
from ringwall.plan.adoption.trial import Bench, Trial, get_setting, put_setting

GIVEN = frozenset(
    {
        *("blueprint", "home_region", "regions", "level", "adopt"),
        *("accounts.email", "accounts.management", "accounts.security", "accounts.log_archive"),
        *("accounts.units", "accounts.root", "accounts.accounts", "accounts.tags"),
        *("accounts.alternate_contacts", "accounts.role_name"),
    }
)
"""Settings that follow from the organization: they are not searched."""
MOST_ROUNDS = 4
"""How often all settings are tried at most; for the most part the second round finds nothing."""
SWITCH = "enabled"
LIBRARY = ("accounts", "policies", "library")


@dataclass(frozen=True)
class SearchedSetting:
    """A setting that is searched, with its type."""

    keys: SettingKeys
    kind: inspect.Type

    @property
    def section(self) -> str:
        """The section that it is in, or is."""
        return ".".join(self.keys[:2])


def search(bench: Bench, first: Trial, parts: Sequence[AdoptionPart]) -> Trial:
    """Return the best trial that was found; the bench has the pairs that belong to it."""
    settings = [*walk_searched()]
    best = first
    for _ in range(MOST_ROUNDS):
        before = best.comparison.cost
        best = _try_parts(bench, best, parts)
        best = pair_rows(bench, best)
        for setting in settings:
            if not _is_off(best, setting):
                best = _try_all(bench, best, setting)
        best = _turn_off(bench, part_misnamed(bench, best), settings)
        if best.comparison.cost >= before:
            break
    return _simplify(bench, _forget(bench, best, first, settings))


def walk_searched() -> Iterator[SearchedSetting]:
    """Yield the settings that are searched, the switch of a section after what is in it."""
    yield from _walk(inspect.type_info(Blueprint), ())


def _walk(kind: inspect.Type, keys: SettingKeys) -> Iterator[SearchedSetting]:
    if not isinstance(kind, inspect.StructType):
        if not isinstance(kind, inspect.DictType):
            yield SearchedSetting(keys, kind)
        return
    for field in sorted(kind.fields, key=lambda each: each.encode_name == SWITCH):
        path = (*keys, field.encode_name)
        if ".".join(path) not in GIVEN:
            yield from _walk(_strip(field.type), path)


def _strip(kind: inspect.Type) -> inspect.Type:
    """Return a type without what is said about it."""
    return _strip(kind.type) if isinstance(kind, inspect.Metadata) else kind


def _is_off(trial: Trial, setting: SearchedSetting) -> bool:
    """Whether a setting has no effect: the section that it is in is turned off."""
    above = [setting.keys[:depth] for depth in range(1, len(setting.keys))]
    return setting.keys[-1] != SWITCH and any(
        get_setting(trial.settings, (*keys, SWITCH)) is False for keys in above
    )


def _try_parts(bench: Bench, best: Trial, parts: Sequence[AdoptionPart]) -> Trial:
    for part in parts:
        keys = tuple(part.section.split("."))
        for found in part.adopts(best.landscape, partial(rows_of, bench.comparer.estate)):
            settings = {**get_setting(best.settings, keys), **found}
            best = _choose(bench, best, put_setting(best.settings, keys, settings))
    return best


def _choose(bench: Bench, best: Trial, settings: Mapping[str, Any]) -> Trial:
    tried = bench.attempt(settings, best)
    return tried if tried and tried.comparison.cost < best.comparison.cost else best


def _try_all(bench: Bench, best: Trial, setting: SearchedSetting) -> Trial:
    """Try what a setting may be. One that is about nothing but what is as wanted stays."""
    kind, keys = setting.kind, setting.keys
    if isinstance(kind, inspect.BoolType):
        is_switch = keys[-1] == SWITCH and get_setting(best.settings, keys)
        value = not get_setting(best.settings, keys)
        return best if is_switch else _choose(bench, best, put_setting(best.settings, keys, value))
    rows = [*best.comparison.of_section(setting.section)]
    is_good = all(row.lines == 0 for row in rows)
    if isinstance(kind, inspect.VarTupleType):
        return _try_list(bench, best, setting, is_good=is_good)
    is_fit = is_good or not any(row.standing == "there" for row in rows)
    for value in () if is_fit else _find_scalars(bench, best, setting):
        if value != get_setting(best.settings, keys):
            best = _choose(bench, best, put_setting(best.settings, keys, value))
    return best


def _find_scalars(bench: Bench, trial: Trial, setting: SearchedSetting) -> Iterator[Any]:
    kinds = setting.kind.types if isinstance(setting.kind, inspect.UnionType) else [setting.kind]
    for kind in map(_strip, kinds):
        if isinstance(kind, inspect.LiteralType):
            yield from kind.values
        elif isinstance(kind, inspect.NoneType):
            yield None
        elif isinstance(kind, inspect.StrType | inspect.IntType | inspect.FloatType):
            yield from find_values(bench, trial, setting.keys, is_list=False)


def _try_list(bench: Bench, best: Trial, setting: SearchedSetting, *, is_good: bool) -> Trial:
    """Try a list as a whole, then each member that it may have more or less."""
    item = _strip(getattr(setting.kind, "item_type", setting.kind))
    members: Sequence[Any] = ()
    if isinstance(item, inspect.LiteralType):
        members = () if is_good else item.values
    elif isinstance(item, inspect.StrType):
        members = find_values(bench, best, setting.keys, is_list=True)
        best = _choose(bench, best, put_setting(best.settings, setting.keys, [*members]))
    current = [*(get_setting(best.settings, setting.keys) or ())]
    for member in (*members, *(each for each in current if not is_good and each not in members)):
        value = [*(get_setting(best.settings, setting.keys) or ())]
        others = [each for each in value if each != member]
        toggled = others if member in value else [*value, member]
        best = _choose(bench, best, put_setting(best.settings, setting.keys, toggled))
    return best


def _turn_off(bench: Bench, best: Trial, settings: Sequence[SearchedSetting]) -> Trial:
    """Turn off what costs more than it gains, the part with the fewest rows first.

    So alarms go before the trail that they need, which may be as wanted without them.
    """
    sized: list[tuple[int, SettingKeys]] = []
    for setting in settings:
        if isinstance(setting.kind, inspect.BoolType) and get_setting(best.settings, setting.keys):
            off = bench.attempt(put_setting(best.settings, setting.keys, value=False), best)
            if off:
                sized.append((-len(off.comparison.rows), setting.keys))
    for _, keys in sorted(sized):
        best = _choose(bench, best, put_setting(best.settings, keys, value=False))
    return best


def _forget(bench: Bench, best: Trial, first: Trial, settings: Sequence[SearchedSetting]) -> Trial:
    """Return the trial with what is in sections that are off as it was at first."""
    chosen = dict(best.settings)
    for setting in settings:
        keys = setting.keys
        if keys[-1] == SWITCH and get_setting(chosen, keys) is False:
            was_on = get_setting(first.settings, keys[:-1])
            chosen = put_setting(chosen, keys[:-1], {**was_on, SWITCH: False})
    return bench.attempt(chosen, best) or best


def _simplify(bench: Bench, best: Trial) -> Trial:
    """Leave out what is said of policies of the library without any effect."""
    for name in get_setting(best.settings, LIBRARY) or {}:
        library = get_setting(best.settings, LIBRARY)
        others = {key: value for key, value in library.items() if key != name}
        tried = bench.attempt(put_setting(best.settings, LIBRARY, others), best)
        if tried and tried.comparison.cost <= best.comparison.cost:
            best = tried
    return best
