"""Whether an action takes a resource: what it does not take, nobody could be denied or allowed."""

import re
from collections.abc import Iterable, Iterator

from ringwall.model.errors import BadInput
from ringwall.reason.iam.language.universe import (
    Action,
    ResourceType,
    ServiceReference,
    load_universe,
)
from ringwall.reason.iam.relation.resource_actions import actions_on

_SERVICE, _ACCOUNT, _LAST = 2, 4, 5
"""Fields of an ARN."""
_SHOWN = 5
"""How many types of resource a message names."""


def describe_misfits(action: str, arns: Iterable[str]) -> Iterator[str]:
    """Yield a sentence about each ARN of which it is not known that an action takes it.

    BadInput for one that it does not take: one of another service, one that is certainly of
    another type, and any at all where the action takes none. Nothing is said of `*`, of an action
    that AWS is not known to have, and of a pattern that leaves the type open.
    """
    found = load_universe().find(action)
    for arn in arns if found else ():
        if found is None or arn.count(":") < _LAST:
            continue
        if not found.types:
            raise BadInput(f"{arn}: {found.name} takes no resource; write *")
        if problem := _find_problem(found, arn):
            raise BadInput(f"{arn}: {problem}; it takes {_name_types(found)}")
        if not (_takes(found, arn) or _is_pattern(arn) or _acts_there(found, arn)):
            yield f"{arn}: {found.name} is known to take only {_name_types(found)}"


def find_type(arn: str) -> str:
    """Return the name of the type of resource that an ARN is of, as AWS's reference has it.

    '' where it is of none that is known, or may be of several.
    """
    service = load_universe().services.get(_service_of(arn)) if arn.count(":") >= _LAST else None
    names = {kind.name for kind in _find_closest(_types_of(service), arn)} if service else set()
    return names.pop() if len(names) == 1 else ""


def _find_problem(action: Action, arn: str) -> str:
    """Return why an action does not take an ARN; '' where it may."""
    known = _types_of(load_universe().services[action.name.partition(":")[0].lower()])
    service = _service_of(arn)
    services = [_service_of(kind.arn) for kind in known]
    is_any = _is_pattern(service) or any("$" in each for each in services)
    if not is_any and service not in services:
        return f"{action.name} takes no resource of {service}"
    if _acts_there(action, arn):
        return ""
    # What a pattern matches has at least its letters: b/* is no bucket.
    plain = re.sub(r"[*?]", "x", arn)
    takes = _takes(action, plain)
    # What lies in a resource that the action takes may be one more that it takes.
    is_open = _is_pattern(arn) or any(kind.begins(arn) for kind in action.types)
    best = _find_closest(known, plain)
    taken = {kind.name for kind in action.types}
    if not best or (is_open and not takes) or any(kind.name in taken for kind in best):
        return ""
    return f"it is of the type {best[0].name}, which {action.name} does not take"


def _takes(action: Action, arn: str) -> bool:
    """Whether an ARN may be one of a type that the action takes."""
    return any(kind.matches(text) for kind in action.types for text in _spellings(arn))


def _acts_there(action: Action, arn: str) -> bool:
    """Whether an action is about parts of a resource, or what is behind it: an access point."""
    at = actions_on(action.name.partition(":")[0].lower(), arn).get(action.name.lower(), ())
    return any(at) or (bool(at) and not _takes(action, arn))


def _find_closest(known: Iterable[ResourceType], arn: str) -> list[ResourceType]:
    """Return the types that say most of an ARN: one of an object may be one of a bucket, too."""
    matching = [k for k in known if any(map(k.matches, _spellings(arn)))]
    most = max((_count_letters(kind) for kind in matching), default=0)
    return [kind for kind in matching if _count_letters(kind) == most]


def _count_letters(kind: ResourceType) -> int:
    return len(re.sub(r"\$\{\w+\}", "", kind.arn))


def _spellings(arn: str) -> tuple[str, ...]:
    """Return an ARN with and without its account: AWS leaves it out in those of images."""
    fields = arn.split(":", _LAST)
    return arn, ":".join([*fields[:_ACCOUNT], "", fields[_LAST]])


def _types_of(service: ServiceReference) -> tuple[ResourceType, ...]:
    """Return the types of resources that the actions of a service take."""
    kinds = (kind for each in service.actions.values() for kind in each.types)
    return tuple({kind.name: kind for kind in kinds}.values())


def _name_types(action: Action) -> str:
    """Return what an action takes, in words."""
    kinds = sorted({f"{kind.name} ({kind.arn})" for kind in action.types})
    more = f" and {len(kinds) - _SHOWN} more" if len(kinds) > _SHOWN else ""
    return f"{', '.join(kinds[:_SHOWN])}{more}"


def _service_of(arn: str) -> str:
    return arn.split(":", _SERVICE + 1)[_SERVICE]


def _is_pattern(text: str) -> bool:
    return bool(set(text) & {"*", "?"})
