"""The probe of a lifecycle: the reads that show some columns of one resource, as at collection."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ringwall.model.change import Probe, ProbeLookup
from ringwall.model.jmespath_roots import find_roots
from ringwall.model.lifecycle import Find, Lifecycle
from ringwall.model.reference import TEXT, find_references
from ringwall.model.table import Call, Column, Row, Table
from ringwall.plan.reconciliation.template import fill_parameters, fill_value, find_names

OF_READER = ("{account_id}", "{region}", "{partition}")
"""Placeholders in the table's calls that are the reader's own, not the document's."""
NUMBERS = ("BIGINT", "DOUBLE")
SPLIT = re.compile("(" + "|".join(map(re.escape, OF_READER)) + ")")


def make_probe(lifecycle: Lifecycle, table: Table, columns: Iterable[str], names: Row) -> Probe:
    """Return the probe whose state is an object of these columns; None where there is no resource.

    `names` are those of the templates: the wanted values, `found`, the account and Region. The
    columns that the find asks by are left out: see `shown`.
    """
    by_name = {column.name: column for column in table.columns}
    # Where a resource is, the envelope says: the call itself is made there.
    chosen = sorted(shown(lifecycle, columns) & {*by_name, "tags"})
    find = lifecycle.find
    ids = {name: _read_id(table, by_name, name) for name in lifecycle.ids}
    paths = {name: _read_column(by_name[name]) for name in chosen if name != "tags"}
    if "tags" in chosen:
        paths["tags"] = _read_tags(table.tags, names["tags"])
    read = (*paths.values(), *ids.values(), *find.now.values())
    needed = set(re.findall(r"\w+", " ".join(read)))
    there = {call.into for call in find.each}
    calls = [c for c in (*table.calls, *find.then) if c.into in needed and c.into not in there]
    if not find.operation and not calls[0].absent:
        find, calls = _begin_with(calls), calls[1:]
    return Probe(
        operation=find.operation,
        parameters=fill_parameters(find.parameters, names),
        take=_take(paths),
        absent=find.absent,
        wait=lifecycle.wait,
        # Settings are always there, also where AWS says of one that there is none.
        items=find.items or (find.operation and f"[{find.take or '@'}]"),
        match={path: fill_value(value, names) for path, value in find.match.items()},
        members=fill_parameters(find.members, names),
        each=tuple(_make_lookups(find.each, names)),
        lookups=tuple(_make_lookups(calls, names)),
        ids=ids,
        now=find.now,
        parsed=find.parsed,
        normal={name: form for name, form in lifecycle.normal.items() if name in chosen},
    )


def make_part_probe(
    lifecycle: Lifecycle, table: Table, columns: Iterable[str], names: Row
) -> Probe:
    """Return the probe for columns of a resource that an earlier Change of the plan creates.

    That Change has found it and its ids. Where the lifecycle says how, it is not searched again.
    """
    probe = make_probe(replace(lifecycle, ids=()), table, columns, names)
    find = lifecycle.find
    direct = fill_parameters(find.direct, names)
    members = find_roots(probe.take) | (find_roots(find.there) if find.there else set())
    calls = _choose_calls(lifecycle, table, members, direct.keys())
    if not direct or calls is None:
        return probe
    return replace(
        probe,
        operation="",
        parameters={},
        parsed="",
        items="",
        match={},
        each=(),
        take=f"[@][?{find.there}] | [0] | {probe.take}" if find.there else probe.take,
        absent=table.gone,
        members=direct,
        lookups=tuple(_make_lookups(calls, names)),
    )


def _choose_calls(
    lifecycle: Lifecycle, table: Table, members: set[str], known: Iterable[str]
) -> list[Call] | None:
    """Return the calls that add some members to a document; None where they do not do."""
    by_member = {call.into: call for call in (*table.calls, *lifecycle.find.then)}
    missing, chosen = members - set(known), set[str]()
    while missing:
        if not missing <= by_member.keys():
            return None
        chosen |= missing
        needed = {name for member in missing for name in _needs_of(by_member[member])}
        missing = needed - chosen - set(known)
    return [call for call in by_member.values() if call.into in chosen]


def _needs_of(call: Call) -> set[str]:
    """Return the members of the document that a call is about."""
    asked = {name.partition(".")[0] for name in find_names(call.parameters)}
    own = {place[1:-1] for place in OF_READER}
    return (asked - own) | (find_roots(call.when) if call.when else set())


def shown(lifecycle: Lifecycle, columns: Iterable[str]) -> set[str]:
    """Return the columns that a probe shows: all but those that it asks by.

    AWS's answer is about what was asked for, and need not repeat it.
    """
    find = lifecycle.find
    asked = find_names([find.parameters, find.members]) & set(lifecycle.identity)
    return set(columns) - asked


def _begin_with(calls: list[Call]) -> Find:
    """Return how a setting is read that detail calls alone show: by the first of them."""
    first = calls[0]
    take = f"{{{first.into}: {first.take or '@'}}}"
    return Find(first.operation, first.parameters, take=take)


def _take(paths: dict[str, str]) -> str:
    """Return a JMESPath that makes the object; AWS never answers with an empty one."""
    members = ", ".join(f"{name}: {path}" for name, path in paths.items())
    return f"{{{members}}}" if members else "`{}`"


def _read_column(column: Column) -> str:
    """Return the JMESPath of a column's value, with what it has where AWS leaves it out."""
    # AWS writes some numbers as texts: the limit of a budget.
    path = f"to_number({column.path})" if column.type in NUMBERS else column.path
    return path if column.required else f"not_null({path}, `{json.dumps(column.when_absent)}`)"


def _read_tags(path: str, tags: Iterable[str]) -> str:
    """Return the JMESPath of an object of these tags alone, whichever form AWS has them in."""
    members = []
    for tag in sorted(tags):
        name = json.dumps(tag)
        text = "`" + name.replace("`", "\\`") + "`"
        lists = ("Key", "Value"), ("key", "value"), ("TagKey", "TagValue")
        found = [f"({path})[?{key}=={text}].{value} | [0]" for key, value in lists]
        members.append(f"{name}: not_null({', '.join(found)}, ({path}).{name})")
    return f"{{{', '.join(members)}}}"


def _read_id(table: Table, columns: dict[str, Column], name: str) -> str:
    if name == "tags":
        return table.tags
    return table.arn if name == "arn" else columns[name].path


def _make_lookups(calls: Iterable[Call], names: Row) -> Iterator[ProbeLookup]:
    for call in calls:
        parameters = {name: _bind(value, names) for name, value in call.parameters.items()}
        yield ProbeLookup(call.operation, parameters, call.take, call.into, call.absent, call.when)


def _bind(value: Any, names: Row) -> Any:
    """Return a template of the table with the reader's own names in it; others stay."""
    if isinstance(value, dict):
        return {name: _bind(member, names) for name, member in value.items()}
    if isinstance(value, list):
        return [_bind(item, names) for item in value]
    if not isinstance(value, str):
        return value
    parts = [names[part[1:-1]] if part in OF_READER else part for part in SPLIT.split(value)]
    parts = [part for part in parts if part != ""]
    return {TEXT: parts} if any(find_references(parts)) else "".join(parts)
