"""What a setting has to be for what is there: found by trying a value that nothing else has.

Where that value comes up in the wanted rows, the rows that are there have what the setting is.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.plan.adoption.remarks import SettingKeys
from ringwall.plan.adoption.trial import Bench, Plain, Trial, put_setting

MARKERS = ("zz-adopted-7f3a", "zz-adopted-7f3a@adopted.example", "Adopted.73")
"""Texts that nothing is called: one of them fits what a setting takes."""
NUMBERS = (77, 23, 7)
ANY = "[]"
"""In place of a position in a list: wherever it is."""
LeafPath = tuple[str, ...]
"""The way to a leaf of a document: names of members, and `ANY` for lists."""


def find_values(bench: Bench, trial: Trial, keys: SettingKeys, *, is_list: bool) -> tuple[Any, ...]:
    """Return what the setting that keys lead to may be, each value once; () where nothing shows."""
    current = _current(trial.settings, keys)
    numbers = isinstance(current, int | float) and not isinstance(current, bool)
    markers: tuple[Any, ...] = (current + 1, current - 1) if numbers else (*MARKERS, *NUMBERS)
    for marker in markers:
        value = [*(current or ()), marker] if is_list else marker
        marked = bench.attempt(put_setting(trial.settings, keys, value), trial)
        if marked:
            return tuple(dict.fromkeys(_read_all(bench, trial, marked, marker)))
    return ()


def _current(settings: Plain, keys: SettingKeys) -> Any:
    value: Any = settings
    for key in keys:
        value = value[key]
    return value


def _read_all(bench: Bench, trial: Trial, marked: Trial, marker: Any) -> Iterator[Any]:
    before = trial.comparison.rows
    for key, row in marked.comparison.rows.items():
        known = before.get(key)
        if known and known.wanted == row.wanted:
            continue
        is_there = bool(known and known.row)
        there = [known.row] if known and known.row else [*bench.rows_at(key)]
        named_by = bench.comparer.catalog.of(key).named_by
        for column, wanted in row.values.items():
            if not is_there and column in named_by:
                continue  # any bucket has a name: nothing says that it is this one
            for path, leaf in _walk(wanted, ()):
                for found in there:
                    for actual in _follow(found.get(column), path):
                        yield from _take(leaf, marker, actual)


def _walk(value: Any, path: LeafPath) -> Iterator[tuple[LeafPath, Any]]:
    """Yield every leaf of a document with the way to it."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield from _walk(member, (*path, name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _walk(item, (*path, ANY))
    else:
        yield path, value


def _follow(value: Any, path: LeafPath) -> Iterator[Any]:
    if not path:
        yield value
        return
    first, *rest = path
    if first == ANY:
        for item in value if isinstance(value, list | tuple) else ():
            yield from _follow(item, tuple(rest))
    elif isinstance(value, Mapping) and first in value:
        yield from _follow(value[first], tuple(rest))


def _take(leaf: Any, marker: Any, actual: Any) -> Iterator[Any]:
    """Yield what stands in a value where the marker stands in the wanted one."""
    if isinstance(leaf, str) and isinstance(marker, str) and marker in leaf:
        start, _, end = leaf.partition(marker)
        if isinstance(actual, str) and actual.startswith(start) and actual.endswith(end):
            middle = actual[len(start) : len(actual) - len(end)]
            if middle:
                yield middle
    elif not isinstance(leaf, bool) and not isinstance(marker, str) and leaf == marker:
        if isinstance(actual, int | float) and not isinstance(actual, bool):
            yield int(actual) if float(actual).is_integer() else actual
        elif actual is None:
            yield None
