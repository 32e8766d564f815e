"""What a wanted row is that is there under another name: found by what refers to it, or it to."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.wanted import Join, Ref, RowKey, find_refs
from ringwall.model.lifecycle import Lifecycle
from ringwall.model.table import Row
from ringwall.plan.adoption.comparison import ComparedRow
from ringwall.plan.adoption.trial import Bench, Trial
from ringwall.plan.reconciliation.difference import differing_columns


def pair_rows(bench: Bench, trial: Trial) -> Trial:
    """Pair what can be paired in the bench, and return the trial with it; each pair has to help."""
    tried: set[tuple[RowKey, str]] = set()
    while True:
        for key, arn in _propose(bench, trial):
            if (key, arn) in tried:
                continue
            tried.add((key, arn))
            bench.pairs[key] = arn
            better = bench.attempt(trial.settings, trial)
            if better and better.comparison.cost < trial.comparison.cost:
                trial = better
                break
            del bench.pairs[key]
        else:
            return trial


def part_misnamed(bench: Bench, trial: Trial) -> Trial:
    """Undo the pairs of rows whose wanted name other values hold, and return the trial without.

    A policy that names a bucket by its wanted name would be wrong on one of another name.
    """
    for key in [*bench.pairs]:
        compared = trial.comparison.rows.get(key)
        if compared is None or (compared.row and _is_misnamed(bench, trial, compared)):
            del bench.pairs[key]
    return bench.attempt(trial.settings, trial) or trial


def _propose(bench: Bench, trial: Trial) -> Iterator[tuple[RowKey, str]]:
    taken = {row.row["arn"] for row in trial.comparison.rows.values() if row.row}
    for compared in trial.comparison.rows.values():
        if compared.row:
            for ref, value in _follow_refs(compared):
                yield from _find_referred(bench, trial, ref, value, taken)
        elif compared.standing == "absent" and _can_be_renamed(bench, compared):
            yield from _find_same(bench, compared, taken)


def _follow_refs(compared: ComparedRow) -> Iterator[tuple[Ref, Any]]:
    """Yield what a row that is there refers to, with the value that it has for it."""
    for column, wanted in compared.wanted.columns.items():
        actual = (compared.row or {}).get(column)
        if isinstance(wanted, Ref):
            yield wanted, actual
        elif isinstance(wanted, Join) and isinstance(actual, str):
            refs = [part for part in wanted.parts if isinstance(part, Ref)]
            if len(refs) == 1:
                at = wanted.parts.index(refs[0])
                start, end = _text(wanted.parts[:at]), _text(wanted.parts[at + 1 :])
                if actual.startswith(start) and actual.endswith(end):
                    yield refs[0], actual[len(start) : len(actual) - len(end)]


def _text(parts: tuple[Any, ...]) -> str:
    return "".join(part for part in parts if isinstance(part, str))


def _find_referred(
    bench: Bench, trial: Trial, ref: Ref, value: Any, taken: set[str]
) -> Iterator[tuple[RowKey, str]]:
    compared = trial.comparison.rows.get(ref.key)
    if compared is None or compared.standing != "absent" or not _can_be_renamed(bench, compared):
        return
    for row in bench.rows_at(ref.key):
        if value and row.get(ref.column) == value and row["arn"] not in taken:
            yield ref.key, row["arn"]


def _find_same(
    bench: Bench, compared: ComparedRow, taken: set[str]
) -> Iterator[tuple[RowKey, str]]:
    """Yield what has the same values but for the name, where it is the only one."""
    lifecycle = bench.comparer.catalog.of(compared.wanted.key)
    columns = {k: v for k, v in compared.values.items() if k not in lifecycle.named_by}
    if not columns:
        return
    same = [
        row
        for row in bench.rows_at(compared.wanted.key)
        if row["arn"] not in taken and not any(differing_columns(lifecycle, columns, row))
    ]
    if len(same) == 1:
        yield compared.wanted.key, same[0]["arn"]


def _can_be_renamed(bench: Bench, compared: ComparedRow) -> bool:
    """Whether what is called otherwise may be the row: all that names it is a mere name."""
    lifecycle = bench.comparer.catalog.of(compared.wanted.key)
    columns = compared.wanted.columns
    return (bool(lifecycle.named_by) or lifecycle.by_tag_alone) and all(
        name in lifecycle.named_by or any(find_refs(columns.get(name)))
        for name in lifecycle.identity
    )


def _is_misnamed(bench: Bench, trial: Trial, compared: ComparedRow) -> bool:
    lifecycle = bench.comparer.catalog.of(compared.wanted.key)
    row = compared.row or {}
    every = _wanted_names(lifecycle, compared, row)
    # What does not hold the blueprint's name, such as "default", is no name that others use.
    names = [name for name in every if trial.landscape.name in name]
    return any(_holds(each, name) for name in names for each in _texts(trial, compared, lifecycle))


def _wanted_names(lifecycle: Lifecycle, compared: ComparedRow, row: Row) -> Iterator[str]:
    for name in lifecycle.named_by:
        value = compared.values.get(name)
        if isinstance(value, str) and value != row[name]:
            yield value
    for value in compared.wanted.given.values():
        if isinstance(value, str) and value not in row["arn"]:
            yield value


def _texts(trial: Trial, own: ComparedRow, lifecycle: Lifecycle) -> Iterator[Any]:
    for compared in trial.comparison.rows.values():
        is_own = compared is own
        for name, value in compared.values.items():
            if not (is_own and name in lifecycle.named_by):
                yield value
        for value in compared.wanted.given.values():
            if not (is_own and isinstance(value, str)):  # the name itself
                yield value


def _holds(value: Any, text: str) -> bool:
    if isinstance(value, str):
        return text in value
    if isinstance(value, Mapping):
        return any(_holds(member, text) for member in value.values())
    if isinstance(value, list | tuple):
        return any(_holds(item, text) for item in value)
    return False
