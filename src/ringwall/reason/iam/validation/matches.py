"""Grants that match nothing: resources that no action acts on, keys that no request has.

AWS accepts such a policy; the statement does not do what it seems to.
https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from ringwall.reason.iam.language.pattern import ARN_FIELDS
from ringwall.reason.iam.language.policy import Policy, Statement
from ringwall.reason.iam.language.problem import Problem
from ringwall.reason.iam.language.universe import (
    Action,
    ResourceType,
    load_universe,
    never_has_key,
)
from ringwall.reason.iam.validation.statement import make_problem

MAX_ACTIONS = 500
"""Actions of one pattern that are looked at."""
_NAME = re.compile(r"\$\{\w+\}")
_ONE, _MANY, _ONE_PART, _MANY_PART = range(4)
"""Parts of a name in a template: a letter, more of them; or none of them a slash."""
_Token = str | int


def check_matches(policy: Policy, statement: Statement) -> Iterator[Problem]:
    """Yield the actions that a statement allows on nothing, and the keys that they do not have."""
    del policy
    if statement.action.negated:
        return
    found = {value: _expand(value) for value in dict.fromkeys(statement.action.values)}
    known = {value: actions for value, actions in found.items() if actions}
    if statement.effect == "Allow" and statement.resource and not statement.resource.negated:
        yield from _check_resources(statement, known)
    yield from _check_own_keys(statement, known)
    if len(known) == len(found):
        yield from _check_keys(statement, [a for actions in known.values() for a in actions])


@lru_cache(maxsize=1024)
def _expand(pattern: str) -> tuple[Action, ...]:
    """Return the actions that a pattern matches; none for those of many services."""
    service = load_universe().services.get(pattern.partition(":")[0])
    names = load_universe().expand(pattern) if service else ()
    return tuple(service.actions[name] for name in names[:MAX_ACTIONS]) if service else ()


def _check_resources(
    statement: Statement, found: dict[str, tuple[Action, ...]]
) -> Iterator[Problem]:
    resources = statement.resource_values
    if any(value == "*" or "${" in value for value in resources):
        return
    for value, actions in found.items():
        if len(actions) < MAX_ACTIONS and not any(
            _acts_on(action, resource) for action in actions for resource in resources
        ):
            message = f"{value} is allowed on nothing: {_say_types(actions)}"
            yield make_problem("warning", "no_matching_resource", message, statement, "Resource")


def _say_types(actions: Sequence[Action]) -> str:
    arns = dict.fromkeys(_write(t.arn) for action in actions for t in action.types)
    return f"it acts on {' or '.join(list(arns)[:3])}" if arns else "it can only be allowed on *"


def _write(arn: str) -> str:
    return re.sub(r"\$\{(\w+)\}", r"\1", arn)


def _acts_on(action: Action, resource: str) -> bool:
    siblings = {t.arn for other in _siblings(action.name) for t in other.types}
    return any(_may_meet(resource, t.arn, _has_parts(t, siblings)) for t in action.types)


def _siblings(name: str) -> tuple[Action, ...]:
    service = load_universe().services[name.partition(":")[0].lower()]
    return tuple(service.actions.values())


def _has_parts(kind: ResourceType, siblings: set[str]) -> bool:
    """Whether something lies in a resource, such as an object in a bucket: names have no slash."""
    return any(arn.startswith(f"{kind.arn}/") for arn in siblings)


@lru_cache(maxsize=8192)
def _may_meet(pattern: str, template: str, has_parts: bool) -> bool:  # noqa: FBT001 - cached
    """Whether a pattern of ARNs may match one of a template."""
    fields, others = (text.split(":", ARN_FIELDS - 1) for text in (pattern, template))
    if len(fields) < ARN_FIELDS or len(others) < ARN_FIELDS:
        return True
    for field, other in zip(fields[:-1], others[:-1], strict=True):
        if "${" not in other and not fnmatchcase(other, field):
            return False
    return _meet(fields[-1], _tokens(others[-1], has_parts=has_parts))


def _tokens(text: str, *, has_parts: bool) -> list[_Token]:
    found: list[_Token] = []
    end = 0
    for name in _NAME.finditer(text):
        found += text[end : name.start()]
        found += [_ONE_PART, _MANY_PART] if has_parts else [_ONE, _MANY]
        end = name.end()
    return found + list(text[end:])


def _meet(pattern: str, tokens: Sequence[_Token]) -> bool:
    """Whether a text matches a pattern with * and ?, and a template as well."""
    ends = {0}
    for position in range(len(pattern) + 1):
        ends = _skip(ends, tokens)
        if position == len(pattern):
            return len(tokens) in ends
        letter = pattern[position]
        if letter == "*":
            ends = set(range(min(ends), len(tokens) + 1)) if ends else set()
        else:
            ends = {
                at if tokens[at] in {_MANY, _MANY_PART} else at + 1
                for at in ends
                if at < len(tokens) and _takes(tokens[at], letter)
            }
    return False


def _skip(ends: set[int], tokens: Sequence[_Token]) -> set[int]:
    """Return positions together with those behind what may be empty."""
    return ends | {at + 1 for at in ends if at < len(tokens) and tokens[at] in {_MANY, _MANY_PART}}


def _takes(token: _Token, letter: str) -> bool:
    if isinstance(token, int):
        return letter != "/" or token in {_ONE, _MANY}
    return letter in {token, "?"}


def _check_keys(statement: Statement, actions: Sequence[Action]) -> Iterator[Problem]:
    services = {action.name.partition(":")[0].lower() for action in actions}
    keys = {
        key.lower() for a in actions for key in (*a.keys, *(k for t in a.types for k in t.keys))
    }
    for condition in statement.conditions:
        service = condition.key.partition(":")[0]
        is_of_another = service in load_universe().services and service not in services
        if is_of_another and actions and condition.key not in keys:
            message = f"{condition.key}: requests for the actions of the statement do not have it"
            element = f"Condition.{condition.operator.name}.{condition.key}"
            code = "condition_key_of_other_service"
            yield make_problem("warning", code, message, statement, element)


def _check_own_keys(
    statement: Statement, found: dict[str, tuple[Action, ...]]
) -> Iterator[Problem]:
    """Yield the actions whose requests never have a key of their own service, or a tag."""
    for condition in statement.conditions:
        operator = condition.operator
        # Who writes these knows that the key may be absent.
        if operator.if_exists or operator.family == "null":
            continue
        for value, actions in found.items():
            if len(actions) < MAX_ACTIONS and all(
                never_has_key(action.name.lower(), condition.key) for action in actions
            ):
                message = f"{condition.key}: requests for {value} do not have it"
                element = f"Condition.{operator.name}.{condition.key}"
                code = "condition_key_of_other_action"
                yield make_problem("warning", code, message, statement, element)
