"""A plan as text and as JSON: one line a difference, by layer, and what could not be planned."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ringwall.model.blueprint.wanted import RowKey
from ringwall.model.layer import LAYERS
from ringwall.model.reference import tell_references
from ringwall.model.table import Row
from ringwall.model.text import make_visible
from ringwall.plan.reconciliation.difference import Difference
from ringwall.plan.reconciliation.outcome import PRUNE, Reconciliation, Skip

LONGEST = 120
"""Letters of a value in a line of text; JSON has the whole."""
ACTIONS = {
    "create": "is created",
    "erase": "is erased",
}


def tell_plan(plan: Reconciliation) -> Iterator[str]:
    """Yield the plan as lines, by layer; texts from AWS are made printable."""
    makers = name_makers(plan)
    for title, lines in group_differences(plan):
        yield f"{title}:"
        for found in lines:
            yield f"  {tell_difference(found, makers)}"
    yield from tell_rest(plan)


def group_differences(plan: Reconciliation) -> Iterator[tuple[str, list[Difference]]]:
    """Yield the differences by layer, each with its title; what is not wanted is of none."""
    for layer in LAYERS:
        if lines := [
            each for each in plan.differences if each.layer == layer and each.section != PRUNE
        ]:
            yield layer, lines
    if lines := [each for each in plan.differences if each.section == PRUNE]:
        yield "no longer wanted", lines


def tell_rest(plan: Reconciliation, *, each: bool = False) -> Iterator[str]:
    """Yield what a plan leaves alone as lines: what is satisfied, and what could not be planned.

    Rows of one table with one reason are one line, unless `each` is to be told.
    """
    for row in plan.satisfied:
        yield f"satisfied  {row.key}  by {make_visible(row.satisfied_by)}"
    waiting: dict[RowKey, list[str]] = {}
    for skip in plan.skipped:
        if skip.waits_for:
            waiting.setdefault(skip.waits_for, []).append(skip.key.table)
    for skips in _group(plan.skipped, each=each):
        first = skips[0]
        what = str(first.key)
        if len(skips) > 1:
            what = f"{len(skips)} {first.key.table}, the first is {first.key}"
        yield f"{'unknown' if first.is_open else 'skipped'}  {what}  {make_visible(first.reason)}"
        if tables := [table for skip in skips for table in waiting.pop(skip.key, ())]:
            yield _tell_waiting(str(first.key) if len(skips) == 1 else "them", tables)
    for key, tables in waiting.items():  # of a part of the plan that the first is not in
        yield _tell_waiting(str(key), tables)
    if plan.unwanted:
        counts = _count_tables(key.table for key in plan.unwanted)
        yield (
            f"stays  what Ringwall made and the blueprint wants no more: {counts}; "
            "`ringwall plan --prune` plans its removal"
        )


def _group(skipped: Iterable[Skip], *, each: bool) -> Iterable[list[Skip]]:
    """Return what was not planned of itself, by table and reason; the first first."""
    groups: dict[tuple[object, ...], list[Skip]] = {}
    for skip in skipped:
        if not skip.waits_for:
            alike = skip.key if each else skip.key.table
            groups.setdefault((alike, skip.is_open, skip.reason), []).append(skip)
    return groups.values()


def _tell_waiting(needed: str, tables: list[str]) -> str:
    return f"unknown  what needs {needed}: {_count_tables(tables)}"


def _count_tables(tables: Iterable[str]) -> str:
    return ", ".join(f"{count} {table}" for table, count in sorted(Counter(tables).items()))


def name_makers(plan: Reconciliation) -> dict[str, str]:
    """Return the rows that Changes make, by the id of the Change: what later ones refer to."""
    return {id_: str(found.key) for found in plan.differences for id_ in found.changes}


def tell_difference(found: Difference, makers: Mapping[str, str]) -> str:
    """Return a difference as one line: `account region resource: property actual -> desired`.

    `makers` are those of the plan: what is not there yet is told by what makes it.
    """
    risk = {"availability": "  MAY BREAK RUNNING TRAFFIC", "irreversible": "  CANNOT BE UNDONE"}
    return make_visible(f"{found.key}: {tell_values(found, makers)}{risk.get(found.blast, '')}")


def tell_values(found: Difference, makers: Mapping[str, str]) -> str:
    """Return what a difference is, without where: `property actual -> desired`."""
    if not found.property:
        return ACTIONS[found.action]
    desired = tell_references(found.desired, makers)
    again = " (made anew)" if found.action == "replace" else ""
    return f"{found.property} {_show(found.actual)} -> {_show(desired)}{again}"


def _show(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def describe_difference(found: Difference) -> Row:
    """Return a difference as a JSON-able document."""
    return {
        "account": found.key.account,
        "account_id": found.account_id,
        "region": found.key.region,
        "table": found.key.table,
        "name": found.key.name,
        "resource": found.resource,
        "action": found.action,
        "property": found.property,
        "actual": found.actual,
        "desired": found.desired,
        "section": found.section,
        "layer": found.layer,
        "why": found.why,
        "blast": found.blast,
        "changes": list(found.changes),
    }


def describe_skipped(plan: Reconciliation) -> list[Row]:
    """Return what was not planned, as JSON-able documents."""
    return [
        {
            **skip.key._asdict(),
            "layer": skip.layer,
            "reason": skip.reason,
            "is_open": skip.is_open,
            "waits_for": str(skip.waits_for or ""),
        }
        for skip in plan.skipped
    ]
