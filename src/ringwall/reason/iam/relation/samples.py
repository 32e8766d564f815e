"""Actions on a resource in groups that its policies cannot tell apart, and ARNs to ask about."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.evaluation.request import Request
from ringwall.reason.iam.evaluation.resource_parts import (
    MAX_PARTS,
    list_parts,
    read_resource_patterns,
)
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.access_point import OBJECT, bucket_arn_of, is_point
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.symbolic.contexts.decide import Access

LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")
"""Access levels from the mildest to the gravest."""
ASSUMING = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
"""What one does to become a role."""
_PART = "x"
_LAST = 5
_MORE_PARTS = f"policies name more parts of the resource than the {MAX_PARTS} that are asked about"


@dataclass(frozen=True)
class Group:
    """Actions that the same statements speak of; `parts` tells whether they act on parts."""

    actions: tuple[str, ...]
    """In lower case."""
    places: tuple[str, ...]
    """What they act on: '' for the resource itself, '/' and the like for what is in it."""


def group_actions(
    resource: Resource, granting: Iterable[CompiledStatement], policies: Sequence[CompiledPolicy]
) -> Iterator[Group]:
    """Yield the actions that some statement grants, in groups by the statements that speak of them.

    Of each group one action stands for all: the policies say the same of them.
    """
    allows = tuple(granting)
    groups: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = {}
    for action, places in actions_on(service_of(resource), resource.arn).items():
        if any(statement.is_about(action) for statement in allows):
            spoken = tuple(id(s) for p in policies for s in p.statements_about(action))
            groups.setdefault((places, spoken), []).append(action)
    for (places, _), actions in groups.items():
        yield Group(tuple(actions), places)


def service_of(resource: Resource) -> str:
    """Return the prefix of the actions on a resource; what one does with a role is to assume it."""
    service = resource.arn.split(":", 3)[2]
    return "sts" if service == "iam" else service


def actions_on(service: str, arn: str) -> Mapping[str, tuple[str, ...]]:
    """Return the actions of a service on a resource, with where they act: on it, or in it.

    '' stands for the resource itself, `/` for an object of a bucket, `/index/` for one of a table.
    """
    if service == "sts":
        return dict.fromkeys(ASSUMING, ("",))
    shape = _shape(arn)
    if ":accesspoint/" in arn:
        # Through an access point one acts on its bucket's objects, under names of its own.
        found = _actions_like(service, "arn:aws:s3:::x")
        through = {name: tuple(_THROUGH.get(p, p) for p in at) for name, at in found.items()}
        return {**_actions_like(service, shape), **through}
    return _actions_like(service, shape)


_PLACES = ("/", "/index/", "/stream/", ":")
"""How parts of resources are written, behind the resource's ARN."""
_THROUGH = {"/": OBJECT}
_WITH_PATHS = "es:eshttp"
"""Actions on a domain whose resource is a path in it, which its type does not show."""


@lru_cache(maxsize=256)
def _actions_like(service: str, arn: str) -> Mapping[str, tuple[str, ...]]:
    known = load_universe().services.get(service)
    found: dict[str, tuple[str, ...]] = {}
    # AWS writes the ARN of an image or snapshot without account: who asks may give it with one.
    *head, account, rest = arn.split(":", _LAST)
    whole = {arn, ":".join([*head, "", rest])} if account else {arn}
    for name, action in known.actions.items() if known else ():
        places: list[str] = []
        if any(kind.matches(text) for kind in action.types for text in whole):
            places.append("")
        places.extend(
            place
            for place in _PLACES
            if any(
                f"}}{place}$" in kind.arn and kind.matches(f"{arn}{place}{_PART}")
                for kind in action.types
            )
        )
        if name.startswith(_WITH_PATHS):
            places.append("/")
        if places:
            found[name] = tuple(places)
    return found


def _shape(arn: str) -> str:
    """Return an ARN with its names made plain, so that all resources of a type look the same."""
    *fields, rest = arn.split(":", _LAST)
    kind, slash, name = rest.partition("/")
    kind, colon, name = (kind, slash, name) if slash else rest.partition(":")
    plain = f"{kind}{colon}{_PART}" if colon and name else _PART
    return ":".join([*fields[:3], *("1" if field else "" for field in fields[3:]), plain])


def sample_arns(
    arn: str,
    places: Iterable[str],
    statements: Iterable[CompiledStatement],
    know: Callable[[], Request],
    resource: Resource | None = None,
) -> tuple[str, ...]:
    """Return ARNs to ask about: the resource, and parts of it that the statements tell apart.

    `know` returns a request of the asker, for statements that have variables. Behind an access
    point, `resource`, those parts count as well that statements tell apart in its bucket.
    """
    patterns = read_resource_patterns(statements, know)
    found: list[str] = []
    for place in places:
        found.extend(list_parts(f"{arn}{place}", patterns) if place else (arn,))
        if place == OBJECT and resource is not None and is_point(resource):
            head = f"{bucket_arn_of(resource)}/"
            parts = (part.removeprefix(head) for part in list_parts(head, patterns))
            found.extend(f"{arn}{OBJECT}{part}" for part in parts)
    return tuple(dict.fromkeys(found))


def doubt_rest(access: Access, count: int) -> Access:
    """Return an answer over some parts of a resource: where there are more, `never` is not sure."""
    if count < MAX_PARTS or access.verdict != "never":
        return access
    return replace(access, verdict="unknown", unknown=(_MORE_PARTS,))


def levels_of(actions: Iterable[str]) -> tuple[str, ...]:
    """Return the access levels of actions, the mildest first."""
    universe = load_universe()
    found = {level for name in actions if (a := universe.find(name)) for level in a.levels}
    return tuple(level for level in LEVELS if level in found)


def spell_actions(actions: Iterable[str]) -> tuple[str, ...]:
    """Return actions as AWS spells them, sorted."""
    universe = load_universe()
    spelt = ((a.name if (a := universe.find(name)) else name) for name in actions)
    return tuple(sorted(spelt))


def make_arns(action: str, account: str, partition: str = "aws") -> tuple[str, ...]:
    """Return a made-up resource of each type that an action takes; `*` where it takes none."""
    found = load_universe().find(action)
    if found is None or not found.types:
        return ("*",)
    known = {"Partition": partition, "Region": "us-east-1", "Account": account}
    return tuple(
        re.sub(r"\$\{(\w+)\}", lambda match: known.get(match[1], _PART), kind.arn)
        for kind in found.types
    )
