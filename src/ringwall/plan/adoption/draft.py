"""The draft of an adopted blueprint: what its file says, and the rows that it takes over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import inspect

from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.language import Blueprint
from ringwall.model.blueprint.section import AdoptionPart
from ringwall.model.errors import BadInput
from ringwall.model.text import make_visible
from ringwall.plan.adoption.comparison import Comparer
from ringwall.plan.adoption.remarks import AdoptionRemark, SettingKeys
from ringwall.plan.adoption.search import SWITCH, search
from ringwall.plan.adoption.skeleton import Skeleton
from ringwall.plan.adoption.trial import Bench, Trial, Want, get_setting, put_setting
from ringwall.plan.reconciliation.catalog import Catalog
from ringwall.plan.reconciliation.outcome import Reconciliation
from ringwall.plan.reconciliation.report import name_makers, tell_difference
from ringwall.plan.settings import SettingOrigin, complete, from_data, to_plain

LEVELS = ("baseline", "strict")


@dataclass(frozen=True)
class Draft:
    """Settings as a file has them, without what is as by default, and remarks on them."""

    settings: Mapping[str, Any]
    remarks: tuple[AdoptionRemark, ...]


def draw_draft(
    skeleton: Skeleton,
    landscape: Landscape,
    comparer: Comparer,
    want: Want,
    parts: Sequence[AdoptionPart],
) -> Draft:
    """Return the draft: the settings under which the plan is the shortest."""
    bench = Bench(landscape, want, comparer)
    trials = [_attempt(bench, skeleton.settings, level) for level in LEVELS]
    first = min(filter(None, trials), key=lambda trial: trial.comparison.cost, default=None)
    if first is None:
        raise BadInput("no blueprint can be made of this organization")
    best = search(bench, first, parts)
    level = str(best.settings["level"])
    settings = {**skeleton.settings, "level": level}
    written = _leave_out_defaults(best.settings, resolve(settings, level), settings)
    if rows := dict(_adopt(bench.comparer.catalog, best)):
        written["adopt"] = {"tag": False, "rows": rows}
    return Draft(written, (*skeleton.remarks, *_remark_absent(bench, best, first)))


def _attempt(bench: Bench, settings: Mapping[str, Any], level: str) -> Trial | None:
    return bench.attempt(resolve({**settings, "level": level}, level))


def resolve(settings: Mapping[str, Any], level: str) -> dict[str, Any]:
    """Return settings with every default of a level."""
    given = from_data(settings, SettingOrigin("file"))
    resolved: dict[str, Any] = to_plain(complete(Blueprint, given, level))
    return resolved


def _leave_out_defaults(
    chosen: Mapping[str, Any], default: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what was given, then what is chosen and is not the default, in the file's order."""
    differing = _differ(inspect.type_info(Blueprint), chosen, default)
    written: dict[str, Any] = _lay_over(given, differing)
    return {name: written[name] for name in Blueprint.__struct_fields__ if name in written}


def _differ(kind: inspect.Type, chosen: Any, default: Any) -> Any:
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if not isinstance(kind, inspect.StructType) or not isinstance(default, Mapping):
        return chosen
    found: dict[str, Any] = {}
    for field in kind.fields:
        name = field.encode_name
        if name in chosen and chosen[name] != default.get(name):
            found[name] = _differ(field.type, chosen[name], default.get(name))
    return found


def _lay_over(below: Any, above: Any) -> Any:
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    merged = dict(below)
    for key, value in above.items():
        merged[key] = _lay_over(merged[key], value) if key in merged else value
    return merged


def _adopt(catalog: Catalog, trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield the rows that are there and have not the blueprint's tag, with their ARNs."""
    for key, compared in sorted(trial.comparison.rows.items()):
        has_owner = catalog.of(key).owner == "tag"
        if compared.row and (compared.arn or (has_owner and not compared.is_own)):
            yield str(key), str(compared.row["arn"])


def _remark_absent(bench: Bench, best: Trial, first: Trial) -> Iterator[AdoptionRemark]:
    """Yield a remark on each section that is turned off, with how much of it is there."""
    for keys in _walk_switches(best.settings, ()):
        if get_setting(first.settings, keys) and not get_setting(best.settings, keys):
            tried = bench.attempt(put_setting(best.settings, keys, value=True), best)
            new = (
                [
                    row
                    for key, row in tried.comparison.rows.items()
                    if key not in best.comparison.rows
                ]
                if tried
                else []
            )
            there = sum(row.standing == "there" and not row.differing for row in new)
            text = "there is none"
            if there:
                text = f"of what it would want, {there} of {len(new)} rows are as it wants them"
            yield AdoptionRemark(keys, "absent", text)


def _walk_switches(settings: Mapping[str, Any], above: SettingKeys) -> Iterator[SettingKeys]:
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from _walk_switches(value, (*above, key))
        elif isinstance(value, bool) and (key == SWITCH or above[:1] != ("adopt",)):
            yield (*above, key)


def remark_on_plan(plan: Reconciliation) -> Iterator[AdoptionRemark]:
    """Yield what the plan of a draft still has: the lines of the plan, and what it skips."""
    makers = name_makers(plan)
    for found in plan.differences:
        line = tell_difference(found, makers)
        yield AdoptionRemark(tuple(found.section.split(".")), "differs", line)
    for skip in plan.skipped:
        text = make_visible(f"{skip.key}: {skip.reason}")
        yield AdoptionRemark((skip.layer,), "unknown" if skip.is_open else "differs", text)
