"""Actions on a resource: which there are, where they act, and which its policies tell apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ringwall.reason.iam.evaluation.compiled import CompiledPolicy, CompiledStatement
from ringwall.reason.iam.language.universe import load_universe
from ringwall.reason.iam.organization.model import Resource
from ringwall.reason.iam.question.access_point import OBJECT

LEVELS = ("List", "Read", "Write", "Tagging", "Permissions management")
"""Access levels from the mildest to the gravest."""
ASSUMING = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
"""The actions on a role that its trust policy is about."""
_PART = "x"
_LAST = 5
_SEPARATORS = ("/", "/index/", "/stream/", ":")
"""What stands between the ARN of a resource and the name of a part."""
_THROUGH = {"/": OBJECT}
"""The same for what lies behind an access point."""
_WITH_PATHS = "es:eshttp"
"""Actions on a domain whose resource is a path in it, which its type does not show."""


@dataclass(frozen=True)
class ActionGroup:
    """Actions on a resource that the same statements are about."""

    actions: tuple[str, ...]
    """In lower case."""
    separators: tuple[str, ...]
    """Where they act: '' for the resource itself, '/' and the like for its parts."""


def group_actions(
    resource: Resource, granting: Iterable[CompiledStatement], policies: Sequence[CompiledPolicy]
) -> Iterator[ActionGroup]:
    """Yield the actions that some statement allows, grouped by the statements about them.

    One action of each group stands for all: the policies say the same of them.
    """
    allows = tuple(granting)
    groups: dict[tuple[tuple[str, ...], tuple[int, ...]], list[str]] = {}
    for action, separators in actions_on(service_of(resource), resource.arn).items():
        if any(statement.is_about(action) for statement in allows):
            spoken = tuple(id(s) for p in policies for s in p.statements_about(action))
            groups.setdefault((separators, spoken), []).append(action)
    for (separators, _), actions in groups.items():
        yield ActionGroup(tuple(actions), separators)


def service_of(resource: Resource) -> str:
    """Return the prefix of the actions on a resource; those on a role are to assume it."""
    service = resource.arn.split(":", 3)[2]
    return "sts" if service == "iam" else service


def actions_on(service: str, arn: str) -> Mapping[str, tuple[str, ...]]:
    """Return the actions of a service on a resource, with the separators of where they act.

    '' stands for the resource itself, `/` for an object of a bucket, `/index/` for one of a table.
    """
    if service == "sts":
        return dict.fromkeys(ASSUMING, ("",))
    shape = _shape(arn)
    if ":accesspoint/" in arn:
        # Requests through an access point are for its bucket's objects, under names of their own.
        found = _actions_like(service, "arn:aws:s3:::x")
        through = {name: tuple(_THROUGH.get(s, s) for s in at) for name, at in found.items()}
        return {**_actions_like(service, shape), **through}
    # A version of a layer has actions of its own, one of a function those of the function as well.
    return {**_actions_like(service, shape), **_actions_like(service, _shape_parts(arn))}


@lru_cache(maxsize=256)
def _actions_like(service: str, arn: str) -> Mapping[str, tuple[str, ...]]:
    known = load_universe().services.get(service)
    found: dict[str, tuple[str, ...]] = {}
    # AWS writes the ARN of an image or snapshot without account: a question may have one with it.
    *head, account, rest = arn.split(":", _LAST)
    whole = {arn, ":".join([*head, "", rest])} if account else {arn}
    for name, action in known.actions.items() if known else ():
        separators: list[str] = []
        if any(kind.matches(text) for kind in action.types for text in whole):
            separators.append("")
        separators.extend(
            separator
            for separator in _SEPARATORS
            if any(
                f"}}{separator}$" in kind.arn and kind.matches(f"{arn}{separator}{_PART}")
                for kind in action.types
            )
        )
        if name.startswith(_WITH_PATHS):
            separators.append("/")
        if separators:
            found[name] = tuple(separators)
    return found


def _shape(arn: str) -> str:
    """Return an ARN with its names made plain, so that all resources of a type look the same."""
    *fields, rest = arn.split(":", _LAST)
    kind, slash, name = rest.partition("/")
    kind, colon, name = (kind, slash, name) if slash else rest.partition(":")
    plain = f"{kind}{colon}{_PART}" if colon and name else _PART
    return ":".join([*fields[:3], *("1" if field else "" for field in fields[3:]), plain])


def _shape_parts(arn: str) -> str:
    """Return the same with as many parts as the name has between colons, a version among them."""
    more = arn.split(":", _LAST)[-1].count(":") - 1
    return _shape(arn) + f":{_PART}" * more


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
