"""The resources of a call for one of its actions, as ARNs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any

from ringwall.emulator.authorization.authority import ActionFacts, ResourceKind
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.identifiers import find_arns
from ringwall.emulator.needs.implied import NamedArn, find_implied_values
from ringwall.emulator.needs.operations import load_table
from ringwall.emulator.needs.templates import fill, find_open, matches, place_of, split_arn
from ringwall.emulator.needs.unknown_needs import UnknownNeedsError

READERS = ("List", "Describe", "Search", "Lookup", "BatchGet", "BatchDescribe")
MAKERS = ("Create", "Allocate", "Run", "Put", "Register", "Import", "Copy", "Upload", "Request")
PLAIN = frozenset({"name", "names", "id", "ids", "identifier", "arn"})
"""What a parameter is called that names the operation's own resource."""
ANY_KIND = frozenset({"", "resource", "resources", "target"})
"""Stems of parameters that may name a resource of any type: `ResourceArn`, `TargetId`."""
VAGUE = frozenset({"id", "name", "resourceid", "resourcename"})
"""Open names of templates that say less than the name of the type does."""
_SUFFIXES = ("withpath", "withoutleadingslash", "identifiers", "identifier", "names", "name")
_MORE_SUFFIXES = ("arns", "arn", "ids", "id")
Given = tuple[NamedArn, ...]
"""The ARNs that a request names, of any type that the action takes."""
Taken = frozenset[tuple[str, str]]
"""Parameters and their values that stand for such ARNs."""


@dataclass(frozen=True)
class _Asked:
    """A call, one of its actions, and what follows from both for each type and name."""

    call: EmulatedCall
    action: ActionFacts
    is_single: bool
    """Whether the action takes one type of resource alone that has names."""
    implied: dict[str, str]

    @property
    def noun(self) -> str:
        return _find_noun(self.call.operation)


OF_BACKUP = ("snapshot", "image/", "cluster-snapshot:", "backup/", "table/", "volume/")
"""What the resource of a recovery point's ARN begins with, where it is its service's own."""
_MAX_COMBINATIONS = 1000
_WITH_VERSION = 7
"""Colons of the ARN of a function's version."""


def find_resources(call: EmulatedCall, action: ActionFacts) -> tuple[str, ...] | None:
    """Return what the action is asked for: ARNs, `*` alone, or None where that is not known."""
    if not action.kinds:
        return ("*",)
    is_single = sum(bool(find_open(kind.arn)) for kind in action.kinds) == 1
    asked = _Asked(call, action, is_single, find_implied_values(call))
    given = tuple(
        found for found in find_arns(call) if any(is_of(kind, found.arn) for kind in action.kinds)
    )
    named = {kind: tuple(_name(asked, kind, given)) for kind in action.kinds}
    # A type of one resource for each account counts where the request names no other.
    if any(arns for kind, arns in named.items() if find_open(kind.arn)):
        named = {k: arns if find_open(k.arn) or k.is_required else () for k, arns in named.items()}
    found = [arn for arns in named.values() for arn in arns]
    families = {_find_family(kind) for kind, arns in named.items() if arns}
    for kind in action.kinds:
        is_wanted = kind.is_required or _is_made(call, kind)
        if not is_wanted or _find_family(kind) in families:
            continue
        made = _make(asked, kind)
        if made:
            found.append(made)
        elif call.operation.startswith(READERS) and not found:
            return ("*",)
        elif not _is_one_of_many(given):
            return None
    if found:
        return tuple(dict.fromkeys(found))
    return ("*",) if call.operation.startswith(READERS) else None


def find_tagged(call: EmulatedCall, action: ActionFacts, tagging: ActionFacts) -> tuple[str, ...]:
    """Return what a call that makes something tags: what it makes, and not what that refers to."""
    required = replace(action, kinds=tuple(k for k in action.kinds if k.is_required))
    made = find_resources(call, required) or ()
    found = [arn for arn in made if any(is_of(kind, arn) for kind in tagging.kinds)]
    if not found:
        own = [kind for kind in tagging.kinds if _bare(kind.name) == _find_noun(call.operation)]
        found = [fill(k.arn, place_of(call) | find_implied_values(call)) for k in own]
    return tuple(found) or ("*",)


def _find_family(kind: ResourceKind) -> str:
    """Return the part of a type's name that its variants share: `listener` of `listener/app`.

    A rule group of Network Firewall is stateful or stateless, and one request names one.
    """
    if kind.name.endswith("RuleGroup"):
        return "RuleGroup"
    return kind.name.partition("/")[0].removesuffix("V2")


def _is_made(call: EmulatedCall, kind: ResourceKind) -> bool:
    """Whether the request makes or uses a resource that the reference does not require."""
    return kind.name in load_table()["made"].get(f"{call.service}:{call.operation}", ())


def _name(asked: _Asked, kind: ResourceKind, given: Given) -> Iterator[str]:
    """Yield the ARNs of a type that the request names."""
    open_names = find_open(kind.arn)
    if not open_names:
        yield fill(kind.arn, place_of(asked.call))
        return
    yield from (found.arn for found in given if is_of(kind, found.arn))
    # INVARIANT: what is named by its name counts even where another parameter has an ARN: else a
    # request could be about one resource and be authorized for another.
    taken = frozenset((found.member, found.text) for found in given)
    values = [tuple(_values(asked, kind, name, taken)) for name in open_names]
    if all(values):
        if prod(map(len, values)) > _MAX_COMBINATIONS:
            raise UnknownNeedsError
        for chosen in product(*values):
            filled = dict(zip(open_names, chosen, strict=True))
            yield fill(kind.arn, place_of(asked.call) | filled)


