"""Actions on a resource in groups that its policies cannot tell apart, and ARNs to ask about."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ringwall.reason.iam.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.universe import load_universe, read_template

LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")
"""Access levels from the mildest to the gravest."""
ASSUMING = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
"""What one does to become a role."""
_PART = "x"
_LAST = 5


@dataclass(frozen=True)
class Group:
    """Actions that the same statements speak of; `parts` tells whether they act on parts."""

    actions: tuple[str, ...]
    """In lower case."""
    parts: bool
    """Whether they act on what is in the resource: an object of a bucket, an index of a table."""


def group_actions(
    resource: Resource, granting: Iterable[CompiledStatement], policies: Sequence[CompiledPolicy]
) -> Iterator[Group]:
    """Yield the actions that some statement grants, in groups by the statements that speak of them.

    Of each group one action stands for all: the policies say the same of them.
    """
    allows = tuple(granting)
    groups: dict[tuple[object, ...], list[str]] = {}
    for action, parts in actions_on(service_of(resource), resource.arn).items():
        if any(statement.speaks_of(action) for statement in allows):
            spoken = tuple(id(s) for p in policies for s in p.speaking_of(action))
            groups.setdefault((parts, *spoken), []).append(action)
    for key, actions in groups.items():
        yield Group(tuple(actions), bool(key[0]))


def service_of(resource: Resource) -> str:
    """Return the prefix of the actions on a resource; what one does with a role is to assume it."""
    service = resource.arn.split(":", 3)[2]
    return "sts" if service == "iam" else service


def actions_on(service: str, arn: str) -> Mapping[str, bool]:
    """Return the actions of a service that act on a resource or, where true, on parts of it."""
    return (
        dict.fromkeys(ASSUMING, False) if service == "sts" else _actions_like(service, _shape(arn))
    )


@lru_cache(maxsize=256)
def _actions_like(service: str, arn: str) -> Mapping[str, bool]:
    known = load_universe().services.get(service)
    found: dict[str, bool] = {}
    # AWS writes the ARN of a snapshot or image without account, our tables with it.
    *head, account, rest = arn.split(":", _LAST)
    whole = {arn, ":".join([*head, "", rest])} if account else {arn}
    for name, action in known.actions.items() if known else ():
        templates = [read_template(kind.arn) for kind in action.types]
        if any(template.fullmatch(text) for template in templates for text in whole):
            found[name] = False
        elif any(template.fullmatch(f"{arn}/{_PART}") for template in templates):
            found[name] = True
    return found


def _shape(arn: str) -> str:
    """Return an ARN with its names made plain, so that all resources of a type look the same."""
    *fields, rest = arn.split(":", _LAST)
    kind, slash, name = rest.partition("/")
    kind, colon, name = (kind, slash, name) if slash else rest.partition(":")
    plain = f"{kind}{colon}{_PART}" if colon and name else _PART
    return ":".join([*fields[:3], *("1" if field else "" for field in fields[3:]), plain])


def sample_arns(
    resource: Resource, group: Group, granting: Iterable[CompiledStatement]
) -> tuple[str, ...]:
    """Return ARNs to ask about: the resource, or parts of it as the statements name them."""
    if not group.parts:
        return (resource.arn,)
    return name_parts(resource.arn, granting)


def name_parts(arn: str, granting: Iterable[CompiledStatement]) -> tuple[str, ...]:
    """Return parts of a resource: any one, and one of each pattern that statements have."""
    head = f"{arn}/"
    found = [f"{head}{_PART}"]
    for statement in granting:
        patterns = statement.statement.resource
        if patterns is None or patterns.negated:
            continue
        found.extend(
            re.sub(r"\$\{[^}]*\}|[*?]", _PART, value)
            for value in patterns.values
            if value.startswith(head)
        )
    return tuple(dict.fromkeys(found))


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


def make_arn(action: str, account: str, region: str = "us-east-1") -> str:
    """Return a made-up resource that an action takes, in an account; `*` where it takes none."""
    found = load_universe().find(action)
    if found is None or not found.types:
        return "*"
    known = {"Partition": "aws", "Region": region, "Account": account}
    template = found.types[0].arn
    return re.sub(r"\$\{(\w+)\}", lambda match: known.get(match[1], _PART), template)
