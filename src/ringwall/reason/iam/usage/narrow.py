"""One Allow statement reduced to what was used of it: actions grouped by their resources."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ringwall.reason.iam.language.matching import compile_glob
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.policy import Patterns, Statement
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.usage.granted import Usage
from ringwall.reason.iam.usage.grants import (
    covers,
    expand_actions,
    find_unknown_actions,
    may_match,
    spell_variants,
)
from ringwall.reason.iam.usage.render import (
    PolicyJson,
    escape,
    render_condition,
    render_resource,
    spell_action,
)
from ringwall.reason.iam.usage.resources import NO_RESOURCE, NOT_SHOWN

MAX_LISTED = 10
"""The most resources that are listed one by one; more become one pattern for each folder."""
_FOLDERS = 6
_SERVICE_FIELD = 2

ResourceElement = tuple[str, tuple[str, ...]]
"""Resource or NotResource, and its values."""


@dataclass(frozen=True)
class NarrowedStatement:
    """A narrowed statement, and the same actions with the resources that were granted."""

    statement: PolicyJson
    as_granted: PolicyJson


def narrow_statement(
    statement: Statement, usage: Usage, *, keep_unknown: bool
) -> Iterator[NarrowedStatement]:
    """Yield what is left of an Allow statement: one piece for each set of resources."""
    used: dict[str, set[str]] = {}
    for use in usage.uses:
        used.setdefault(use.action, set()).add(use.resource)
    groups: dict[ResourceElement, list[str]] = {}
    for action in sorted(expand_actions(statement.action) & usage.actions.keys()):
        verdict = usage.actions[action].verdict
        if verdict == "used":
            resources = _narrow_resources(statement, action, used[action])
        elif verdict == "unknown" and keep_unknown:
            resources = _granted_resources(statement, action)
        else:
            continue
        if resources:
            groups.setdefault(resources, []).append(action)
    unknown = find_unknown_actions(statement.action) if keep_unknown else ()
    if unknown:
        groups.setdefault(render_resource(statement), []).extend(unknown)
    for (element, values), actions in groups.items():
        head = {"Effect": "Allow", "Action": _name_actions(statement.action, actions)}
        tail = render_condition(statement)
        granted, patterns = render_resource(statement)
        yield NarrowedStatement(
            head | {element: list(values)} | tail, head | {granted: list(patterns)} | tail
        )


def _granted_resources(statement: Statement, action: str) -> ResourceElement | None:
    """Return the granted patterns that can match a resource of the action; None if none can."""
    element, values = render_resource(statement)
    if element == "NotResource":
        return element, values
    found = load_universe().find(action)
    types = found.types if found else ()
    if not types:
        return (element, (NO_RESOURCE,)) if any(not v.strip("*") for v in values) else None
    services = {type_.arn.split(":")[_SERVICE_FIELD] for type_ in types}
    fitting = tuple(value for value in values if _is_of(value, services))
    return (element, fitting) if fitting else None


def _is_of(value: str, services: Collection[str]) -> bool:
    """Whether a pattern may match an ARN of one of the services."""
    fields = value.split(":")
    if len(fields) <= _SERVICE_FIELD or "${" in value:
        return True
    matches = compile_glob(read_pattern(fields[_SERVICE_FIELD], variables=False))
    return any(matches(service) for service in services)


def _narrow_resources(
    statement: Statement, action: str, used: Collection[str]
) -> ResourceElement | None:
    """Return the resources that an action was used on, as far as the statement grants them."""
    if NOT_SHOWN in used:
        return _granted_resources(statement, action)
    spelt = {resource: tuple(_spell(statement, resource)) for resource in sorted(used)}
    exact = [resource for resource, found in spelt.items() if found]
    if NO_RESOURCE in exact:
        return "Resource", (NO_RESOURCE,)
    if len(exact) > MAX_LISTED:
        values = _list_folders(statement, exact)
    else:
        values = [pattern for found in spelt.values() for pattern in found]
    if values is None:
        return _granted_resources(statement, action)
    values += _find_maybe(statement, [resource for resource in used if not spelt[resource]])
    return ("Resource", tuple(dict.fromkeys(values))) if values else None


def _spell(statement: Statement, resource: str) -> Iterator[str]:
    """Yield the patterns for a resource, and its other ARNs, that the statement covers."""
    if covers(statement, resource):
        yield NO_RESOURCE if resource == NO_RESOURCE else escape(resource)
    if statement.resource is None or not statement.resource.negated:
        yield from (v for v in spell_variants(resource) if covers(statement, v))


def _find_maybe(statement: Statement, resources: Sequence[str]) -> list[str]:
    """Return the granted patterns that may have matched resources, where that is not certain."""
    patterns = statement.resource
    if patterns is None or patterns.negated:
        return []
    _, rendered = render_resource(statement)
    return [
        plain
        for value, plain in zip(patterns.values, rendered, strict=True)
        if any(may_match(value, r, variables=statement.variables) for r in resources)
    ]


def _list_folders(statement: Statement, exact: Iterable[str]) -> list[str] | None:
    """Return patterns for the folders of many resources; None where one is not granted whole."""
    folders = exact
    for _ in range(_FOLDERS):
        folders = dict.fromkeys(f.rstrip("/").rpartition("/")[0] + "/" for f in folders)
        if not all(len(f) > 1 and covers(statement, f"{f}*") for f in folders):
            return None
        if len(folders) <= MAX_LISTED:
            return [f"{escape(folder)}*" for folder in folders]
    return None


def _name_actions(granted: Patterns, actions: Sequence[str]) -> list[str]:
    """Return the actions, as the statement's own patterns where all that they match is there."""
    left = dict.fromkeys(actions)
    found: list[str] = []
    for pattern in _candidates(granted, actions):
        members = load_universe().expand(pattern)
        if members and all(member in left for member in members):
            found.append(spell_action(pattern))
            for member in members:
                del left[member]
    return [*found, *map(spell_action, left)]


def _candidates(granted: Patterns, actions: Iterable[str]) -> Iterator[str]:
    """Yield patterns that the statement covers, the widest first."""
    if not granted.negated:
        yield from (value for value in granted.values if "*" in value or "?" in value)
    for service in dict.fromkeys(action.partition(":")[0] for action in actions):
        whole = f"{service}:*"
        if granted.negated:
            if not any(_may_meet(value, service) for value in granted.values):
                yield whole
        elif any(
            compile_glob(read_pattern(value, variables=False))(whole) for value in granted.values
        ):
            yield whole


def _may_meet(value: str, service: str) -> bool:
    """Whether a pattern may match an action of a service."""
    head, colon, _ = value.partition(":")
    return not colon or compile_glob(read_pattern(head, variables=False))(service)