def is_of(kind: ResourceKind, arn: str) -> bool:
    """Whether an ARN is one of a type's; a function's may have a version or an alias.

    What policies name of a log group is all in it: `log-group:NAME:*`.
    """
    if kind.name == "recoveryPoint":
        return _is_recovery_point(arn)
    if kind.name == "log-group":
        arn = arn.removesuffix(":log-stream:")
    if kind.name == "function" and arn.count(":") == _WITH_VERSION:
        arn = arn.rpartition(":")[0]
    return matches(kind.arn, arn)


def _is_recovery_point(arn: str) -> bool:
    """Whether an ARN may be a recovery point's: each service has its own kind, some no account.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/recovery-points.html
    """
    service, rest = split_arn(arn)[2], split_arn(arn)[5]
    if service == "backup":
        return rest.startswith("recovery-point:")
    return service != "iam" and rest.startswith(OF_BACKUP)


def _make(asked: _Asked, kind: ResourceKind) -> str:
    """Return the ARN of what the request names in part or not yet: `*` stands for the rest.

    It makes the resource, or AWS chooses it, or a part of its ARN is an id that AWS made.
    '' where the request should name it.
    """
    open_names = find_open(kind.arn)
    firsts = {name: next(_values(asked, kind, name, frozenset()), "") for name in open_names}
    values = {name: value for name, value in firsts.items() if value}
    if not values and not _may_be_unnamed(asked, kind):
        return ""
    return fill(kind.arn, place_of(asked.call) | values | asked.implied)


def _values(asked: _Asked, kind: ResourceKind, name: str, taken: Taken) -> Iterator[str]:
    """Yield the values of a template's open name among the parameters."""
    if name in asked.implied:
        yield asked.implied[name]
        return
    call, table = asked.call, load_table()
    full_name = f"{asked.action.name.partition(':')[0]}:{name}"
    chosen = table["parameters"].get(full_name)
    if chosen is None:
        for member in _members(asked, kind, name):
            found = _read(call, member, taken)
            if found:
                yield from found
                return
    named = [text for member in chosen or () for text in _read(call, member, taken)]
    default = table["defaults"].get(full_name)
    yield from named or ([default] if default else [])


def _read(call: EmulatedCall, member: str, taken: Taken) -> list[str]:
    """Return a parameter's texts that are not ARNs and that stand for none."""
    value: Any = call.parameters
    for name in member.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    texts = (text for text in _texts(value) if not text.startswith("arn:"))
    return [text for text in texts if (member.rpartition(".")[2], text) not in taken]


def _members(asked: _Asked, kind: ResourceKind, name: str) -> Iterator[str]:
    """Yield the parameters that may have a value for an open name, the likeliest first."""
    wanted, plain_kind = find_stem(name), _bare(kind.name)
    call, noun, exact = asked.call, asked.noun, name.lower()
    if exact in VAGUE:
        yield from (m for m in call.parameters if find_stem(m) in {plain_kind, f"{plain_kind}s"})
    yield from (m for m in call.parameters if m.lower() in {exact, f"{exact}s"})
    # Who makes something gives it a name, and AWS its id.
    members = [m for m in call.parameters if not (exact.endswith("id") and _is_name(m))]
    yield from (m for m in members if wanted and find_stem(m) in {wanted, f"{wanted}s"})
    only = asked.is_single and len(find_open(kind.arn)) == 1
    if only or noun == wanted or (noun == plain_kind and exact in VAGUE):
        yield from (m for m in members if m.lower() in PLAIN)
    if only:
        required = [m for m in members if m in _required(call)]
        yield from required if len(required) == 1 else ()


def _is_name(member: str) -> bool:
    return member.lower().endswith(("name", "names"))


@lru_cache(maxsize=8192)
def find_stem(name: str) -> str:
    """Return what a name of a parameter is about: `bucket` of `BucketName`, '' of `Arn`."""
    found = name.lower()
    for suffixes in (_SUFFIXES, _SUFFIXES, _MORE_SUFFIXES):
        found = next((found.removesuffix(s) for s in suffixes if found.endswith(s)), found)
    return found


def _may_be_unnamed(asked: _Asked, kind: ResourceKind) -> bool:
    """Whether the request makes the resource, or AWS chooses it."""
    call, (service, _, name) = asked.call, asked.action.name.partition(":")
    table = load_table()["unnamed"].get(service, {})
    if kind.name in table.get(call.operation, ()) or _is_made(call, kind):
        return True
    nouns = {asked.noun, _find_noun(name)}
    return call.operation.startswith(MAKERS) and _bare(kind.name) in nouns


def _is_one_of_many(given: Given) -> bool:
    """Whether one parameter named a resource of whichever type: the reference requires all."""
    return any(find_stem(found.member) in ANY_KIND for found in given)


@lru_cache(maxsize=8192)
def _find_noun(operation: str) -> str:
    """Return what an operation is about: `trail` of `CreateTrail`."""
    start = next((i for i, letter in enumerate(operation[1:], 1) if letter.isupper()), 0)
    return operation[start:].lower()


@lru_cache(maxsize=8192)
def _bare(name: str) -> str:
    return name.lower().replace("-", "").replace(" ", "").replace("/", "")


def _required(call: EmulatedCall) -> Iterable[str]:
    shape = call.model.input_shape
    return shape.required_members if shape is not None else ()


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, int) and not isinstance(value, bool):
        return (str(value),)
    if isinstance(value, list | tuple):
        return tuple(text for item in value for text in _texts(item))
    return ()
