"""The resources of an event: ARNs that it lists, or that its parameters complete."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ringwall.reason.iam.language.matching import Matches, compile_arn
from ringwall.reason.iam.language.pattern import read_pattern
from ringwall.reason.iam.language.universe import Action, ResourceType, load_universe
from ringwall.reason.iam.usage.trail import load_trail

NOT_SHOWN = ""
"""The resource of a use whose event does not show it, or shows too many."""
NO_RESOURCE = "*"
"""The resource of an action that has none."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class LoggedCall:
    """What an event shows of its resources; `arns` are those listed and those in parameters."""

    partition: str
    region: str
    account: str
    arns: tuple[str, ...]
    parameters: Mapping[str, str]


def name_parameters(action: str) -> tuple[str, ...]:
    """Return the request parameters that may complete the ARN of an action's resources."""
    found = load_universe().find(action)
    templates = _templates(found.types) if found else ()
    trail = load_trail()
    names = (
        name
        for _, template in templates
        for variable in _VARIABLE.findall(template)
        for name in trail.find_parameters(_service(action), variable)
    )
    return tuple(dict.fromkeys(names))


def find_resources(action: str, call: LoggedCall) -> tuple[str, ...]:
    """Return the ARNs that an action was used on, `NO_RESOURCE`, or `NOT_SHOWN`.

    An action that requires several resources shows none unless all are known: a policy that names
    only some of them would not allow it.
    """
    found = load_universe().find(action)
    if found is None:
        return (NOT_SHOWN,)
    if not found.types:
        return (NO_RESOURCE,)
    shown = {type_.name: tuple(_arns(action, found, type_, call)) for type_ in found.types}
    needed = [type_.name for type_ in found.types if type_.is_required]
    if not all(shown[name] for name in needed):
        return (NOT_SHOWN,)
    arns = tuple(dict.fromkeys(arn for arns in shown.values() for arn in arns))
    return arns or (NOT_SHOWN,)


def _arns(action: str, found: Action, type_: ResourceType, call: LoggedCall) -> Iterator[str]:
    yield from (arn for arn in call.arns if _kind(found, arn) == type_.name)
    yield from _fill(action, type_, call)


def _fill(action: str, type_: ResourceType, call: LoggedCall) -> Iterator[str]:
    for _, template in _templates([type_]):
        values: dict[str, str] = {
            "Partition": call.partition,
            "Region": call.region,
            "Account": call.account,
        }
        names = _VARIABLE.findall(template)
        for name in names:
            values.setdefault(name, _value(action, name, call))
        if all(values[name] for name in names):
            pieces = _VARIABLE.split(template)
            yield "".join(values[p] if n % 2 else p for n, p in enumerate(pieces))


def _value(action: str, variable: str, call: LoggedCall) -> str:
    names = load_trail().find_parameters(_service(action), variable)
    value = next((call.parameters[n] for n in names if call.parameters.get(n)), "")
    if variable == "QueueName":
        return value.rpartition("/")[2]  # of the queue's URL
    if variable == "ParameterNameWithoutLeadingSlash":
        return value.removeprefix("/")
    # A name for the resource that is no part of its ARN; only the key of an object has colons.
    is_other_name = value.startswith("alias/") or (":" in value and variable != "ObjectName")
    return "" if is_other_name else value


@lru_cache(maxsize=10_000)
def _kind(found: Action, arn: str) -> str:
    """Return the action's resource type that an ARN has; '' where it has none of them.

    The most exact template of the whole service decides: `arn:aws:s3:::b/key` fits a bucket's too.
    """
    fitting = [
        (weight, template)
        for weight, template, matches in _service_templates(_service(found.name))
        if matches(arn)
    ]
    best = max(fitting)[1] if fitting else ""
    return next((name for name, template in _templates(found.types) if template == best), "")


@cache
def _service_templates(service: str) -> tuple[tuple[int, str, Matches], ...]:
    """Return every ARN template of a service: its number of fixed letters, itself, its matcher."""
    actions = load_universe().services[service].actions.values()
    found = {template for action in actions for _, template in _templates(action.types)}
    return tuple(
        (
            len(_VARIABLE.sub("", template)),
            template,
            compile_arn(read_pattern(_VARIABLE.sub("*", template), variables=False)),
        )
        for template in sorted(found)
    )


def _templates(types: Iterable[ResourceType]) -> tuple[tuple[str, str], ...]:
    """Return the names and ARN templates of resource types; some types have several."""
    return tuple((t.name, part.strip()) for t in types for part in t.arn.split(","))


def _service(action: str) -> str:
    return action.partition(":")[0].lower()
